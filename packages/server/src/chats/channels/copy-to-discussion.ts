import type { api } from '@chappe/tl-codec/api'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type ChannelId, serviceUserId, type UnixTime } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { storePost } from './store-post.ts'
import { tellMembers } from './tell.ts'

/** Within a unit, before the first change: takes the log of a channel, and that of the group in which its posts are discussed. */
export async function holdWithDiscussion(tx: Transaction, { id, kind, linked }: ChannelRecord): Promise<void> {
  if (kind === 'broadcast' && linked !== undefined) await holdBoxes(tx, [id, linked])
}

/**
 * Within a unit: puts copies of new posts into the discussion group of their channel, where they are pinned and commented on
 * ("Discussion groups"). They are the channel's: which of its admins wrote them is not to be learned in the group.
 */
export async function copyToDiscussion(
  tx: Transaction,
  ports: ServicePorts,
  { record, date }: { readonly record: ChannelRecord; readonly date: UnixTime },
  posts: readonly { readonly id: number; readonly message: api.message }[],
): Promise<void> {
  if (record.kind !== 'broadcast' || record.linked === undefined || posts.length === 0) return
  const group = await tx.channels.get(record.linked)
  if (group === undefined || group.deleted) return
  let first: number | undefined
  let last = 0
  const albums = new Map<bigint, number>()
  for (const { id: post, message } of posts) {
    const { id, pts } = await storePost(
      tx,
      { record: group, from: serviceUserId, date },
      { ...copyOf(message, record.id, group.id, post), ttlPeriod: group.ttlPeriod || undefined },
    )
    const root = message.groupedId === undefined ? id : (albums.get(message.groupedId) ?? id)
    if (message.groupedId !== undefined) albums.set(message.groupedId, root)
    await tx.discussedPosts.add({ broadcast: record.id, post, megagroup: group.id, id, root })
    first ??= pts
    last = pts
  }
  if (first !== undefined) {
    tellMembers(tx, ports, group.id, { from: first - 1, to: last, date, except: undefined })
  }
}

function copyOf(message: api.message, broadcast: ChannelId, megagroup: ChannelId, post: number): api.message {
  const channel = toPeer(broadcast)
  const { fwdFrom, date, postAuthor } = message
  return {
    ...message,
    post: undefined,
    pinned: true,
    fromId: channel,
    peerId: toPeer(megagroup),
    // What it answers in the channel is a thread of its own here.
    replyTo: undefined,
    fwdFrom: {
      _: 'messageFwdHeader',
      ...(fwdFrom === undefined
        ? { fromId: channel, channelPost: post, postAuthor, date }
        : { fromId: fwdFrom.fromId, fromName: fwdFrom.fromName, channelPost: fwdFrom.channelPost, date: fwdFrom.date }),
      savedFromPeer: channel,
      savedFromMsgId: post,
    },
    views: undefined,
    forwards: undefined,
    postAuthor: undefined,
  }
}
