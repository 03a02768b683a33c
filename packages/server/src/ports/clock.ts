import type { Clock } from '@chappe/transport'

/** Time comes from here and from nowhere else, so that a whole server can run on virtual time. */
export { type Clock, systemClock } from '@chappe/transport'

export function unixSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000)
}
