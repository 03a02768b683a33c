import type { ChannelId, UnixTime, UserId } from '../../../ids.ts'
import type { PostName } from './channels.ts'

/** One reaction of one person to a message of a channel. */
export interface PostReaction extends PostName {
  readonly userId: UserId
  /** A boxed TL `Reaction`. */
  readonly reaction: Uint8Array
  readonly date: UnixTime
  readonly big: boolean
  /** The author of the message has not seen it yet. */
  readonly unread: boolean
}

/** How often a message was reacted to in one way. */
export interface ReactionTally extends PostName {
  readonly reaction: Uint8Array
  readonly count: number
}

export interface ReactionPage {
  readonly channel: ChannelId
  readonly id: number
  /** Those alone that are this reaction. Default: all. */
  readonly reaction?: Uint8Array | undefined
  readonly offset: number
  readonly limit: number
}

/**
 * Reactions to the messages of channels and supergroups. How many there are is kept beside them, so that showing a message
 * costs the same however many have reacted to it.
 */
export interface PostReactionReads {
  /** How often each reaction was given to these messages, of each message the most frequent one first. */
  counts(posts: readonly PostName[]): Promise<ReactionTally[]>
  /** What one person gave to these messages, in the order in which it was given. */
  given(posts: readonly PostName[], userId: UserId): Promise<PostReaction[]>
  /** The latest of one message, or of one way to react to it, the last one first. */
  page(page: ReactionPage): Promise<PostReaction[]>
  /** Whether the author has not seen a reaction to this message yet. */
  hasUnread(channel: ChannelId, id: number): Promise<boolean>
  /** Messages that one person has reacted to, the newest first. */
  reactedBy(channel: ChannelId, userId: UserId, limit: number): Promise<number[]>
}

export interface PostReactionWrites extends PostReactionReads {
  /** Puts one person's reactions in the place of that person's former ones. */
  set(
    channel: ChannelId,
    id: number,
    userId: UserId,
    reactions: readonly Omit<PostReaction, 'channel' | 'id' | 'userId'>[],
  ): Promise<void>
  /** The author has seen them. */
  markRead(channel: ChannelId, ids: readonly number[]): Promise<void>
  /** Forgets all that was given to these messages. */
  remove(channel: ChannelId, ids: readonly number[]): Promise<void>
}
