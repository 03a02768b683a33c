import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UserId } from '../ids.ts'
import { filePeriodSeconds } from '../rules/file-reference.ts'
import { heardSeconds, isToBeOpened } from '../rules/unheard.ts'
import type { PostName } from '../store/domain/channels/channels.ts'
import type { CommittedReads } from '../store/store.ts'
import { filePeriod } from './file-views.ts'
import { postKey } from './post-reactions-view.ts'

interface Said {
  readonly channel: ChannelId
  readonly from: UserId
  readonly message: api.Message
}

export type UnheardReads = CommittedReads<'heardPosts' | 'settings'>

/**
 * Messages of supergroups that are to be heard say whether they were: by the viewer, or, for their author and in the form for
 * all, by anybody. Asks nothing for others.
 */
export async function withUnheard<Post extends Said>(
  read: UnheardReads,
  posts: readonly Post[],
  viewer: UserId | undefined,
): Promise<readonly Post[]> {
  const asked = posts.filter(isAsked)
  if (asked.length === 0) return posts
  const now = (await filePeriod(read)) * filePeriodSeconds
  const young = asked.filter(({ message }) => message._ === 'message' && message.date + heardSeconds > now)
  const heard = new Map((await read.heardPosts.among(young.map(nameOf), viewer)).map((one) => [postKey(one), one]))
  const unheard = young.filter((post) => {
    const found = heard.get(postKey(nameOf(post)))
    return found === undefined || (viewer !== undefined && viewer !== post.from && !found.byViewer)
  })
  const marked = new Set(unheard)
  return posts.map((post): Post => {
    const { message } = post
    return message._ === 'message' && marked.has(post) ? { ...post, message: { ...message, mediaUnread: true } } : post
  })
}

/** Posts of broadcast channels are for nobody in particular. */
function isAsked({ message }: Said): boolean {
  return message._ === 'message' && message.post !== true && isToBeOpened(message.media)
}

function nameOf({ channel, message: { id } }: Said): PostName {
  return { channel, id }
}
