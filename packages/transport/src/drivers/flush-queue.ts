/** Something that has collected output in this turn of the event loop. */
export interface Flushable {
  flush(): void
}

/**
 * Runs all flushes of a turn together at its end, after everything that arrived in it has been handled: a connection
 * then writes once however many packets it sent, and system calls are most of what a packet costs.
 */
export class FlushQueue {
  readonly #defer: (callback: () => void) => void
  #waiting: Flushable[] = []

  /** @param defer runs a callback at the end of the turn; by default `setImmediate`, in browsers a microtask. */
  constructor(defer: (callback: () => void) => void = endOfTurn) {
    this.#defer = defer
  }

  add(flushable: Flushable): void {
    if (this.#waiting.push(flushable) === 1) this.#defer(this.#run)
  }

  readonly #run = (): void => {
    const waiting = this.#waiting
    this.#waiting = []
    for (const flushable of waiting) flushable.flush()
  }
}

/** Called by name and never handed on: browsers refuse functions of theirs that became methods of another object. */
const endOfTurn: (callback: () => void) => void =
  typeof setImmediate === 'function'
    ? (callback) => void setImmediate(callback)
    : (callback) => queueMicrotask(callback)
