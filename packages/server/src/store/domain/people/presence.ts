import type { UnixTime, UserId } from '../../../ids.ts'

/** A device that someone is using now. */
export interface OnlineDevice {
  readonly authKeyId: bigint
  readonly userId: UserId
  readonly until: UnixTime
}

export interface PresenceReads {
  /** Until when those of `users` are online who are, by any of their devices. */
  online(users: readonly UserId[]): Promise<ReadonlyMap<UserId, UnixTime>>
}

export interface PresenceWrites extends PresenceReads {
  put(device: OnlineDevice): Promise<void>
  /** The device as it was, if it was online. */
  remove(authKeyId: bigint): Promise<OnlineDevice | undefined>
  /** Removes devices whose time ended before `time`, or ends after `latest`, at most `limit`, and gives them. */
  takeExpired(time: UnixTime, latest: UnixTime, limit: number): Promise<OnlineDevice[]>
  /** Moves it on to `time`; back only from what is later than `now`. */
  setLastSeen(userId: UserId, time: UnixTime, now: UnixTime): Promise<void>
}
