import type { PeerId, UnixTime, UserId } from '../../../ids.ts'

/** A message that waits for its time. Its numbers are of their own kind, apart from those of the box. */
export interface ScheduledMessage {
  readonly box: UserId
  readonly id: number
  readonly peer: PeerId
  /** When it is to be sent. */
  readonly date: UnixTime
  readonly randomId: bigint
  /** A boxed TL `Message`, as it is shown in the list of scheduled messages. */
  readonly data: Uint8Array
}

export interface ScheduledMessageReads {
  many(box: UserId, ids: readonly number[]): Promise<ScheduledMessage[]>
  /** All of a chat, the last to be sent first. */
  ofChat(box: UserId, peer: PeerId): Promise<ScheduledMessage[]>
  /** All of all chats, in the order in which they are to be sent. */
  all(box: UserId): Promise<ScheduledMessage[]>
  /** Whether anything waits in this box. */
  any(box: UserId): Promise<boolean>
  byRandomId(box: UserId, randomId: bigint): Promise<ScheduledMessage | undefined>
  /** Those whose time has come, the earliest first. */
  due(now: UnixTime, limit: number): Promise<ScheduledMessage[]>
}

export interface ScheduledMessageWrites extends ScheduledMessageReads {
  /** Takes the next number, which is never given again. */
  nextId(): Promise<number>
  /** Stores a message, or replaces the one of this number. */
  put(message: ScheduledMessage): Promise<void>
  remove(box: UserId, ids: readonly number[]): Promise<void>
}
