import type { api } from '@chappe/tl-codec/api'
import { channelBase, type UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { PostName } from '../store/domain/channels/channels.ts'
import type { ThreadRecord } from '../store/domain/channels/threads.ts'
import type { CommittedReads } from '../store/store.ts'
import { postKey } from './post-reactions-view.ts'

/** What was answered to a message. */
export interface Replies {
  /** The same for all who see it. */
  readonly shown: api.messageReplies
  /** With which message the thread began: in the same group, or, of a post, in the channel's discussion group. */
  readonly root: PostName
}

export type RepliesReads = CommittedReads<'threads' | 'discussedPosts'>

/** Messages of channels, by what `postKey` makes of their numbers. */
export type ByPost<T> = ReadonlyMap<string, T>

/** A message of a channel, and whether it is a post of a broadcast channel. */
export interface Answerable extends PostName {
  readonly pts: number
  readonly thread?: number | undefined
  readonly isPost: boolean
}

/**
 * What was answered to messages of channels ("Threads"), or commented on posts ("Discussion groups"). Posts that cannot be
 * commented on and messages that are in a thread themselves have none.
 */
export async function viewReplies(read: RepliesReads, messages: readonly Answerable[]): Promise<ByPost<Replies>> {
  const posts = messages.filter(({ isPost }) => isPost)
  const roots = messages.filter(({ isPost, thread }) => !isPost && thread === undefined)
  const discussed = await read.discussedPosts.ofPosts(posts)
  const copies = discussed.map(({ megagroup, root }): PostName => ({ channel: megagroup, id: root }))
  const threads = new Map(
    (await read.threads.many([...roots, ...copies])).map((one) => [
      postKey({ channel: one.channel, id: one.root }),
      one,
    ]),
  )
  const found = new Map<string, Replies>()
  for (const root of roots) {
    const counts = countsOf(threads.get(postKey(root)))
    const { channel, id, pts } = root
    found.set(postKey(root), { shown: { _: 'messageReplies', ...counts, repliesPts: pts }, root: { channel, id } })
  }
  const ptsOf = new Map(posts.map((post) => [postKey(post), post.pts]))
  for (const { broadcast, post, megagroup, root } of discussed) {
    const place: PostName = { channel: megagroup, id: root }
    const thread = threads.get(postKey(place))
    const key = postKey({ channel: broadcast, id: post })
    const shown: api.messageReplies = {
      _: 'messageReplies',
      comments: true,
      ...countsOf(thread),
      repliesPts: ptsOf.get(key) ?? 0,
      recentRepliers: thread === undefined || thread.repliers.length === 0 ? undefined : thread.repliers.map(toPeer),
      channelId: BigInt(channelBase - megagroup),
    }
    found.set(key, { shown, root: place })
  }
  return found
}

function countsOf(thread: ThreadRecord | undefined): Pick<api.messageReplies, 'replies' | 'maxId'> {
  const { replies = 0, lastId = 0 } = thread ?? {}
  return { replies, maxId: lastId === 0 ? undefined : lastId }
}

/** The same with how far one person has read each. */
export async function repliesReadBy(
  read: RepliesReads,
  viewer: UserId,
  replies: ByPost<Replies>,
): Promise<ByPost<api.messageReplies>> {
  const said = [...replies.values()].filter(({ shown }) => shown.replies > 0)
  const marks = new Map(
    (
      await read.threads.readMarks(
        viewer,
        said.map(({ root }) => root),
      )
    ).map(({ channel, root, maxId }) => [postKey({ channel, id: root }), maxId]),
  )
  return new Map(
    [...replies].map(([key, { shown, root }]) => {
      const readMaxId = marks.get(postKey(root))
      return [key, readMaxId === undefined ? shown : { ...shown, readMaxId }]
    }),
  )
}
