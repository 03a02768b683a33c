import type { UnixTime, UserId } from '../../../ids.ts'

/** All copies of a message are named by the author's: reactions belong to the message, not to a copy. */
export interface MessageName {
  readonly box: UserId
  readonly id: number
}

export interface StoredReaction extends MessageName {
  readonly userId: UserId
  /** A boxed TL `Reaction`. */
  readonly reaction: Uint8Array
  readonly date: UnixTime
  readonly big: boolean
  /** The author of the message has not seen it yet. */
  readonly unread: boolean
}

export interface ReactionReads {
  /** The reactions to these messages, in the order in which they were given. */
  of(names: readonly MessageName[]): Promise<StoredReaction[]>
  /** The reactions that someone used, the last one first. */
  recent(userId: UserId, limit: number): Promise<Uint8Array[]>
  /** The reactions that someone used, the most frequent one first. */
  top(userId: UserId, limit: number): Promise<Uint8Array[]>
  /** The one that a double tap gives. */
  favourite(userId: UserId): Promise<Uint8Array | undefined>
}

export interface ReactionWrites extends ReactionReads {
  /** Puts one person's reactions in the place of that person's former ones. */
  set(
    name: MessageName,
    userId: UserId,
    reactions: readonly Omit<StoredReaction, 'box' | 'id' | 'userId'>[],
  ): Promise<void>
  markRead(name: MessageName): Promise<void>
  remove(names: readonly MessageName[]): Promise<void>
  noteUse(userId: UserId, reaction: Uint8Array, date: UnixTime): Promise<void>
  forgetRecent(userId: UserId): Promise<void>
  setFavourite(userId: UserId, reaction: Uint8Array): Promise<void>
}
