import type { UnixTime } from '../../../ids.ts'
import type { Waiting } from '../../../rules/secret-chats.ts'

/** Where the `qts` of a device begins: TDLib and Desktop take one of 0 for none, and believe no update below 2. */
export const firstQts = 1

/**
 * What waits for one device alone. Secret messages have a `qts`, which the public API counts for each device ("Working with
 * Updates"); `number` counts these and the news of secret chats, which have no `qts`, so that both are told in their order.
 */
export interface DeviceQueue {
  readonly number: number
  readonly qts: number
  /** The news up to this number were given to the device in a state of this date (0 if there was none). */
  readonly newsGiven: number
  readonly newsGivenDate: UnixTime
}

/** A secret message that its device has not acknowledged. */
export interface QueuedMessage {
  readonly qts: number
  readonly chat: number
  readonly randomId: bigint
  readonly date: UnixTime
  /** It came by `messages.sendEncryptedService`. */
  readonly isService: boolean
  readonly data: Uint8Array
  /** The encrypted file that came with it. */
  readonly file: number | undefined
}

/** What a device has to be told of a secret chat: of each kind the newest is kept, and it is told as it is then. */
export type NewsKind = 'state' | 'read'

export interface DeviceNews {
  readonly chat: number
  readonly kind: NewsKind
  readonly number: number
}

export interface DeviceQueueReads {
  /** Undefined for a device for which nothing ever waited. */
  get(authKeyId: bigint): Promise<DeviceQueue | undefined>
  /** Messages after a `qts`, in order. */
  messages(authKeyId: bigint, afterQts: number, limit: number): Promise<QueuedMessage[]>
  /** All news, in the order in which they came. */
  news(authKeyId: bigint): Promise<DeviceNews[]>
  /** What waits for a device, in one chat and in all. */
  waiting(authKeyId: bigint, chat: number): Promise<{ readonly ofChat: Waiting; readonly ofDevice: Waiting }>
}

export interface DeviceQueueWrites extends DeviceQueueReads {
  /**
   * Moves the counters of a device on, and answers with them: `number` by one, and `qts` where it is for a message. The first
   * `qts` that a message gets is the one after `firstQts`.
   */
  advance(authKeyId: bigint, of: 'message' | 'news', firstQts: number): Promise<{ number: number; qts: number }>
  /** Puts a message whose `qts` was taken by the last `advance`. */
  put(authKeyId: bigint, message: QueuedMessage): Promise<void>
  /** Puts news whose number was taken by the last `advance`; the earlier ones of the same chat and kind give way. */
  putNews(authKeyId: bigint, news: DeviceNews): Promise<void>
  /** Forgets messages up to a `qts`, at most `limit`, the oldest first; tells their random ids. */
  forget(authKeyId: bigint, upToQts: number, limit: number): Promise<bigint[]>
  /** The device has named this `qts` as its own. Nothing happens where it has named a later one before. */
  noteNamed(authKeyId: bigint, qts: number, at: UnixTime): Promise<void>
  /** Forgets messages that devices have named before a time, at most `limit`; tells how many. */
  forgetNamed(before: UnixTime, limit: number): Promise<number>
  /** Notes up to which number the device was given the news in a state of this date, and forgets those up to `known`. */
  noteNews(
    authKeyId: bigint,
    given: { readonly upTo: number; readonly date: UnixTime; readonly known: number },
  ): Promise<void>
  /** The device is no more, or somebody else's. */
  remove(authKeyId: bigint): Promise<void>
}
