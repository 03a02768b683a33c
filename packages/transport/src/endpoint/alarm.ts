import type { Clock } from './ports.ts'

/** One timer that is set often and seldom rings: a later time costs nothing, it is looked at when the earlier one rings. */
export class Alarm {
  readonly #clock: Clock
  readonly #ring: () => void
  #at = Number.POSITIVE_INFINITY
  #armedAt = Number.POSITIVE_INFINITY
  #cancel: (() => void) | undefined

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock
    this.#ring = ring
  }

  /** Rings at `at` (unix ms) instead of when it was to ring; infinity is never. */
  set(at: number): void {
    this.#at = at
    if (at >= this.#armedAt) return
    this.#cancel?.()
    this.#arm()
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
    this.#at = Number.POSITIVE_INFINITY
    this.#armedAt = Number.POSITIVE_INFINITY
  }

  #arm(): void {
    this.#armedAt = this.#at
    if (this.#at === Number.POSITIVE_INFINITY) {
      this.#cancel = undefined
      return
    }
    this.#cancel = this.#clock.after(Math.max(0, this.#at - this.#clock.now()), () => {
      this.#armedAt = Number.POSITIVE_INFINITY
      this.#cancel = undefined
      if (this.#clock.now() >= this.#at) {
        this.#at = Number.POSITIVE_INFINITY
        this.#ring()
      } else {
        this.#arm()
      }
    })
  }
}
