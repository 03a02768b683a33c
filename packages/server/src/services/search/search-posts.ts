import type { api } from '@chappe/tl-codec/api'
import { viewPosts } from '../../chats/channels/read-posts.ts'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, isUser, type PeerId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { RequestOf } from '../../rpc/handlers.ts'
import { pageWithin } from '../../rules/answer-bounds.ts'
import { cutPage } from '../../rules/pages.ts'
import type { FoundMessage } from '../../store/domain/chats/message-search.ts'
import type { Reads } from '../../store/store.ts'
import { toMessage } from '../../views/message-view.ts'
import { maxFound, type SearchQuery, searchMessages } from './search-messages.ts'

/** So many messages that do not show their author are looked at for who else is shown. */
const mostSentAs = 1000

/** What somebody may see of a channel and looks for, newest first. */
export async function findPosts(
  ports: ServicePorts,
  channel: ChannelId,
  query: Omit<SearchQuery, 'channel' | 'peer'>,
): Promise<FoundMessage[]> {
  const { record, above } = await readable(ports.store.read, query.userId, channel, unixSeconds(ports.clock))
  // Posts of a broadcast channel do not say who wrote them, so nobody finds them by that.
  if (query.from !== undefined && record.kind === 'broadcast') return []
  // Some clients name a thread that there cannot be where they mean none.
  const thread = query.thread !== undefined && query.thread > 0 ? query.thread : undefined
  const found = await searchMessages(ports, { ...query, thread, channel })
  return above === 0 ? found : found.filter(({ id }) => id > above)
}

/** `messages.search` in a channel. */
export async function searchPosts(
  ports: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  request: RequestOf<'messages.search'>,
): Promise<api.messages.channelMessages> {
  const { store, inputPeers, userViews } = ports
  const sender = request.fromId === undefined ? undefined : await inputPeers.peer(userId, request.fromId)
  const from = sender !== undefined && isUser(sender) ? sender : undefined
  const { q, filter, minDate, maxDate, topMsgId: thread } = request
  const found = await findPosts(ports, channel, { userId, q, filter, from, minDate, maxDate, thread })
  const sentAs = sender === undefined || sender === from ? undefined : await idsSentAs(store.read, channel, sender)
  const all = found.map(({ id }) => id).filter((id) => sentAs === undefined || sentAs.has(id))
  // With the limit 0 a client asks for the count alone.
  const ids = request.limit === 0 ? [] : cutPage(all, request)
  const [first] = ids
  const offsetIdOffset = first === undefined ? undefined : all.indexOf(first)
  const asked = (await store.read.messages.many(channel, ids)).sort((a, b) => b.id - a.id)
  const inexact = found.length === maxFound || undefined
  const counts = { count: all.length, inexact, offsetIdOffset }
  return viewPosts(store.read, userViews, userId, channel, pageWithin(asked, request), counts)
}

/** `messages.getRecentLocations` in a channel. */
export async function recentLocationsIn(
  { store: { read }, userViews, clock }: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  limit: number,
): Promise<api.messages.channelMessages> {
  const { above } = await readable(read, userId, channel, unixSeconds(clock))
  const ids = await read.messageMarks.ids(channel, channel, 'liveLocation', limit)
  const found = ids.filter((id) => id > above)
  const stored = (await read.messages.many(channel, found)).sort((a, b) => b.id - a.id)
  return viewPosts(read, userViews, userId, channel, stored, { count: found.length })
}

/**
 * The messages of a supergroup that a channel or the group itself is shown to have written, so many of the newest. Undefined
 * for all of a broadcast channel's own.
 */
async function idsSentAs(read: Reads, channel: ChannelId, sender: PeerId): Promise<ReadonlySet<number> | undefined> {
  const record = await read.channels.get(channel)
  if (record?.kind === 'broadcast') return sender === channel ? undefined : new Set()
  const ids = await read.messageMarks.ids(channel, channel, 'sentAs', mostSentAs)
  const author = toPeer(sender)
  const messages = (await read.messages.many(channel, ids)).map(toMessage)
  const isTheirs = (message: api.Message): boolean =>
    message._ !== 'messageEmpty' &&
    message.fromId?._ === 'peerChannel' &&
    author._ === 'peerChannel' &&
    message.fromId.channelId === author.channelId
  return new Set(messages.filter(isTheirs).map(({ id }) => id))
}
