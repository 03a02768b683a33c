import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { pageWithin } from '../../rules/answer-bounds.ts'
import type { HistoryQuery } from '../../store/domain/chats/messages.ts'
import type { Reads } from '../../store/store.ts'
import type { Post } from '../../views/fill-posts.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { type StoredPost, showPosts } from '../../views/post-view.ts'
import type { UserViews } from '../../views/user-view.ts'
import { readable } from './standing.ts'

type PageOf = Omit<HistoryQuery, 'box' | 'peer'>

/** `messages.getHistory` of a channel: what its reader may see of the one log. */
export async function channelHistory(
  { store: { read }, userViews, clock }: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  page: PageOf,
): Promise<api.messages.channelMessages> {
  const { above } = await readable(read, userId, channel, unixSeconds(clock))
  const query = { ...page, box: channel, peer: channel, minId: Math.max(page.minId, above) }
  const stored = pageWithin(await read.messages.history(query), page)
  const count = above === 0 ? ((await read.dialogs.get(channel, channel))?.messageCount ?? 0) : stored.length
  return viewPosts(read, userViews, userId, channel, stored, { count })
}

/** Messages of a channel with all whom they name. */
export async function viewPosts(
  read: Reads,
  userViews: UserViews,
  userId: UserId,
  channel: ChannelId,
  stored: readonly StoredPost[],
  more: Pick<api.messages.channelMessages, 'count' | 'inexact' | 'offsetIdOffset'>,
  isShown?: (post: Post) => boolean,
): Promise<api.messages.channelMessages> {
  const messages = await showPosts(read, userId, stored, isShown)
  const named = await viewNamed(read, userViews, userId, messages, [userId, channel])
  const pts = (await read.boxes.state(channel))?.pts ?? 0
  return { _: 'messages.channelMessages', pts, ...more, messages, topics: [], ...named }
}
