import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, channelBase, type UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { PostCounts } from '../store/domain/channels/channels.ts'
import type { BoxEvent } from '../store/domain/chats/boxes.ts'
import type { StoredMessage } from '../store/domain/chats/messages.ts'
import type { CommittedReads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'
import { toMessage } from './message-view.ts'

export type StoredPost = StoredMessage<ChannelId>

export type PostReads = CommittedReads<'messages' | 'channels'>

/** A message of a channel, the same for all who see it, with the one who wrote it. */
export interface Post {
  readonly from: UserId
  readonly message: api.Message
}

/** Messages of channels as they are now, in the order given. */
export async function loadPosts(read: PostReads, stored: readonly StoredPost[]): Promise<Post[]> {
  const posts = stored.map((row): Post => ({ from: row.from, message: toMessage(row) }))
  const counted = stored.flatMap(({ box, id }, at) => (isCounted(posts[at]?.message) ? [{ channel: box, id }] : []))
  if (counted.length === 0) return posts
  const counts = new Map((await read.channels.counts(counted)).map((count) => [nameOf(count.channel, count.id), count]))
  return posts.map((post, at): Post => {
    const [{ message }, row] = [post, stored[at]]
    if (row === undefined || !isCounted(message)) return post
    return { ...post, message: { ...message, ...shownCounts(counts.get(nameOf(row.box, row.id))) } }
  })
}

/** As whom the author of a message in a channel is shown: a post is the channel's, whoever wrote it. */
export function shownAuthor(channel: ChannelId, { fromId }: Pick<api.message, 'fromId'>): api.Peer {
  return fromId ?? toPeer(channel)
}

/** How one person is shown messages of a channel: what is one's own goes out. */
export function seenBy(viewer: UserId, posts: readonly Post[]): api.Message[] {
  return posts.map(({ from, message }) =>
    from === viewer && message._ !== 'messageEmpty' ? { ...message, out: true } : message,
  )
}

export async function showPosts(
  read: PostReads,
  viewer: UserId,
  stored: readonly StoredPost[],
): Promise<api.Message[]> {
  return seenBy(viewer, await loadPosts(read, stored))
}

/** Whoever wrote a post has seen it. */
export function shownCounts({ views, forwards }: PostCounts = { views: 0, forwards: 0 }): PostCounts {
  return { views: Math.max(1, views), forwards }
}

/** Posts of broadcast channels are counted. */
function isCounted(message: api.Message | undefined): message is api.message {
  return message?._ === 'message' && message.post === true
}

function nameOf(channel: ChannelId, id: number): string {
  return `${channel} ${id}`
}

/** Something that happened in a channel, in the order of `pts`: an update, and for a message the one who wrote it. */
export interface ChannelHappening {
  readonly pts: number
  readonly update: api.Update
  readonly from?: UserId | undefined
}

/** How one person is told of it. */
export function toldTo(viewer: UserId, { update, from }: ChannelHappening): api.Update {
  if (from !== viewer) return update
  if (update._ !== 'updateNewChannelMessage' && update._ !== 'updateEditChannelMessage') return update
  return update.message._ === 'messageEmpty' ? update : { ...update, message: { ...update.message, out: true } }
}

/**
 * Changes of a channel other than new messages. An edit is stored without what the message became: it is told with what the
 * message is now, once, and not at all when it is gone. Undefined if the disk has not kept one of them.
 */
export async function viewChannelEvents(
  read: PostReads,
  channel: ChannelId,
  events: readonly BoxEvent[],
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
  const posts = new Map((await loadPosts(read, stored)).map((post) => [post.message.id, post]))
  return updates.flatMap(({ pts, update }, at): ChannelHappening[] => {
    if (update._ !== 'updateEditChannelMessage') return [{ pts, update }]
    const post = lastEdit.get(update.message.id) === at ? posts.get(update.message.id) : undefined
    return post === undefined ? [] : [{ pts, from: post.from, update: { ...update, message: post.message } }]
  })
}

/** The public number of a channel. */
export function channelNumber(channel: ChannelId): bigint {
  return BigInt(channelBase - channel)
}
