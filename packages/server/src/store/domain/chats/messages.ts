import type { BoxId, PeerId, UnixTime, UserId } from '../../../ids.ts'

/** What of a message of a basic group is one copy's own; the rest is the same for all copies and is stored once. */
export interface OwnPart {
  /** The number of what the message says (`groupMessages` of the store). */
  readonly content: number
  /** It names the owner of the box, or answers him or her. */
  readonly mentioned?: boolean | undefined
  /** The owner of the box has not looked at it. */
  readonly mediaUnread?: boolean | undefined
  readonly fromScheduled?: boolean | undefined
  /** The number that the message which it answers has in this box; 0 if it is not there. Missing if it answers none. */
  readonly replyTo?: number | undefined
  /** This copy alone says something else: it was changed after its owner left, or its owner has cleared the history. */
  readonly apart?: boolean | undefined
}

/** One copy of a message, in one box: somebody's own unless a channel's log is named. */
export interface StoredMessage<Box extends BoxId = UserId> {
  readonly box: Box
  readonly id: number
  /** The chat, as seen from this box; of a channel's log, the channel itself. */
  readonly peer: PeerId
  /** Who wrote it, also where a channel shows itself as the author. */
  readonly from: UserId
  /** Never in a channel's log: it depends on who looks. */
  readonly out: boolean
  readonly date: UnixTime
  /** The box's counter when the message came. */
  readonly pts: number
  /** The number of the author's copy (or, in the author's box of a private chat, of the other's copy); 0 if none. */
  readonly twin: number
  /**
   * A boxed TL `Message`, in the layer that was today's when it was written. Where its `id` is 0 it is what the message
   * says alone, the same for every copy: `id`, `peer_id` and `out` follow from this row.
   */
  readonly data: Uint8Array
  /** Of a copy in a basic group. */
  readonly own?: OwnPart | undefined
  /**
   * Of a message in a supergroup's log: the number of the message with which its thread or its forum topic began ("Threads",
   * "Forums"). Missing for what is in none; that with which a topic began is in it, that with which others began is not.
   */
  readonly thread?: number | undefined
}

/** Where a message is: its box, and its number there. */
export type MessagePlace<Box extends BoxId = BoxId> = Pick<StoredMessage<Box>, 'box' | 'id'>

/** A page of a chat, newest first, as `messages.getHistory` cuts it. */
export interface HistoryQuery<Box extends BoxId = UserId> {
  readonly box: Box
  readonly peer: PeerId
  /** Start below this message; 0 starts at the newest. */
  readonly offsetId: number
  /** Start before this date, when `offsetId` is 0; 0 for none. */
  readonly offsetDate: UnixTime
  /** Moves the start by so many messages to the older (positive) or newer (negative) ones. */
  readonly addOffset: number
  readonly limit: number
  /** Only messages below it; 0 for no bound. */
  readonly maxId: number
  /** Only messages above it. */
  readonly minId: number
  /** Only messages of this thread. */
  readonly thread?: number | undefined
}

export interface MessageReads {
  get<Box extends BoxId>(box: Box, id: number): Promise<StoredMessage<Box> | undefined>
  /** Those of `ids` that exist, in no particular order. */
  many<Box extends BoxId>(box: Box, ids: readonly number[]): Promise<StoredMessage<Box>[]>
  /** Those that exist of messages in several boxes, in no particular order. Costs little where each is the newest of its box. */
  atPlaces<Box extends BoxId>(places: readonly MessagePlace<Box>[]): Promise<StoredMessage<Box>[]>
  history<Box extends BoxId>(query: HistoryQuery<Box>): Promise<StoredMessage<Box>[]>
  /** The newest message of others in a chat that is not above `id`. */
  lastIncoming(box: UserId, peer: PeerId, id: number): Promise<StoredMessage | undefined>
  /** How many messages of others are above `id`. */
  countIncomingAbove(box: UserId, peer: PeerId, id: number): Promise<number>
  /** Whose messages are above `above` and not above `upTo`, and the highest number among them that the author's copy has. */
  authorsBetween(box: UserId, peer: PeerId, above: number, upTo: number): Promise<Map<UserId, number>>
}

export interface MessageWrites extends MessageReads {
  /** Stores messages whose `id` and `pts` were taken by `boxes.advance` before. */
  add(messages: readonly StoredMessage<BoxId>[]): Promise<void>
  /** Puts other content into a message, whose number and place stay. Not for basic groups. */
  replace(box: BoxId, id: number, data: Uint8Array): Promise<void>
  /** Of a copy in a basic group: another part of its own, and, for a copy that is apart, what it says. */
  replaceOwn(box: BoxId, id: number, own: OwnPart, data?: Uint8Array): Promise<void>
  remove(box: BoxId, ids: readonly number[]): Promise<void>
  /** The number of the message that this sender already stored under this random id; it may be deleted since. */
  sent(box: BoxId, randomId: bigint): Promise<number | undefined>
  /** Remembers a random id, so that the same request sent again finds its message. */
  addSent(box: BoxId, randomId: bigint, id: number, date: UnixTime): Promise<void>
  /**
   * Forgets random ids from before a date, as far as about `limit` rows of work go. False once none of them is left; until
   * then the next call goes on.
   */
  forgetSentBefore(date: UnixTime, limit: number): Promise<boolean>
}
