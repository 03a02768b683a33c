import type { Clock } from './ports.ts'

export interface SteadyClock extends Clock {
  /** How far it is ahead of the clock that it was made of, in ms. */
  readonly aheadMs: number
}

/**
 * A clock that never goes back, made of one that may: deadlines are points in time, and a clock that is set back by an
 * hour would put all of them off by an hour. It does not follow such a step but goes on from where it was, at the same
 * pace, so that what was found out about its offset to the peer's clock stays true.
 */
export function createSteadyClock(clock: Clock): SteadyClock {
  let last = clock.now()
  let ahead = 0
  return {
    now() {
      const now = clock.now()
      if (now < last) ahead += last - now
      last = now
      return now + ahead
    },
    get aheadMs() {
      return ahead
    },
    after: (delayMs, callback) => clock.after(delayMs, callback),
    defer: (callback) => clock.defer(callback),
  }
}
