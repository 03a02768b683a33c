import type { UnixTime, UserId } from '../../../ids.ts'

/** A device that someone is using now, by a connection to one of the processes that share the store. */
export interface OnlineDevice {
  readonly authKeyId: bigint
  /** The process that has the connection. One device may be there by several. */
  readonly process: string
  /** The session that said so last. */
  readonly sessionId: bigint
  readonly userId: UserId
  readonly until: UnixTime
}

export interface PresenceReads {
  /** Until when those of `users` are online who are, by any of their devices. */
  online(users: readonly UserId[]): Promise<ReadonlyMap<UserId, UnixTime>>
  /** Where a device is online, if anywhere; times that are over are among them until they are taken. */
  ofDevice(authKeyId: bigint): Promise<OnlineDevice[]>
}

export interface PresenceWrites extends PresenceReads {
  /** Replaces what there was of the device by the same process. */
  put(device: OnlineDevice): Promise<void>
  /** Removes a device, wherever it was online or by one process alone; gives what there was. */
  remove(authKeyId: bigint, process?: string): Promise<OnlineDevice[]>
  /** Removes devices that are online by this process, at most `limit`, and gives them. */
  takeOf(process: string, limit: number): Promise<OnlineDevice[]>
  /** Removes devices whose time ended before `time`, or ends after `latest`, at most `limit`, and gives them. */
  takeExpired(time: UnixTime, latest: UnixTime, limit: number): Promise<OnlineDevice[]>
  /** Moves it on to `time`; back only from what is later than `now`. */
  setLastSeen(userId: UserId, time: UnixTime, now: UnixTime): Promise<void>
}
