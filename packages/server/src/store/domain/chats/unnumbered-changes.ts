import type { BoxId, UnixTime } from '../../../ids.ts'

/**
 * Changes of a box that the public API gives no `pts`: pins, marks, settings. A device that was away must learn of them,
 * too, but only of where they left things: for each key the newest change is kept. They are counted by the box's `qts`.
 */
export interface UnnumberedChange {
  /** The counter after the change. */
  readonly qts: number
  /** What the change is about; it replaces the earlier one of the same key. */
  readonly key: string
  readonly date: UnixTime
  /** A boxed TL `Update` that leads to the state after the change from any state before it. */
  readonly update: Uint8Array
  /** From when on it may be forgotten, if its key is never used again. Default: it is kept. */
  readonly expiresAt?: UnixTime | undefined
}

export interface UnnumberedChangeReads {
  /** The first `limit` that came after `qts` and were not replaced since, in order. */
  after(box: BoxId, qts: number, limit: number): Promise<UnnumberedChange[]>
}

export interface UnnumberedChangeWrites extends UnnumberedChangeReads {
  /** Writes down a change whose `qts` was taken by the last `boxes.advance` of the box. */
  put(box: BoxId, change: UnnumberedChange): Promise<void>
  /** Forgets changes that expired before `time`, at most `limit`; tells how many there were. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
