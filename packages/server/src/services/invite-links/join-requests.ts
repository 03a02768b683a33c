import type { SessionName } from '../../bus/bus.ts'
import { joinGroup } from '../../chats/members/join-group.ts'
import { pendingRequests, tellOfRequests } from '../../chats/members/join-requests.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChatId, UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Importer } from '../../store/domain/groups/invite-links.ts'
import type { Transaction } from '../../store/store.ts'
import { groupOf, linkManager, namedLink } from './managed-chat.ts'

/** So many who ask are answered by one call, each in a unit. */
const maxAnswered = 200

/** "Join requests": who asks to be let in by a link that asks for it. */
export function createJoinRequests(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports

  const answer = async (userId: UserId, chat: ChatId, date: UnixTime): ReturnType<typeof envelope> =>
    envelope(store.read, userViews, userId, [await pendingRequests(store.read, chat)], { date, others: [chat] })

  return {
    'messages.hideChatJoinRequest': userMethod(
      { acts: ['manage links'], rate: { burst: 200, secondsEach: 1 } },
      async ({ userId, caller: { session } }, request) => {
        const chat = await groupOf(ports, userId, request.peer)
        const requester = await inputPeers.user(userId, request.userId)
        if (requester === undefined) throw badRequest('USER_ID_INVALID')
        const date = unixSeconds(clock)
        const deciding = { chat, by: userId, date, session, approved: request.approved === true }
        await store.transaction(async (tx) => {
          await linkManager(tx, userId, chat)
          const asking = await tx.inviteLinks.request(chat, requester)
          if (asking === undefined) throw badRequest('HIDE_REQUESTER_MISSING')
          await decide(tx, ports, deciding, asking)
        })
        return answer(userId, chat, date)
      },
    ),

    'messages.hideAllChatJoinRequests': userMethod(
      { acts: ['manage links'], rate: { burst: 20, secondsEach: 10 } },
      async ({ userId, caller: { session } }, request) => {
        const chat = await groupOf(ports, userId, request.peer)
        const date = unixSeconds(clock)
        const deciding = { chat, by: userId, date, session, approved: request.approved === true }
        for (let answered = 0; answered < maxAnswered; answered++) {
          const more = await store.transaction(async (tx) => {
            await linkManager(tx, userId, chat)
            const { link } = request
            const named = link === undefined ? undefined : await namedLink(tx, ports, { userId, chat, link })
            const [asking] = await tx.inviteLinks.requests(chat, named?.digest, undefined, 1)
            if (asking !== undefined) await decide(tx, ports, deciding, asking)
            return asking !== undefined
          })
          if (!more) break
        }
        return answer(userId, chat, date)
      },
    ),
  }
}

interface Deciding {
  readonly chat: ChatId
  /** The admin. */
  readonly by: UserId
  readonly date: UnixTime
  readonly session: SessionName | undefined
  readonly approved: boolean
}

/** Within a unit: lets somebody in who asks, or not, which only the admins are told. */
async function decide(tx: Transaction, ports: ServicePorts, deciding: Deciding, asking: Importer): Promise<void> {
  const { chat, by, date, session, approved } = deciding
  const { userId, digest } = asking
  const member = await tx.groups.member(chat, userId)
  if (approved && member?.standing !== 'in') {
    // What is said comes from whoever comes in, and reaches all devices, also the one that let this one in.
    const act = { chat, by: userId, date, session: undefined }
    const action = { _: 'messageActionChatJoinedByRequest' } as const
    await joinGroup(tx, ports, act, { userId, inviter: by, action })
    await tx.inviteLinks.addImporter(chat, { userId, digest, date, approvedBy: by })
  } else {
    await tx.inviteLinks.removeRequest(chat, userId)
  }
  await tellOfRequests(tx, ports, { chat, by, date, session })
}
