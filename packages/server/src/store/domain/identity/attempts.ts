import type { UnixTime, UserId } from '../../../ids.ts'

/** How often something was tried since its window began, and when that ends. */
export interface AttemptCount {
  readonly count: number
  readonly expiresAt: UnixTime
}

export interface AttemptReads {
  /** Undefined if nothing was tried under this name, or the window is over. */
  count(name: string, now: UnixTime): Promise<AttemptCount | undefined>
  /** Whether the user's own device left by this key lately. */
  isKnown(userId: UserId, authKeyId: bigint, now: UnixTime): Promise<boolean>
}

export interface AttemptWrites extends AttemptReads {
  /** Counts one more; a window that begins by it lasts until `expiresAt`. */
  add(name: string, now: UnixTime, expiresAt: UnixTime): Promise<void>
  putKnown(userId: UserId, authKeyId: bigint, expiresAt: UnixTime): Promise<void>
  removeKnown(userId: UserId): Promise<void>
  /** Forgets counts and keys that ended before `time`, at most `limit`; tells how many there were. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
