import type { ChannelId, UnixTime, UserId } from '../../../ids.ts'

/** The creator of a channel has left it, and somebody else will have it unless the creator comes back in time. */
export interface CreatorDeparture {
  readonly channel: ChannelId
  readonly heir: UserId
  readonly dueAt: UnixTime
}

export interface CreatorDepartureReads {
  get(channel: ChannelId): Promise<CreatorDeparture | undefined>
  /** Those whose time is over, the first ones first. */
  due(now: UnixTime, limit: number): Promise<CreatorDeparture[]>
}

export interface CreatorDepartureWrites extends CreatorDepartureReads {
  put(departure: CreatorDeparture): Promise<void>
  /** False if there was none. */
  remove(channel: ChannelId): Promise<boolean>
}
