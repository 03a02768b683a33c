import type { ChannelId, UnixTime, UserId } from '../../../ids.ts'

/** When those who have written in a supergroup with slow mode may write again. */
export interface SlowModeReads {
  /** Undefined for who has not written there lately. */
  next(channel: ChannelId, userId: UserId): Promise<UnixTime | undefined>
}

export interface SlowModeWrites extends SlowModeReads {
  setNext(channel: ChannelId, userId: UserId, next: UnixTime): Promise<void>
  /** Forgets so many of those whose wait is over. Gives how many. */
  forget(before: UnixTime, limit: number): Promise<number>
}
