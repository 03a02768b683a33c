import type { BoxId, PeerId, UnixTime, UserId } from '../../../ids.ts'
import type { MessageMark } from './message-marks.ts'

export interface MessageSearch {
  readonly box: BoxId
  /** Only one chat; missing for all chats of the box. */
  readonly peer?: PeerId | undefined
  /** Of a supergroup, only one thread. */
  readonly thread?: number | undefined
  /** Of the chat with oneself, only what was saved from this chat. */
  readonly savedFrom?: PeerId | undefined
  /** Of saved messages, only those that have all of these tags. Default: none is asked for. */
  readonly tags?: readonly Uint8Array[] | undefined
  /** Each must begin a word of the message. Only indexed messages have words. */
  readonly words: readonly string[]
  /** The message has at least one of them; an empty list asks for none. */
  readonly marks: readonly MessageMark[]
  readonly from?: UserId | undefined
  /** Not before; 0 for no bound. */
  readonly minDate: UnixTime
  /** Not after; 0 for no bound. */
  readonly maxDate: UnixTime
}

export interface FoundMessage {
  readonly id: number
  /** The chat, as seen from the box. */
  readonly peer: PeerId
  readonly date: UnixTime
}

/** The words of one message. */
export interface SearchDocument {
  readonly id: number
  readonly peer: PeerId
  readonly text: string
}

/**
 * Finding messages by words. A box is indexed when its owner first searches, up to its newest message of that time: who
 * never searches costs nothing, and sending stays as fast as it is.
 */
export interface MessageSearchReads {
  /** Newest first, at most `limit`. */
  find(search: MessageSearch, limit: number): Promise<FoundMessage[]>
  /** All messages up to here have their words in the index; 0 if none have. */
  indexedUpTo(box: BoxId): Promise<number>
  /** As `indexedUpTo`, of several; those of which nothing is indexed are left out. */
  indexed(boxes: readonly BoxId[]): Promise<Map<BoxId, number>>
}

export interface MessageSearchWrites extends MessageSearchReads {
  /** Takes in the words of messages above `indexedUpTo`, which then is `upTo`. */
  index(box: BoxId, documents: readonly SearchDocument[], upTo: number): Promise<void>
  /** The words of a message have changed. Does nothing for one that is not indexed yet. */
  reindex(box: BoxId, document: SearchDocument): Promise<void>
  remove(box: BoxId, ids: readonly number[]): Promise<void>
}
