import type { UnixTime } from '../ids.ts'
import { latestDate } from './happened-within.ts'

/**
 * When a wait of so many seconds ends that was written down to end at `until`. One that would last for longer from now on
 * was begun while the clock was ahead: it begins anew, so that nobody waits until that time has come.
 *
 * @param latest the present time, as `PlausibleTime.latest` has it
 */
export function endOfWait(until: UnixTime, seconds: number, latest: UnixTime): UnixTime {
  return until > latestDate(latest + seconds) ? latest + seconds : until
}
