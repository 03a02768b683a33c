import type { ChannelId, UserId } from '../../../ids.ts'
import type { PostName } from './channels.ts'

/** What of a message of a channel concerns one person: that it names him or her, and what of it was not looked at yet. */
export type PostMark = 'mention' | 'unreadMention' | 'unreadReaction' | 'unreadPollVote'

/** Somebody whom a message names. */
export interface NamedInPost extends PostName {
  readonly userId: UserId
  /** The person has not looked at it. */
  readonly unread: boolean
}

export interface MarkedPosts {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly mark: PostMark
  /** Those of one thread alone, by its first message. Default: all. */
  readonly thread?: number | undefined
  readonly limit: number
}

export interface NewPostMark {
  readonly channel: ChannelId
  readonly id: number
  readonly marks: readonly PostMark[]
  readonly users: readonly UserId[]
  /** The thread that the message is in, by its first message. */
  readonly thread?: number | undefined
}

/** Marks of messages in channels: a row for each person concerned, never one for each member. */
export interface PostMarkReads {
  /** Who is named in these messages. */
  named(posts: readonly PostName[]): Promise<NamedInPost[]>
  /** The numbers of messages that somebody has a mark of, newest first. */
  ids(query: MarkedPosts): Promise<number[]>
  /** How many messages of each of these channels somebody has a mark of; channels without any are left out. */
  counts(userId: UserId, channels: readonly ChannelId[], mark: PostMark): Promise<Map<ChannelId, number>>
  /** The same of threads of one channel. */
  threadCounts(
    userId: UserId,
    channel: ChannelId,
    threads: readonly number[],
    mark: PostMark,
  ): Promise<Map<number, number>>
}

export interface PostMarkWrites extends PostMarkReads {
  /** Marks that are there already stay. */
  add(mark: NewPostMark): Promise<void>
  /** Takes a mark of somebody's from messages; gives those that had it. */
  take(userId: UserId, channel: ChannelId, ids: readonly number[], mark: PostMark): Promise<number[]>
  /** Forgets messages altogether. */
  remove(channel: ChannelId, ids: readonly number[]): Promise<void>
  /** Whoever has gone has nothing left to look at. */
  forgetUnread(userId: UserId, channel: ChannelId): Promise<void>
}
