import type { api } from '@chappe/tl-codec/api'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { makeInviteLink } from '../../chats/members/invite-link.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, type UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { linkExpired, maxLinks, parseLinkLimits } from '../../rules/invite-links.ts'
import type { InviteLink } from '../../store/domain/groups/invite-links.ts'
import type { Transaction } from '../../store/store.ts'
import { loggedLink, viewInviteLink } from '../../views/invite-link-view.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { allowLinksOf, linkManager, managedChat, namedLink } from './managed-chat.ts'

/** So many revoked links are deleted in one unit: nobody else waits long for it. */
const perUnit = 100

/** "Invite links": making them, limiting them, taking them back. */
export function createEditLinks(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  /** Basic groups have no log. */
  const note = async (
    tx: Transaction,
    { chat }: InviteLink,
    userId: UserId,
    event: api.ChannelAdminLogEventAction,
  ): Promise<void> => {
    if (isChannel(chat)) await noteAdminEvent(tx, chat, userId, event, unixSeconds(clock))
  }

  return {
    'messages.exportChatInvite': userMethod(
      { acts: ['manage links'], rate: { burst: 50, secondsEach: 10 } },
      async ({ userId }, request) => {
        // There is nothing to pay with.
        if (request.subscriptionPricing !== undefined) throw badRequest('PRICING_CHAT_INVALID')
        const chat = await managedChat(ports, userId, request.peer)
        const date = unixSeconds(clock)
        const limits = parseLinkLimits(request, date)
        const permanent = request.legacyRevokePermanent === true
        const link = await store.transaction(async (tx) => {
          await linkManager(tx, ports, userId, chat)
          const count = await tx.inviteLinks.count(chat, userId, false)
          const replaced = permanent ? await tx.inviteLinks.permanent(chat, userId) : undefined
          if (replaced === undefined && count >= maxLinks) throw badRequest('INVITES_TOO_MUCH')
          if (replaced !== undefined) await tx.inviteLinks.put({ ...replaced, revoked: true })
          return makeInviteLink(tx, ports, { chat, admin: userId, date, permanent, ...(permanent ? {} : limits) })
        })
        return viewInviteLink(store.read, link)
      },
    ),

    'messages.editExportedChatInvite': userMethod(
      { acts: ['manage links'], rate: { burst: 50, secondsEach: 10 } },
      async ({ userId }, request) => {
        const chat = await managedChat(ports, userId, request.peer)
        const date = unixSeconds(clock)
        const { link, replacement } = await store.transaction(async (tx) => {
          const before = await namedLink(tx, ports, { userId, chat, link: request.link })
          if (before.revoked) throw linkExpired()
          if (request.revoked === true) {
            const link = { ...before, revoked: true }
            await tx.inviteLinks.put(link)
            await note(tx, link, userId, {
              _: 'channelAdminLogEventActionExportedInviteRevoke',
              invite: loggedLink(link),
            })
            const made = { chat, admin: before.admin, date, permanent: true }
            return { link, replacement: before.permanent ? await makeInviteLink(tx, ports, made) : undefined }
          }
          if (before.permanent) throw badRequest('CHAT_INVITE_PERMANENT')
          const link = { ...before, ...parseLinkLimits(request, date, before), startDate: date }
          await tx.inviteLinks.put(link)
          const links = { prevInvite: loggedLink(before), newInvite: loggedLink(link) }
          await note(tx, link, userId, { _: 'channelAdminLogEventActionExportedInviteEdit', ...links })
          return { link, replacement: undefined }
        })
        const invite = await viewInviteLink(store.read, link)
        const { users } = await viewNamed(store.read, userViews, userId, [invite])
        if (replacement === undefined) return { _: 'messages.exportedChatInvite', invite, users }
        const newInvite = await viewInviteLink(store.read, replacement)
        return { _: 'messages.exportedChatInviteReplaced', invite, newInvite, users }
      },
    ),

    'messages.deleteExportedChatInvite': userMethod({ acts: ['manage links'] }, async ({ userId }, request) => {
      const chat = await managedChat(ports, userId, request.peer)
      await store.transaction(async (tx) => {
        const link = await namedLink(tx, ports, { userId, chat, link: request.link })
        if (!link.revoked) throw badRequest('INVITE_REVOKED_MISSING')
        await tx.inviteLinks.remove(link.digest)
        await note(tx, link, userId, { _: 'channelAdminLogEventActionExportedInviteDelete', invite: loggedLink(link) })
      })
      return true
    }),

    'messages.deleteRevokedExportedChatInvites': userMethod({ acts: ['manage links'] }, async ({ userId }, request) => {
      const chat = await managedChat(ports, userId, request.peer)
      const admin = await inputPeers.user(userId, request.adminId)
      if (admin === undefined) throw badRequest('ADMIN_ID_INVALID')
      for (;;) {
        const removed = await store.transaction(async (tx) => {
          allowLinksOf(await linkManager(tx, ports, userId, chat), userId, admin)
          return tx.inviteLinks.removeRevoked(chat, admin, perUnit)
        })
        if (removed < perUnit) return true
      }
    }),
  }
}
