import type { api } from '@chappe/tl-codec/api'
import { digestOfInvite, permanentLinkOf } from '../../chats/members/invite-link.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { foldText } from '../../rules/fold-text.ts'
import { hashOfLink } from '../../rules/invite-links.ts'
import type { Importer, ImporterOffset } from '../../store/domain/groups/invite-links.ts'
import type { Reads } from '../../store/store.ts'
import { viewInviteLink } from '../../views/invite-link-view.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { allowLinksOf, type LinkedChat, linkManager, managedChat, namedLink } from './managed-chat.ts'

const maxPage = 100
/** Among so many who ask, the last ones, somebody is searched by name. */
const maxSearched = 200

/** What admins see of links, and of who came in by them; nobody else sees any of it. */
export function createListLinks(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  const { read } = store
  return {
    'messages.getExportedChatInvites': userMethod({ acts: ['manage links'] }, async ({ userId }, request) => {
      const chat = await managedChat(ports, userId, request.peer)
      const admin = await inputPeers.user(userId, request.adminId)
      if (admin === undefined) throw badRequest('ADMIN_ID_INVALID')
      allowLinksOf(await linkManager(read, ports, userId, chat), userId, admin)
      const revoked = request.revoked === true
      const below = await linkOffset(read, ports, request)
      const limit = pageSize(request.limit)
      const isFirst = !revoked && below === undefined
      const permanent =
        isFirst && admin === userId
          ? await permanentLinkOf(ports, chat, userId, unixSeconds(clock))
          : isFirst && (await read.inviteLinks.permanent(chat, admin))
      const first = permanent ? [permanent] : []
      const rest = await read.inviteLinks.page({ chat, admin, revoked, below, limit: limit - first.length })
      const invites = await Promise.all([...first, ...rest].map((link) => viewInviteLink(read, link)))
      const count = await read.inviteLinks.count(chat, admin, revoked)
      const { users } = await viewNamed(read, userViews, userId, invites)
      return { _: 'messages.exportedChatInvites', count, invites, users }
    }),

    'messages.getExportedChatInvite': userMethod({ acts: ['manage links'] }, async ({ userId }, request) => {
      const chat = await managedChat(ports, userId, request.peer)
      const link = await namedLink(read, ports, { userId, chat, link: request.link })
      const invite = await viewInviteLink(read, link)
      const { users } = await viewNamed(read, userViews, userId, [invite])
      return { _: 'messages.exportedChatInvite', invite, users }
    }),

    'messages.getAdminsWithInvites': userMethod({ acts: ['manage links'] }, async ({ userId }, request) => {
      const chat = await managedChat(ports, userId, request.peer)
      const { role } = await linkManager(read, ports, userId, chat)
      if (role !== 'creator') throw badRequest('CHAT_ADMIN_REQUIRED')
      const admins = (await read.inviteLinks.admins(chat)).map(
        ({ admin, links, revoked }): api.chatAdminWithInvites => ({
          ...{ _: 'chatAdminWithInvites', adminId: BigInt(admin) },
          ...{ invitesCount: links, revokedInvitesCount: revoked },
        }),
      )
      const { users } = await viewNamed(read, userViews, userId, admins)
      return { _: 'messages.chatAdminsWithInvites', admins, users }
    }),

    'messages.getChatInviteImporters': userMethod({ acts: ['manage links'] }, async ({ userId }, request) => {
      const chat = await managedChat(ports, userId, request.peer)
      const found = await importersOf(read, ports, userId, chat, request)
      const abouts = request.requested === true ? await aboutsOf(read, found.importers) : undefined
      const importers = found.importers.map(
        ({ userId: importer, date, approvedBy }): api.chatInviteImporter => ({
          _: 'chatInviteImporter',
          requested: request.requested,
          userId: BigInt(importer),
          date,
          about: abouts?.get(importer),
          approvedBy: approvedBy === undefined ? undefined : BigInt(approvedBy),
        }),
      )
      const { users } = await viewNamed(read, userViews, userId, importers)
      return { _: 'messages.chatInviteImporters', count: found.count, importers, users }
    }),
  }
}

/** Without a limit that makes sense it is a full page: mtcute asks so for all there are. */
function pageSize(limit: number): number {
  return limit > 0 ? Math.min(limit, maxPage) : maxPage
}

/** The link below which to go on. One that is gone meanwhile is still told by its date. */
async function linkOffset(
  { inviteLinks }: Pick<Reads, 'inviteLinks'>,
  ports: ServicePorts,
  { offsetDate, offsetLink }: RequestOf<'messages.getExportedChatInvites'>,
): Promise<{ readonly date: number; readonly digest: Uint8Array } | undefined> {
  if (offsetDate === undefined && offsetLink === undefined) return undefined
  if (offsetLink === undefined) return { date: offsetDate ?? 0, digest: new Uint8Array() }
  const digest = digestOfInvite(ports, hashOfLink(offsetLink))
  const link = await inviteLinks.get(digest)
  // After the permanent link, which comes first, all others do.
  if (link?.permanent === true && !link.revoked) return { date: Number.MAX_SAFE_INTEGER, digest }
  return { date: link?.date ?? offsetDate ?? 0, digest }
}

interface Found {
  readonly count: number
  readonly importers: readonly Importer[]
}

async function importersOf(
  read: Reads,
  ports: ServicePorts,
  userId: UserId,
  chat: LinkedChat,
  request: RequestOf<'messages.getChatInviteImporters'>,
): Promise<Found> {
  const { link: given, q, offsetDate, offsetUser, requested } = request
  const limit = pageSize(request.limit)
  if (given === undefined) await linkManager(read, ports, userId, chat)
  const link = given === undefined ? undefined : await namedLink(read, ports, { userId, chat, link: given })
  const offset = await ports.inputPeers.user(userId, offsetUser)
  const below: ImporterOffset | undefined =
    offsetDate === 0 ? undefined : { date: offsetDate, userId: offset ?? userId }
  if (requested !== true) {
    if (link === undefined) return { count: 0, importers: [] }
    return { count: link.usage, importers: await read.inviteLinks.importers(link.digest, below, limit) }
  }
  if (q !== undefined && q !== '') {
    if (link !== undefined) throw badRequest('SEARCH_WITH_LINK_NOT_SUPPORTED')
    const found = await searchRequests(read, chat, q)
    return { count: found.length, importers: found.slice(0, limit) }
  }
  const count = await read.inviteLinks.requestCount(chat, link?.digest)
  return { count, importers: await read.inviteLinks.requests(chat, link?.digest, below, limit) }
}

async function searchRequests(read: Reads, chat: LinkedChat, query: string): Promise<Importer[]> {
  const requests = await read.inviteLinks.requests(chat, undefined, undefined, maxSearched)
  const people = await read.users.many(requests.map(({ userId }) => userId))
  const names = new Map(people.map(({ id, firstName, lastName }) => [id, foldText(`${firstName} ${lastName}`)]))
  const wanted = foldText(query.trim())
  return requests.filter(({ userId }) => names.get(userId)?.includes(wanted) === true)
}

/** What those who ask say of themselves. */
async function aboutsOf({ users }: Pick<Reads, 'users'>, importers: readonly Importer[]): Promise<Map<UserId, string>> {
  const people = await users.many(importers.map(({ userId }) => userId))
  return new Map(people.map(({ id, about }) => [id, about]))
}
