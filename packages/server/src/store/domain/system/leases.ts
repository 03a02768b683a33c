import type { UnixTime } from '../../../ids.ts'

/** That somebody has something to itself for a while, or is there for so long. */
export interface Lease {
  readonly name: string
  /** One of the processes that share the store. */
  readonly holder: string
  readonly until: UnixTime
}

export interface LeaseReads {
  /** Whether it is over or not. */
  get(name: string): Promise<Lease | undefined>
  /** Those whose names begin like this, by name: over or not, at most `limit` of them. */
  startingWith(prefix: string, limit: number): Promise<Lease[]>
}

export interface LeaseWrites extends LeaseReads {
  /**
   * Gives the lease to `holder` until `until`, or prolongs it, unless somebody else's is not over at `now`. One that ends
   * after `latest` was taken by a clock that was ahead, and counts as over. Tells whether `holder` has it now.
   */
  take(lease: Lease, now: UnixTime, latest: UnixTime): Promise<boolean>
  /** Ends a lease of `holder`, and nobody else's. */
  release(name: string, holder: string): Promise<void>
  /** Ends whatever ends after `time`: for whoever knows that nobody else uses the store. */
  endAll(time: UnixTime): Promise<void>
}
