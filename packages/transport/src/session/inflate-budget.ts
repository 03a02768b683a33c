import type { SessionLimits } from './limits.ts'

type InflateLimits = Pick<SessionLimits, 'maxInflatedBytes' | 'inflatedBytesPerSecond'>

/** So many times what may be inflated at a time is there to begin with. */
const BURST = 4

/**
 * What may be inflated in time: so much at once, and then so much a second. It is shared by all sessions of a key, so that
 * many sessions have no more than one.
 */
export class InflateBudget {
  readonly #most: number
  readonly #bytesPerSecond: number
  #left: number
  #since: number

  /** @param now ms */
  constructor({ maxInflatedBytes, inflatedBytesPerSecond }: InflateLimits, now: number) {
    this.#most = maxInflatedBytes * BURST
    this.#bytesPerSecond = inflatedBytesPerSecond
    this.#left = this.#most
    this.#since = now
  }

  /** What is left at `now` (ms), in bytes. */
  left(now: number): number {
    const passed = Math.max(0, now - this.#since)
    this.#left = Math.min(this.#most, this.#left + (passed / 1000) * this.#bytesPerSecond)
    this.#since = Math.max(now, this.#since)
    return this.#left
  }

  /** So much was inflated, though it may have been more than was left. */
  take(bytes: number): void {
    this.#left -= bytes
  }
}
