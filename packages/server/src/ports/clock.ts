/** Time comes from here and from nowhere else, so that a whole server can run on virtual time. */
export interface Clock {
  /** Milliseconds since 1970, with fractions if there are any. */
  now(): number
  /** Calls `action` once after `delayMs`; the answer cancels it. */
  schedule(delayMs: number, action: () => void): () => void
}

/** The clock of the machine. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(delayMs, action) {
    const timer = setTimeout(action, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

export function unixSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000)
}
