import type { api } from '@chappe/tl-codec/api'
import { type ChannelId, channelBase, type UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { ThreadRecord } from '../store/domain/channels/threads.ts'
import type { StoredMessage } from '../store/domain/chats/messages.ts'
import type { CommittedReads } from '../store/store.ts'

/** A thread below a message: in the same group, or, of a post, in the channel's discussion group. */
export interface ThreadBelow {
  readonly channel: ChannelId
  readonly root: number
}

export interface Replies {
  /** The same for all who see it. */
  readonly shown: api.messageReplies
  readonly thread: ThreadBelow
}

export type RepliesReads = CommittedReads<'threads' | 'discussedPosts'>

/**
 * What was answered to messages of one channel, by their numbers ("Threads"; of posts, "Discussion groups"). Posts that cannot
 * be commented on and messages that are in a thread themselves have none.
 *
 * @param kind of the channel
 */
export async function viewReplies(
  read: RepliesReads,
  kind: 'posts' | 'messages',
  stored: readonly StoredMessage<ChannelId>[],
): Promise<ReadonlyMap<number, Replies>> {
  const [first] = stored
  if (first === undefined) return new Map()
  return kind === 'posts' ? commentsOn(read, first.box, stored) : repliesTo(read, first.box, stored)
}

async function repliesTo(
  read: RepliesReads,
  channel: ChannelId,
  stored: readonly StoredMessage[] | readonly StoredMessage<ChannelId>[],
): Promise<ReadonlyMap<number, Replies>> {
  const roots = stored.filter(({ thread }) => thread === undefined)
  const threads = await byRoot(
    read,
    channel,
    roots.map(({ id }) => id),
  )
  return new Map(
    roots.map(({ id, pts }) => [
      id,
      { shown: { _: 'messageReplies', ...countsOf(threads.get(id)), repliesPts: pts }, thread: { channel, root: id } },
    ]),
  )
}

async function commentsOn(
  read: RepliesReads,
  channel: ChannelId,
  stored: readonly StoredMessage<ChannelId>[],
): Promise<ReadonlyMap<number, Replies>> {
  const discussed = await read.discussedPosts.ofPosts(
    channel,
    stored.map(({ id }) => id),
  )
  const found = new Map<number, Replies>()
  const pts = new Map(stored.map((row) => [row.id, row.pts]))
  for (const megagroup of new Set(discussed.map((one) => one.megagroup))) {
    const here = discussed.filter((one) => one.megagroup === megagroup)
    const threads = await byRoot(
      read,
      megagroup,
      here.map(({ root }) => root),
    )
    for (const { post, root } of here) {
      const thread = threads.get(root)
      const recentRepliers = thread?.repliers.map(toPeer)
      const shown: api.messageReplies = {
        _: 'messageReplies',
        comments: true,
        ...countsOf(thread),
        repliesPts: pts.get(post) ?? 0,
        recentRepliers: recentRepliers?.length === 0 ? undefined : recentRepliers,
        channelId: BigInt(channelBase - megagroup),
      }
      found.set(post, { shown, thread: { channel: megagroup, root } })
    }
  }
  return found
}

async function byRoot(
  read: RepliesReads,
  channel: ChannelId,
  roots: readonly number[],
): Promise<ReadonlyMap<number, ThreadRecord>> {
  if (roots.length === 0) return new Map()
  return new Map((await read.threads.many(channel, roots)).map((thread) => [thread.root, thread]))
}

function countsOf(thread: ThreadRecord | undefined): Pick<api.messageReplies, 'replies' | 'maxId'> {
  const { replies = 0, lastId = 0 } = thread ?? {}
  return { replies, maxId: lastId === 0 ? undefined : lastId }
}

/** The same with how far one person has read each, by the same numbers. */
export async function repliesReadBy(
  read: RepliesReads,
  viewer: UserId,
  replies: ReadonlyMap<number, Replies>,
): Promise<ReadonlyMap<number, api.messageReplies>> {
  const shown = new Map([...replies].map(([id, one]) => [id, one.shown]))
  const said = [...replies].filter(([, one]) => one.shown.replies > 0)
  for (const channel of new Set(said.map(([, { thread }]) => thread.channel))) {
    const here = said.filter(([, { thread }]) => thread.channel === channel)
    const roots = here.map(([, { thread }]) => thread.root)
    const marks = await read.threads.readMarks(viewer, channel, roots)
    for (const [id, one] of here) {
      const readMaxId = marks.get(one.thread.root)
      if (readMaxId !== undefined) shown.set(id, { ...one.shown, readMaxId })
    }
  }
  return shown
}
