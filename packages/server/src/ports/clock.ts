import { systemClock as platformClock, type Clock as TransportClock } from '@chappe/transport'

/** Time comes from here and from nowhere else, so that a whole server can run on virtual time. */
export interface Clock extends TransportClock {
  /**
   * Milliseconds since any moment, which nobody can set: it goes on at its pace while `now` is put forward or back. For
   * whatever measures how long ago something was in this process.
   */
  monotonic(): number
  /** For how many milliseconds this process has had nothing to do so far. Virtual time need not know. */
  idle?(): number
}

export const systemClock: Clock = {
  ...platformClock,
  monotonic: () => performance.now(),
  idle: () => performance.eventLoopUtilization().idle,
}

export function unixSeconds(clock: Pick<Clock, 'now'>): number {
  return Math.floor(clock.now() / 1000)
}
