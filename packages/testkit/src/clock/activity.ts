import type { Timers } from './timers.ts'

/** What says that work is under way in this process: timers, deferred calls, queries, updates. */
export interface Activity {
  note(): void
  /** As `setImmediate`; whoever waits to settle waits for it. */
  defer(callback: () => void): void
  /** Waits until some turns of the event loop pass in which nothing happens. */
  settle(): Promise<void>
  /** The same, and for timers that are part of some work. */
  rest(timers: Pick<Timers, 'hasShort'>): Promise<void>
}

/** Between two steps of a work that is under way there is less than that many turns without a sign. */
const quietTurns = 4
/** Where there is always something going on, so many ms of real time have to do at each stop, */
const longestSettleMs = 100
/** and so many at the end. */
const longestRestMs = 1000
/** Timers of less than that are pauses within a work; what repeats or waits for somebody is longer. */
const pauseMs = 100

export function createActivity(): Activity {
  let signs = 0
  let deferred = 0
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  const settle = async (until: number): Promise<void> => {
    for (let quiet = 0; quiet < quietTurns && performance.now() < until; ) {
      const before = signs
      await turn()
      quiet = signs === before && deferred === 0 ? quiet + 1 : 0
    }
  }

  return {
    note() {
      signs++
    },
    defer(callback) {
      signs++
      deferred++
      setImmediate(() => {
        deferred--
        callback()
      })
    },
    settle: () => settle(performance.now() + longestSettleMs),
    async rest(timers) {
      const until = performance.now() + longestRestMs
      await settle(until)
      while (timers.hasShort(pauseMs) && performance.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 1))
        await settle(until)
      }
    },
  }
}
