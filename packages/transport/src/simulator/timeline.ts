import type { Clock } from '../endpoint/ports.ts'

interface Entry {
  readonly at: number
  readonly order: number
  callback: (() => void) | undefined
}

/** Promises that are settled in a turn have this many links to follow before time goes on. */
const MICROTASK_ROUNDS = 12

/**
 * Virtual time, in ms, and the one queue of all that will happen. Entries of the same moment happen in the order in
 * which they were made, so a run is a function of its inputs.
 */
export class Timeline {
  #now: number
  #heap: Entry[] = []
  #count = 0
  #deferred: (() => void)[] = []
  #turnsLeft: number

  /** @param maxTurns nothing happens any more after so many turns */
  constructor(start: number, maxTurns: number = Number.POSITIVE_INFINITY) {
    this.#now = start
    this.#turnsLeft = maxTurns
  }

  get now(): number {
    return this.#now
  }

  /** Whether all turns were taken. */
  get exhausted(): boolean {
    return this.#turnsLeft <= 0
  }

  /** Calls back at `at`, unless cancelled by the function that is returned. */
  at(at: number, callback: () => void): () => void {
    const entry: Entry = { at: Math.max(at, this.#now), order: this.#count++, callback }
    this.#push(entry)
    return () => {
      entry.callback = undefined
    }
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.at(this.#now + delayMs, callback)
  }

  /** Calls back at the end of this turn, at the same moment. */
  defer(callback: () => void): void {
    this.#deferred.push(callback)
  }

  /** Lets happen what is due until `end`, or until nothing is left. */
  async runUntil(end: number): Promise<void> {
    await this.#finishTurn()
    for (;;) {
      const next = this.#heap[0]
      if (next === undefined || next.at > end || this.exhausted) break
      this.#pop()
      if (next.callback === undefined) continue
      this.#turnsLeft--
      this.#now = next.at
      next.callback()
      await this.#finishTurn()
    }
    this.#now = Math.max(this.#now, end)
  }

  async #finishTurn(): Promise<void> {
    for (let i = 0; i < MICROTASK_ROUNDS; i++) await undefined
    while (this.#deferred.length > 0) {
      const deferred = this.#deferred
      this.#deferred = []
      for (const callback of deferred) callback()
      for (let i = 0; i < MICROTASK_ROUNDS; i++) await undefined
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let at = heap.length
    heap.push(entry)
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = heap[parent]
      if (above === undefined || isBefore(above, entry)) break
      heap[at] = above
      at = parent
    }
    heap[at] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let at = 0
    for (;;) {
      const left = at * 2 + 1
      const [a, b] = [heap[left], heap[left + 1]]
      if (a === undefined) break
      const child = b !== undefined && isBefore(b, a) ? left + 1 : left
      const below = heap[child]
      if (below === undefined || isBefore(last, below)) break
      heap[at] = below
      at = child
    }
    heap[at] = last
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

/** The clock of one machine: wrong by an offset that may jump, while its timers measure true time. */
export interface NodeClock extends Clock {
  jump(ms: number): void
}

export function createNodeClock(timeline: Timeline): NodeClock {
  let offset = 0
  return {
    now: () => timeline.now + offset,
    after: (delayMs, callback) => timeline.after(delayMs, callback),
    defer: (callback) => timeline.defer(callback),
    jump(ms) {
      offset += ms
    },
  }
}
