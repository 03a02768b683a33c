import type { UnixTime } from '../../../ids.ts'

/** Something about a key changed: who is signed in by it, which key it acts for, or that it is no more. */
export interface KeyChange {
  /** Counts all changes of all keys, from 1. */
  readonly version: number
  readonly authKeyId: bigint
  readonly date: UnixTime
}

/**
 * All processes that share the store keep in memory what they know of keys in use. This is how each finds out what
 * changed, also if it was not told: what it holds is of some version, and all later changes are listed here.
 */
export interface KeyChangeReads {
  /** The version of the last change; 0 if there was none. */
  version(): Promise<number>
  /**
   * The changes after a version, in order, at most `limit` of them. Whoever has seen a version has seen all before it: no
   * change is added below one that could be read.
   */
  after(version: number, limit: number): Promise<KeyChange[]>
  /** All changes after this version are still listed. */
  forgottenUpTo(): Promise<number>
}

export interface KeyChangeWrites extends KeyChangeReads {
  /** Gives the version. */
  add(authKeyId: bigint, date: UnixTime): Promise<number>
  /**
   * Forgets changes up to the first one that is dated from `time` to `latest`, at most `limit` of them; tells how many. Later
   * dates are those of a clock that was ahead.
   */
  forget(time: UnixTime, latest: UnixTime, limit: number): Promise<number>
}
