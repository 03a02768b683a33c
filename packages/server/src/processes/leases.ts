import type { UnixTime } from '../ids.ts'
import { latestDate } from '../rules/happened-within.ts'
import type { Lease } from '../store/domain/system/leases.ts'

/** So long a lease lasts that is not prolonged: for as long nobody does the work of a process that was killed. */
export const leaseSeconds = 30

/** The lease of the upkeep of the store. */
export const upkeepLease = 'upkeep'
/** Before the name of a process: that it runs. */
export const processLeases = 'process '

/** One that ends later than any may was taken by a clock that was ahead. */
export function isOver({ until }: Lease, now: UnixTime): boolean {
  return until <= now || until > latestDate(now + leaseSeconds)
}
