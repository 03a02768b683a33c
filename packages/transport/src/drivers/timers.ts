/** Time as the drivers see it: injected, so that tests decide when it passes. */
export interface Timers {
  /** Milliseconds from any fixed origin; never goes back. */
  now(): number
  /** Calls back once after the delay, unless cancelled by the function that is returned. */
  after(delayMs: number, callback: () => void): () => void
}
