import type { Timers } from './timers.ts'

/** Something that ends when its time comes; Infinity is never. */
export interface Watched {
  deadline: number
  expire(): void
}

const SWEEP_INTERVAL_MS = 1000

/**
 * One timer for any number of deadlines: once a second it looks at all of them. Setting a deadline is an assignment,
 * so that a connection may do so for every packet, and a connection costs no timer.
 */
export class Deadlines {
  /** The time to reckon deadlines from; at most a second old. */
  now: number
  readonly #timers: Timers
  readonly #watched: Set<Watched> = new Set()
  #cancel: (() => void) | undefined

  constructor(timers: Timers) {
    this.#timers = timers
    this.now = timers.now()
  }

  add(watched: Watched): void {
    this.#watched.add(watched)
    if (this.#cancel !== undefined) return
    this.now = this.#timers.now()
    this.#cancel = this.#timers.after(SWEEP_INTERVAL_MS, () => this.#sweep())
  }

  delete(watched: Watched): void {
    this.#watched.delete(watched)
    if (this.#watched.size > 0) return
    this.#cancel?.()
    this.#cancel = undefined
  }

  #sweep(): void {
    this.#cancel = undefined
    this.now = this.#timers.now()
    for (const watched of this.#watched) {
      if (watched.deadline <= this.now) watched.expire()
    }
    if (this.#watched.size > 0 && this.#cancel === undefined) {
      this.#cancel = this.#timers.after(SWEEP_INTERVAL_MS, () => this.#sweep())
    }
  }
}
