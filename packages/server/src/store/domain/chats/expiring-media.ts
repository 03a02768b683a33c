import type { UnixTime, UserId } from '../../../ids.ts'
import type { MessagePlace } from './messages.ts'

/** Media that was opened and goes after a while, by the copy of the one who opened it. */
export interface ExpiringMediaReads {
  /** Whose time is over. */
  expired(now: UnixTime, limit: number): Promise<MessagePlace<UserId>[]>
}

export interface ExpiringMediaWrites extends ExpiringMediaReads {
  /** A time that was set before stands. */
  expireAt(place: MessagePlace<UserId>, time: UnixTime): Promise<void>
  forget(places: readonly MessagePlace<UserId>[]): Promise<void>
}
