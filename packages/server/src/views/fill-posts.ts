import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UserId } from '../ids.ts'
import type { PostCounts, PostName } from '../store/domain/channels/channels.ts'
import type { CommittedReads } from '../store/store.ts'
import { type FileViewReads, fileViews } from './file-views.ts'
import { viewPoll } from './poll-view.ts'
import { postKey, type ReactedPost, viewPostReactions } from './post-reactions-view.ts'
import { type RepliesReads, repliesReadBy, viewReplies } from './replies-view.ts'
import { withShownKeyboard } from './shown-keyboard.ts'
import { type UnheardReads, withUnheard } from './unheard-view.ts'

/** A message of a channel, the same for all who see it, with the one who wrote it. */
export interface Post {
  readonly channel: ChannelId
  readonly from: UserId
  readonly message: api.Message
  readonly pts: number
  readonly thread?: number | undefined
  /** Those whom it names, and whether each has yet to look at it. */
  readonly named?: ReadonlyMap<UserId, boolean> | undefined
}

export type FillReads = CommittedReads<'channels' | 'polls' | 'users' | 'postReactions' | 'postMarks'> &
  RepliesReads &
  UnheardReads &
  FileViewReads

/**
 * Messages of channels with what goes on changing and is not stored with them: how often they were looked at, votes,
 * reactions, answers, who has heard them, and whom they name. Asks nothing else for plain ones. Without a viewer they are as all see them.
 */
export async function fillPosts(read: FillReads, posts: readonly Post[], viewer?: UserId): Promise<Post[]> {
  const counted = await withCounts(read, posts.map(withKeyboard))
  const reacted = await withReactions(read, counted, viewer)
  const voted = await withPolls(read, reacted, viewer)
  const filed = await withFiles(read, voted)
  const heard = await withUnheard(read, filed, viewer)
  const answered = await withReplies(read, heard, viewer)
  return withNamed(read, answered)
}

function withKeyboard(post: Post): Post {
  const message = withShownKeyboard(post.message)
  return message === post.message ? post : { ...post, message }
}

/** Whoever may look into the channel may download what is shown there. */
async function withFiles(read: FileViewReads, posts: readonly Post[]): Promise<readonly Post[]> {
  const view = await fileViews(
    read,
    posts.map(({ message }) => message),
  )
  return view === undefined ? posts : posts.map((post) => ({ ...post, message: view(post.message, post.channel) }))
}

function nameOf({ channel, message: { id } }: Post): PostName {
  return { channel, id }
}

async function withCounts(read: CommittedReads<'channels'>, posts: readonly Post[]): Promise<readonly Post[]> {
  const asked = posts.filter(({ message }) => isCounted(message)).map(nameOf)
  if (asked.length === 0) return posts
  const counts = new Map((await read.channels.counts(asked)).map((count) => [postKey(count), count]))
  return posts.map((post): Post => {
    const { message } = post
    if (!isCounted(message)) return post
    return { ...post, message: { ...message, ...shownCounts(counts.get(postKey(nameOf(post)))) } }
  })
}

/** Whoever wrote a post has seen it. */
export function shownCounts({ views, forwards }: PostCounts = { views: 0, forwards: 0 }): PostCounts {
  return { views: Math.max(1, views), forwards }
}

/** Posts of broadcast channels are counted. */
function isCounted(message: api.Message): message is api.message {
  return message._ === 'message' && message.post === true
}

async function withReactions(
  read: CommittedReads<'postReactions'>,
  posts: readonly Post[],
  viewer: UserId | undefined,
): Promise<readonly Post[]> {
  const reacted = posts.flatMap((post): ReactedPost[] => {
    const { from: author, message } = post
    if (message._ === 'messageEmpty' || message.reactions === undefined) return []
    return [{ ...nameOf(post), author, isPost: message.post === true }]
  })
  if (reacted.length === 0) return posts
  const views = await viewPostReactions(read, reacted, viewer)
  return posts.map((post): Post => {
    const { message } = post
    if (message._ === 'messageEmpty' || message.reactions === undefined) return post
    return { ...post, message: { ...message, reactions: views.get(postKey(nameOf(post))) } }
  })
}

async function withPolls(
  read: CommittedReads<'polls' | 'users'>,
  posts: readonly Post[],
  viewer: UserId | undefined,
): Promise<readonly Post[]> {
  if (!posts.some(({ message }) => message._ === 'message' && message.media?._ === 'messageMediaPoll')) return posts
  return Promise.all(
    posts.map(async (post): Promise<Post> => {
      const { message } = post
      const media = message._ === 'message' ? message.media : undefined
      if (message._ !== 'message' || media?._ !== 'messageMediaPoll') return post
      const record = await read.polls.get(media.poll.id)
      const view = record && (await viewPoll(read, viewer, record))
      return view === undefined ? post : { ...post, message: { ...message, media: { ...media, ...view } } }
    }),
  )
}

async function withReplies(
  read: RepliesReads,
  posts: readonly Post[],
  viewer: UserId | undefined,
): Promise<readonly Post[]> {
  const said = posts.flatMap((post) =>
    post.message._ === 'message' ? [{ ...nameOf(post), ...post, isPost: isCounted(post.message) }] : [],
  )
  if (said.length === 0) return posts
  const below = await viewReplies(read, said)
  const replies = viewer === undefined ? undefined : await repliesReadBy(read, viewer, below)
  return posts.map((post): Post => {
    const { message } = post
    const key = postKey(nameOf(post))
    const shown = replies?.get(key) ?? below.get(key)?.shown
    return message._ !== 'message' || shown === undefined ? post : { ...post, message: { ...message, replies: shown } }
  })
}

/** What of a text may name somebody. */
const concerning: ReadonlySet<api.MessageEntity['_']> = new Set([
  'messageEntityMention',
  'messageEntityMentionName',
  'messageEntityBotCommand',
])

/** Only what names somebody, a bot also by a command, or is an answer concerns anybody in person. */
function mayName(message: api.Message): boolean {
  if (message._ === 'messageEmpty' || message.post === true) return false
  if (message.replyTo !== undefined) return true
  if (message._ !== 'message') return false
  if (message.viaBotId !== undefined) return true
  return message.entities?.some(({ _: name }) => concerning.has(name)) === true
}

async function withNamed(read: CommittedReads<'postMarks'>, posts: readonly Post[]): Promise<Post[]> {
  const asked = posts.filter(({ message }) => mayName(message)).map(nameOf)
  if (asked.length === 0) return [...posts]
  const named = Map.groupBy(await read.postMarks.named(asked), postKey)
  return posts.map((post): Post => {
    const people = named.get(postKey(nameOf(post)))
    if (people === undefined) return post
    return { ...post, named: new Map(people.map(({ userId, unread }) => [userId, unread])) }
  })
}
