import type { SessionName } from '../../bus/bus.ts'
import { holdBoxes } from '../../changes/hold-boxes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime } from '../../ids.ts'
import { maxRepliers } from '../../store/domain/channels/threads.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber, type StoredPost } from '../../views/post-view.ts'
import { unpack } from '../placing/message-copies.ts'
import { shownAuthor } from './shown-author.ts'
import { recordInChannel } from './tell.ts'

interface Telling {
  readonly date: UnixTime
  readonly except: SessionName | undefined
}

interface Removed {
  readonly pts: number
  readonly ptsCount: number
}

/**
 * Within a unit: deletes messages of a channel, for all. Gives the `pts` after it. With a post goes its copy in the channel's
 * discussion group; the comments below it stay. With that copy alone goes what the post has of it.
 */
export async function removePosts(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  stored: readonly StoredPost[],
  telling: Telling,
): Promise<Removed> {
  const discussed = await tx.discussedPosts.ofPosts(stored.map(({ id }) => ({ channel, id })))
  const groups = new Set(discussed.map(({ megagroup }) => megagroup))
  if (groups.size > 0) await holdBoxes(tx, [channel, ...groups])
  const removed = await removeFrom(tx, ports, channel, stored, telling)
  for (const megagroup of groups) {
    const ids = discussed.flatMap((one) => (one.megagroup === megagroup ? [one.id] : []))
    const copies = await tx.messages.many(megagroup, ids)
    await removeFrom(tx, ports, megagroup, copies, { date: telling.date, except: undefined })
  }
  return removed
}

async function removeFrom(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  stored: readonly StoredPost[],
  { date, except }: Telling,
): Promise<Removed> {
  const ids = stored.map(({ id }) => id)
  const [state] = await tx.boxes.advance([{ box: channel, pts: ids.length, messages: 0 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const changed = { pts: state.pts, ptsCount: ids.length }
  if (ids.length === 0) return changed
  await tx.messages.remove(channel, ids)
  await tx.messageMarks.remove(channel, ids)
  await tx.postMarks.remove(channel, ids)
  await tx.heardPosts.remove(channel, ids)
  await tx.postReactions.remove(channel, ids)
  await tx.autoDelete.forget(stored)
  await tx.messageSearch.remove(channel, ids)
  await tx.discussedPosts.removeCopies(channel, ids)
  await shortenThreads(tx, channel, stored)
  const newestOne = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0 }
  const [newest] = await tx.messages.history({ box: channel, peer: channel, ...newestOne })
  await tx.dialogs.recordRemoval(channel, channel, {
    ...{ topMessage: newest?.id ?? 0, topDate: newest?.date ?? 0, unreadCount: 0 },
    removed: ids.length,
  })
  const place = { channelId: channelNumber(channel), messages: ids }
  await recordInChannel(
    tx,
    ports,
    channel,
    { _: 'updateDeleteChannelMessages', ...place, ...changed },
    { date, except },
  )
  return changed
}

/** So many of the newest messages of a thread are looked at for who answered last. */
const lookedAt = 20

/** What is left of the threads in which these messages were. */
async function shortenThreads(tx: Transaction, channel: ChannelId, removed: readonly StoredPost[]): Promise<void> {
  for (const thread of new Set(removed.map((row) => row.thread))) {
    if (thread === undefined) continue
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: lookedAt, maxId: 0, minId: 0 }
    const newest = await tx.messages.history({ box: channel, peer: channel, thread, ...page })
    const authors = newest.map((row) => shownAuthor(row.from, unpack(row)?.message))
    await tx.threads.setTail(channel, thread, {
      removed: removed.filter((row) => row.thread === thread).length,
      lastId: newest[0]?.id ?? 0,
      repliers: [...new Set(authors)].slice(0, maxRepliers),
    })
  }
}
