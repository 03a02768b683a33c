import type { UnixTime, UserId } from '../../../ids.ts'

/**
 * Changes of a box that the public API gives no `pts`: pins, marks, settings. A device that was away must learn of them,
 * too, but only of where they left things: for each key the newest change is kept. They are counted by the box's
 * `unnumbered`, which no client sees; a difference selects them by its client's `date`, and by what the device has been
 * told (`changes/told.ts`).
 */
export interface UnnumberedChange {
  /** The counter after the change. */
  readonly number: number
  /** What the change is about; it replaces the earlier one of the same key. */
  readonly key: string
  /** Never earlier than that of the change before: where it would be, because the clock was set back, it is that one. */
  readonly date: UnixTime
  /** A boxed TL `Update` that leads to the state after the change from any state before it. */
  readonly update: Uint8Array
  /** From when on it may be forgotten, if its key is never used again. Default: it is kept. */
  readonly expiresAt?: UnixTime | undefined
}

export interface UnnumberedChangeReads {
  /** The first `limit` that came after `number` and were not replaced since, in order. */
  after(box: UserId, number: number, limit: number): Promise<UnnumberedChange[]>
  /** The number of the first one with this date or a later one that was not replaced since. */
  firstSince(box: UserId, date: UnixTime): Promise<number | undefined>
}

export interface UnnumberedChangeWrites extends UnnumberedChangeReads {
  /** Writes down a change whose number was taken by the last `boxes.advance` of the box. */
  put(box: UserId, change: UnnumberedChange): Promise<void>
  /** Forgets changes that expired before `time`, at most `limit`; tells how many there were. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
