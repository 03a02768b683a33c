import type { UnixTime } from '../../../ids.ts'

/** A bucket of tokens, counted in time: each call takes `costMs`, and after `capacityMs` an empty one is full again. */
export interface RateBucket {
  /** Whose it is, and of what. */
  readonly name: string
  readonly costMs: number
  readonly capacityMs: number
}

export interface RateBucketReads {
  /** When a bucket that was used is or was full again, as Unix time in ms. */
  fullAt(name: string): Promise<number | undefined>
}

export interface RateBucketWrites extends RateBucketReads {
  /**
   * Takes one call out of a bucket. 0 if that was possible, else how many ms it takes until it is, and nothing is written.
   * A bucket that would be full later than an empty one, by more than clocks differ, was used while the clock was ahead:
   * nobody knows when, and it counts as full.
   *
   * @param nowMs Unix time in ms
   */
  take(bucket: RateBucket, nowMs: number): Promise<number>
  /** Forgets buckets that are full by `time`, at most `limit`; tells how many. */
  removeExpired(time: UnixTime, limit: number): Promise<number>
}
