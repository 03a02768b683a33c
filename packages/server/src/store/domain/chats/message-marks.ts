import type { BoxId, PeerId } from '../../../ids.ts'

/**
 * What a message is looked up by besides its text and place: its state for the owner of the box, or a kind of content (the
 * public `MessagesFilter`s). Most messages have none.
 */
export type MessageMark =
  | 'pinned'
  | 'mention'
  | 'unreadMention'
  | 'unreadReaction'
  | 'unreadPollVote'
  | 'photo'
  | 'video'
  | 'document'
  | 'gif'
  | 'voice'
  | 'round'
  | 'music'
  | 'url'
  | 'geo'
  | 'liveLocation'
  | 'contact'
  | 'poll'
  | 'phoneCall'
  | 'chatPhoto'
  /** In a supergroup: it is shown as a channel's or the group's, so it is not found among what its author wrote. */
  | 'sentAs'

export interface MessageMarkReads {
  of(box: BoxId, id: number): Promise<MessageMark[]>
  /** The numbers of a chat's messages that have a mark, newest first. */
  ids(box: BoxId, peer: PeerId, mark: MessageMark, limit: number): Promise<number[]>
  /** How many messages of each of these chats have a mark; chats without any are left out. */
  counts(box: BoxId, peers: readonly PeerId[], mark: MessageMark): Promise<Map<PeerId, number>>
}

export interface MessageMarkWrites extends MessageMarkReads {
  /** Marks that the message has already stay. */
  add(box: BoxId, peer: PeerId, id: number, marks: readonly MessageMark[]): Promise<void>
  /** Takes a mark from messages; gives those that had it. */
  take(box: BoxId, ids: readonly number[], mark: MessageMark): Promise<number[]>
  /** Forgets messages altogether. */
  remove(box: BoxId, ids: readonly number[]): Promise<void>
}
