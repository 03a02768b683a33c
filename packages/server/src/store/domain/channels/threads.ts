import type { ChannelId, PeerId, UserId } from '../../../ids.ts'
import type { ReadMove } from './channel-members.ts'
import type { PostName } from './channels.ts'

/** So many of those who answered last are remembered, to be shown beside a post. */
export const maxRepliers = 3

/** What all see of a thread of a supergroup. A topic of a forum is one, too. */
export interface ThreadRecord {
  readonly channel: ChannelId
  /** The number of the message with which it began. */
  readonly root: number
  readonly replies: number
  /** The newest message in it; 0 if there is none any more. */
  readonly lastId: number
  /** Who answered last, the last one first, each once. */
  readonly repliers: readonly PeerId[]
  /** How far others than one person have read it is the second, if that person has read farthest. */
  readonly readMaxId: number
  readonly readMaxBy?: UserId | undefined
  readonly readSecondId: number
}

/** What is left of a thread after some of it was deleted. */
export type ThreadTail = Pick<ThreadRecord, 'lastId' | 'repliers'> & { readonly removed: number }

export interface UnreadQuery {
  readonly channel: ChannelId
  readonly thread: number
  /** Messages above this number. */
  readonly above: number
}

export interface ThreadRead {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly thread: number
  readonly maxId: number
  readonly told: boolean
}

export interface ThreadMark {
  readonly channel: ChannelId
  readonly root: number
  readonly maxId: number
}

export interface ThreadReads {
  get(channel: ChannelId, root: number): Promise<ThreadRecord | undefined>
  /** Those that began with one of these messages and in which anything was ever said, in no particular order. */
  many(roots: readonly PostName[]): Promise<ThreadRecord[]>
  /** How far somebody has read the threads that began with these messages; those never read as such are left out. */
  readMarks(userId: UserId, roots: readonly PostName[]): Promise<ThreadMark[]>
  /** How many messages of others there are. */
  countUnread(userId: UserId, query: UnreadQuery): Promise<number>
}

export interface ThreadWrites extends ThreadReads {
  /** This message, the newest of all, was said in the thread. */
  addReply(channel: ChannelId, root: number, reply: { readonly id: number; readonly from: PeerId }): Promise<void>
  /** Some of it was deleted. */
  setTail(channel: ChannelId, root: number, tail: ThreadTail): Promise<void>
  /** Moves somebody's read mark on. It must be above the one before. Others see it only if it is `told`. */
  setRead(read: ThreadRead): Promise<ReadMove>
  /** Forgets a thread. Read marks of it stay: no other thread ever gets the number. */
  remove(channel: ChannelId, root: number): Promise<void>
}
