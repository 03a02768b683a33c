/** Time as the drivers see it: injected, so that tests decide when it passes. */
export interface Timers {
  /** Milliseconds from any fixed origin; never goes back. */
  now(): number
  /** Calls back once after the delay, unless cancelled by the function that is returned. */
  after(delayMs: number, callback: () => void): () => void
}

/** The platform's time. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs)
    // Node: a deadline alone does not keep the process alive. Browsers give a number here.
    if (typeof timer === 'object') timer.unref()
    return () => clearTimeout(timer)
  },
}
