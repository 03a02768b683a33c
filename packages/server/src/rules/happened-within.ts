import type { UnixTime } from '../ids.ts'

/** Clocks of several servers differ by a little, and are corrected by a little. */
const toleranceSeconds = 300

/**
 * Whether something happened less than so many seconds ago. What is dated later than now was written while the clock was
 * ahead: nobody knows when it happened, and nobody waits until its time has come.
 */
export function happenedWithin(at: UnixTime, seconds: number, now: UnixTime): boolean {
  return now < at + seconds && at <= now + toleranceSeconds
}

/** What counts as having happened by now. */
export function latestDate(now: UnixTime): UnixTime {
  return now + toleranceSeconds
}
