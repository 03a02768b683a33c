import type { Clock } from '../ports/clock.ts'

/** A clock that stands still but for `pass`, and whose timers ring by it. */
export interface VirtualClock extends Clock {
  /**
   * Lets so many ms pass, and calls back whatever is due, in order of time. After each moment at which something was, and at
   * the end, `between` is waited for: what was begun is to get as far as it can.
   */
  pass(ms: number, between: () => Promise<void>): Promise<void>
}

interface Timer {
  readonly at: number
  readonly ring: () => void
}

export function createVirtualClock(begin: number): VirtualClock {
  let now = begin
  const timers = new Set<Timer>()
  return {
    now: () => now,
    monotonic: () => now - begin,
    defer: setImmediate,
    after(ms, ring) {
      const timer = { at: now + ms, ring }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    async pass(ms, between) {
      const end = now + ms
      for (;;) {
        const next = Math.min(end, ...[...timers].map(({ at }) => at))
        now = Math.max(now, next)
        const due = [...timers].filter(({ at }) => at <= now).sort((a, b) => a.at - b.at)
        for (const timer of due) {
          // One that rang before may have cancelled it.
          if (timers.delete(timer)) timer.ring()
        }
        await between()
        if (now >= end && ![...timers].some(({ at }) => at <= now)) return
      }
    },
  }
}
