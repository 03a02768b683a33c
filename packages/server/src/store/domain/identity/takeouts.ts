import type { UnixTime, UserId } from '../../../ids.ts'

/** What an export is to hold ("Takeout API"). */
export interface TakeoutParts {
  readonly contacts: boolean
  readonly messageUsers: boolean
  readonly messageChats: boolean
  readonly messageMegagroups: boolean
  readonly messageChannels: boolean
  readonly files: boolean
}

/** An export of an account's data by one of its devices. */
export interface Takeout {
  readonly authKeyId: bigint
  readonly userId: UserId
  readonly id: bigint
  readonly parts: TakeoutParts
  readonly expiresAt: UnixTime
}

export interface TakeoutReads {
  get(authKeyId: bigint): Promise<Takeout | undefined>
}

export interface TakeoutWrites extends TakeoutReads {
  /** Replaces the device's takeout before. */
  put(takeout: Takeout): Promise<void>
  /** False if there was none. */
  remove(authKeyId: bigint): Promise<boolean>
  /** Forgets those that expired before `time`, at most `limit`; tells how many there were. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
