import type { api } from '@chappe/tl-codec/api'
import { parseFolder } from '../../chats/lists/pages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isChannel, isUser, type PeerId, type UserId } from '../../ids.ts'
import { type Methods, type RequestOf, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { frontWithin, shownBytes } from '../../rules/answer-bounds.ts'
import type { StoredMessage } from '../../store/domain/chats/messages.ts'
import type { Reads } from '../../store/store.ts'
import { showMessages } from '../../views/message-view.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { type StoredPost, showPosts } from '../../views/post-view.ts'
import { type GlobalHit, hitsAfter } from './global-hits.ts'
import { logsOf, searchLogs } from './search-logs.ts'
import { filterMarks, maxFound, searchMessages, wordsOf } from './search-messages.ts'

type SearchGlobal = RequestOf<'messages.searchGlobal'>

const maxPage = 100

/**
 * `messages.searchGlobal`: in all private chats and groups of the own box, and in the logs of all channels that one is in
 * ("Searching for messages"). A page goes on after the place that `offset_rate` (the date of the last message shown before,
 * as `next_rate` said), `offset_peer` and `offset_id` name together: channels number their messages each for itself.
 */
export function createSearchGlobal(ports: ServicePorts): Methods {
  const { store, userViews } = ports
  return {
    'messages.searchGlobal': userMethod({ rate: { burst: 100, secondsEach: 0.2 } }, async ({ userId }, request) => {
      if (request.q.trim() === '' && request.filter._ === 'inputMessagesFilterEmpty') {
        throw badRequest('SEARCH_QUERY_EMPTY')
      }
      // There are no communities here, so none has chats to search in.
      if (request.community !== undefined) throw badRequest('CHANNEL_INVALID')
      const limit = Math.max(0, Math.min(request.limit || maxPage, maxPage))
      const place = await placeOf(ports, userId, request)
      const own = await ownHits(ports, userId, request)
      const shared = await sharedHits(ports, userId, request, { limit, place })
      const page = hitsAfter([...own, ...shared.hits], place).slice(0, limit)
      const { messages, last = page.at(-1) } = await showHits(store.read, userId, page)
      const named = await viewNamed(store.read, userViews, userId, messages, [userId])
      const rest = { messages, topics: [], ...named }
      const count = own.length + shared.count
      const inexact = own.length === maxFound || !shared.complete
      if (messages.length === count && !inexact) return { _: 'messages.messages', ...rest }
      return { _: 'messages.messagesSlice', inexact: inexact || undefined, count, nextRate: last?.date, ...rest }
    }),
  }
}

/** Where the page before ended. Clients that know nothing of rates name a message of the own box by its number alone. */
async function placeOf(
  { store, inputPeers }: ServicePorts,
  userId: UserId,
  { offsetRate, offsetPeer, offsetId }: SearchGlobal,
): Promise<GlobalHit | undefined> {
  if (offsetRate === 0 && offsetId === 0) return undefined
  const peer = inputPeers.atOffset(userId, offsetPeer)
  const box = peer !== undefined && isChannel(peer) ? peer : userId
  // A rate alone stands for all of its second.
  if (offsetRate !== 0) return { box, id: offsetId === 0 ? Number.MAX_SAFE_INTEGER : offsetId, date: offsetRate }
  if (box !== userId) throw badRequest('OFFSET_INVALID')
  const message = await store.read.messages.get(userId, offsetId)
  return { box, id: offsetId, date: message?.date ?? Number.MAX_SAFE_INTEGER }
}

/** In the own box: private chats and basic groups. */
async function ownHits(
  ports: ServicePorts,
  userId: UserId,
  { q, filter, minDate, maxDate, broadcastsOnly, groupsOnly, usersOnly, folderId }: SearchGlobal,
): Promise<GlobalHit[]> {
  const folder = parseFolder(folderId)
  if (broadcastsOnly === true) return []
  const all = await searchMessages(ports, { userId, q, filter, minDate, maxDate })
  const ofKind = (peer: PeerId): boolean => (isUser(peer) ? groupsOnly !== true : usersOnly !== true)
  const marks =
    folder === undefined
      ? []
      : await ports.store.read.dialogMarks.many(userId, [...new Set(all.map(({ peer }) => peer))])
  const folders = new Map(marks.map((mark) => [mark.peer, mark.folder]))
  return all
    .filter(({ peer }) => ofKind(peer) && (folder === undefined || folders.get(peer) === folder))
    .map(({ id, date }) => ({ box: userId, id, date }))
}

/** In the logs of channels and supergroups. */
async function sharedHits(
  ports: ServicePorts,
  userId: UserId,
  { q, filter, minDate, maxDate, broadcastsOnly, groupsOnly, usersOnly, folderId }: SearchGlobal,
  { limit, place }: { readonly limit: number; readonly place: GlobalHit | undefined },
): Promise<{ hits: GlobalHit[]; count: number; complete: boolean }> {
  const words = wordsOf(q)
  const contradictory = broadcastsOnly === true && groupsOnly === true
  if (usersOnly === true || words === undefined || contradictory) return { hits: [], count: 0, complete: true }
  const kind = broadcastsOnly === true ? 'broadcast' : groupsOnly === true ? 'megagroup' : undefined
  const logs = await logsOf(ports, userId, { kind, folder: parseFolder(folderId) })
  const search = { words, marks: filterMarks(filter), minDate, maxDate }
  const { hits, complete } = await searchLogs(ports, logs, search, limit)
  if (complete || place === undefined) return { hits, count: hits.length, complete }
  // Some have more than was looked at, so what comes after the place is looked for by itself.
  const until = maxDate > 0 ? Math.min(maxDate, place.date) : place.date
  const rest = await searchLogs(ports, logs, { ...search, maxDate: until }, limit + maxPage)
  return { hits: rest.hits, count: hits.length, complete }
}

/** As many messages of a page as fit into an answer, in its order. */
async function showHits(
  read: Reads,
  userId: UserId,
  page: readonly GlobalHit[],
): Promise<{ messages: api.Message[]; last: GlobalHit | undefined }> {
  const stored = new Map((await read.messages.atPlaces(page)).map((row) => [nameOf(row), row]))
  const rows = page.flatMap((hit) => stored.get(nameOf(hit)) ?? [])
  const fitting = frontWithin(rows, ({ data }) => shownBytes(data))
  const own = fitting.filter((row): row is StoredMessage => isUser(row.box))
  const posts = fitting.filter((row): row is StoredPost => isChannel(row.box))
  const [ownShown, postsShown] = [await showMessages(read, userId, own), await showPosts(read, userId, posts)]
  const shown = new Map<string, api.Message>()
  for (const [at, row] of own.entries()) note(shown, row, ownShown[at])
  for (const [at, row] of posts.entries()) note(shown, row, postsShown[at])
  return { messages: fitting.flatMap((row) => shown.get(nameOf(row)) ?? []), last: fitting.at(-1) }
}

function note(shown: Map<string, api.Message>, row: Pick<GlobalHit, 'box' | 'id'>, message: api.Message | undefined) {
  if (message !== undefined) shown.set(nameOf(row), message)
}

function nameOf({ box, id }: Pick<GlobalHit, 'box' | 'id'>): string {
  return `${box} ${id}`
}
