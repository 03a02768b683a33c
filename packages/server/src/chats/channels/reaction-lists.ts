import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import { envelope } from '../../delivery/envelope.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { viewPeers } from '../../views/named-peers.ts'
import { noReactions, viewPostReaction } from '../../views/post-reactions-view.ts'
import { showPosts } from '../../views/post-view.ts'
import { reactionUpdate } from './react.ts'
import { readable } from './standing.ts'

/** `messages.getMessagesReactions` of a channel: in full, for one who was told of them in the form for all. */
export async function reactionsOfPosts(
  { store: { read }, userViews, clock }: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  ids: readonly number[],
): Promise<api.updates> {
  const date = unixSeconds(clock)
  const { above } = await readable(read, userId, channel, date)
  const stored = (await read.messages.many(channel, ids)).filter(({ id }) => id > above)
  const updates = (await showPosts(read, userId, stored)).flatMap((message): api.Update[] => {
    if (message._ !== 'message') return []
    const reactions = message.reactions ?? noReactions({ isPost: message.post === true })
    return [reactionUpdate(channel, message.id, reactions)]
  })
  return envelope(read, userViews, userId, updates, { date, others: [userId, channel] })
}

interface ReactorsPage {
  readonly id: number
  readonly reaction: Uint8Array | undefined
  readonly offset: number
  readonly limit: number
}

/** `messages.getMessageReactionsList` of a supergroup. Of a channel nobody is told who has reacted. */
export async function reactorsOfPost(
  { store: { read }, userViews, clock }: ServicePorts,
  userId: UserId,
  channel: ChannelId,
  { id, reaction, offset, limit }: ReactorsPage,
): Promise<api.messages.messageReactionsList> {
  const { record, above } = await readable(read, userId, channel, unixSeconds(clock))
  if (record.kind === 'broadcast') throw new RpcError(403, 'BROADCAST_FORBIDDEN')
  const stored = id > above ? await read.messages.get(channel, id) : undefined
  if (stored === undefined) throw badRequest('MESSAGE_ID_INVALID')
  const tallies = await read.postReactions.counts([{ channel, id }])
  const counted = tallies.filter((one) => reaction === undefined || Buffer.compare(one.reaction, reaction) === 0)
  const count = counted.reduce((sum, one) => sum + one.count, 0)
  const page = await read.postReactions.page({ channel, id, reaction, offset, limit })
  const end = offset + page.length
  const people = page.map((one) => one.userId)
  return {
    _: 'messages.messageReactionsList',
    count,
    reactions: page.flatMap((one) => viewPostReaction(stored.from, one, userId) ?? []),
    ...(await viewPeers(read, userViews, userId, [userId, ...people])),
    nextOffset: end < count ? String(end) : undefined,
  }
}
