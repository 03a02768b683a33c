import type { api } from '@chappe/tl-codec/api'
import type { ChannelTold } from '../bus/bus.ts'
import { type ChannelId, channelBase, type UserId } from '../ids.ts'
import { guestOf } from '../peers/guest-of.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { BoxEvent } from '../store/domain/chats/boxes.ts'
import type { StoredMessage } from '../store/domain/chats/messages.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { type FillReads, fillPosts, type Post } from './fill-posts.ts'
import { toMessage } from './message-view.ts'

export type StoredPost = StoredMessage<ChannelId>

export type PostReads = CommittedReads<'messages'> & FillReads

/** Messages of channels as they are now, in the order given: as all see them, or with what is for one viewer alone. */
export function loadPosts(read: PostReads, stored: readonly StoredPost[], viewer?: UserId): Promise<Post[]> {
  const posts = stored.map(
    (row): Post => ({ channel: row.box, from: row.from, pts: row.pts, thread: row.thread, message: toMessage(row) }),
  )
  return fillPosts(read, posts, viewer)
}

/** As whom the author of a message in a channel is shown: a post is the channel's, whoever wrote it. */
export function shownAuthor(channel: ChannelId, { fromId }: Pick<api.message, 'fromId'>): api.Peer {
  return fromId ?? toPeer(channel)
}

/** How one person is shown a message of a channel: what is one's own goes out, and what names one says so. */
function seenBy(viewer: UserId, { from, message, named }: Pick<Post, 'from' | 'message' | 'named'>): api.Message {
  if (message._ === 'messageEmpty') return message
  // What a guest says goes out from nobody here.
  if (from === viewer && guestOf(message) === undefined) return { ...message, out: true }
  const unread = named?.get(viewer)
  return unread === undefined ? message : { ...message, mentioned: true, mediaUnread: unread || message.mediaUnread }
}

export async function showPosts(
  read: PostReads,
  viewer: UserId,
  stored: readonly StoredPost[],
  isShown: (post: Post) => boolean = () => true,
): Promise<api.Message[]> {
  return (await loadPosts(read, stored, viewer)).filter(isShown).map((post) => seenBy(viewer, post))
}

/** Something that happened in a channel, in the order of `pts`: an update, and for a message the one who wrote it. */
export interface ChannelHappening {
  readonly pts: number
  readonly update: api.Update
  readonly from?: UserId | undefined
  /** Those whom the message names. */
  readonly named?: Post['named']
  /** What is over when it is heard, and is told to some in an own way. */
  readonly told?: ChannelTold | undefined
}

/** Those who are told of it in an own way: who did it, and whom it names. */
export function concerned({ from, named }: ChannelHappening): UserId[] {
  return [...(from === undefined ? [] : [from]), ...(named?.keys() ?? [])]
}

/** How one person is told of it. */
export function toldTo(viewer: UserId, { update, from, named }: ChannelHappening): api.Update {
  if (from === undefined || (from !== viewer && named?.has(viewer) !== true)) return update
  if (update._ !== 'updateNewChannelMessage' && update._ !== 'updateEditChannelMessage') return update
  return { ...update, message: seenBy(viewer, { from, message: update.message, named }) }
}

/**
 * Changes of a channel other than new messages. An edit is stored without what the message became: it is told with what the
 * message is now, once, and not at all when it is gone. Undefined if the disk has not kept one of them.
 */
export async function viewChannelEvents(
  read: PostReads,
  channel: ChannelId,
  events: readonly BoxEvent[],
  viewer?: UserId,
): Promise<ChannelHappening[] | undefined> {
  const updates: { readonly pts: number; readonly update: api.Update }[] = []
  const lastEdit = new Map<number, number>()
  for (const [at, { pts, update: data }] of events.entries()) {
    const update = readStored('Update', data, `change ${pts} of box ${channel}`)
    if (update === undefined) return undefined
    updates.push({ pts, update })
    if (update._ === 'updateEditChannelMessage') lastEdit.set(update.message.id, at)
  }
  const stored = lastEdit.size === 0 ? [] : await read.messages.many(channel, [...lastEdit.keys()])
  const posts = new Map((await loadPosts(read, stored, viewer)).map((post) => [post.message.id, post]))
  return updates.flatMap(({ pts, update }, at): ChannelHappening[] => {
    if (update._ !== 'updateEditChannelMessage') return [{ pts, update }]
    const post = lastEdit.get(update.message.id) === at ? posts.get(update.message.id) : undefined
    if (post === undefined) return []
    const { from, named, message } = post
    return [{ pts, from, named, update: { ...update, message } }]
  })
}

/** The public number of a channel. */
export function channelNumber(channel: ChannelId): bigint {
  return BigInt(channelBase - channel)
}
