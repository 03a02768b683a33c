import type { ChannelId, ChatId, UnixTime, UserId } from '../../../ids.ts'

/** A message between a bot and one member of a group, which nobody else there sees and which is in no history. */
export interface StoredEphemeral {
  /** Of a kind of its own, for the whole server. */
  readonly id: number
  readonly chat: ChatId | ChannelId
  readonly bot: UserId
  readonly person: UserId
  /** The bot wrote it; otherwise the person did. */
  readonly byBot: boolean
  readonly date: UnixTime
  readonly randomId: bigint
  /** A boxed TL `EphemeralMessage`, as whoever receives it is shown it, without access to files. */
  readonly data: Uint8Array
}

export interface EphemeralMessageReads {
  get(id: number): Promise<StoredEphemeral | undefined>
  /** The one that somebody already sent under this random id. */
  byRandomId(sender: UserId, randomId: bigint): Promise<StoredEphemeral | undefined>
}

export interface EphemeralMessageWrites extends EphemeralMessageReads {
  /** Takes the next number, which is never given again. */
  nextId(): Promise<number>
  /** Stores a message, or replaces the one of this number. */
  put(message: StoredEphemeral): Promise<void>
  remove(id: number): Promise<void>
  /** Removes what the two have said to each other but the newest. */
  removeAllBut(bot: UserId, person: UserId, newest: number): Promise<void>
  /** Removes at most `limit` from before a time; gives how many there were. */
  removeBefore(time: UnixTime, limit: number): Promise<number>
}
