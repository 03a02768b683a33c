import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { DiscussedPost } from '../../store/domain/channels/discussed-posts.ts'
import type { Reads } from '../../store/store.ts'
import { type ReadableChannel, readable, type StandingReads } from './standing.ts'

/** A thread, and what the one who looks at it is in its group. */
export interface FoundThread {
  readonly group: ReadableChannel
  readonly root: number
  /** The post that is commented on there, if that is what it is. */
  readonly discussed: DiscussedPost | undefined
}

type ThreadBelowReads = StandingReads & Pick<Reads, 'messages' | 'threads' | 'topics' | 'discussedPosts'>

/**
 * The thread in which a message of a group is or which it began, a topic of a forum, or the comments on a post, for whoever
 * may look at it ("Threads", "Discussion groups", "Forums"). Throws the public error if there is none.
 */
export async function threadBelow(
  read: ThreadBelowReads,
  userId: UserId,
  { channel, msgId }: { readonly channel: ChannelId; readonly msgId: number },
  now: UnixTime,
): Promise<FoundThread> {
  const here = await readable(read, userId, channel, now)
  if (here.record.kind === 'broadcast') {
    const [discussed] = msgId > here.above ? await read.discussedPosts.ofPosts([{ channel, id: msgId }]) : []
    if (discussed === undefined) throw badRequest('MSG_ID_INVALID')
    return { group: await readable(read, userId, discussed.megagroup, now), root: discussed.root, discussed }
  }
  if (here.record.forum) {
    if ((await read.topics.get(channel, msgId)) === undefined) throw badRequest('TOPIC_ID_INVALID')
    return { group: here, root: msgId, discussed: undefined }
  }
  const stored = await read.messages.get(channel, msgId)
  const [copy] = stored?.thread === undefined ? await read.discussedPosts.ofCopies(channel, [msgId]) : []
  const root = stored?.thread ?? copy?.root ?? msgId
  // What was answered in it stays when that with which it began is deleted.
  const isThere = stored !== undefined || (await read.threads.get(channel, root)) !== undefined
  if (!isThere || (stored !== undefined && stored.id <= here.above)) throw badRequest('MSG_ID_INVALID')
  const [discussed] = copy === undefined ? await read.discussedPosts.ofCopies(channel, [root]) : [copy]
  return { group: here, root, discussed }
}

/** How far somebody has read a thread: as such, or with all else that is said in the group. */
export async function threadReadMark(
  read: Pick<Reads, 'threads'>,
  userId: UserId,
  { group: { record, member }, root }: FoundThread,
): Promise<number> {
  const [{ maxId: ownMark } = { maxId: 0 }] = await read.threads.readMarks(userId, [{ channel: record.id, id: root }])
  const readHere = member?.present === true ? Math.max(member.readInboxMaxId, member.availableMinId) : 0
  return Math.max(ownMark, readHere)
}
