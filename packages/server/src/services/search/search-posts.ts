import type { api } from '@chappe/tl-codec/api'
import { viewPosts } from '../../chats/channels/read-posts.ts'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { RequestOf } from '../../rpc/handlers.ts'
import { pageWithin } from '../../rules/answer-bounds.ts'
import { cutPage } from '../../rules/pages.ts'
import type { FoundMessage } from '../../store/domain/chats/message-search.ts'
import { maxFound, type SearchQuery, searchMessages } from './search-messages.ts'

/** What somebody may see of a channel and looks for, newest first. */
export async function findPosts(
  ports: ServicePorts,
  channel: ChannelId,
  query: Omit<SearchQuery, 'channel' | 'peer'>,
): Promise<FoundMessage[]> {
  const { above } = await readable(ports.store.read, query.userId, channel, unixSeconds(ports.clock))
  const found = await searchMessages(ports, { ...query, channel })
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
  const from = request.fromId === undefined ? undefined : await inputPeers.person(userId, request.fromId)
  const { q, filter, minDate, maxDate } = request
  const found = await findPosts(ports, channel, { userId, q, filter, from, minDate, maxDate })
  const all = found.map(({ id }) => id)
  // With the limit 0 a client asks for the count alone.
  const ids = request.limit === 0 ? [] : cutPage(all, request)
  const [first] = ids
  const offsetIdOffset = first === undefined ? undefined : all.indexOf(first)
  const asked = (await store.read.messages.many(channel, ids)).sort((a, b) => b.id - a.id)
  const inexact = found.length === maxFound || undefined
  const counts = { count: found.length, inexact, offsetIdOffset }
  return viewPosts(store.read, userViews, userId, channel, pageWithin(asked, request), counts)
}
