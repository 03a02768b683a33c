import type { Delivered } from './update-types.ts'

/** A container of updates that its seq puts in order. */
export interface Sequenced {
  readonly start: number
  readonly end: number
  readonly date: number
  readonly items: readonly Delivered[]
}

/** The containers that came before their turn ("Working with Updates", seq), and how far the order has come. */
export class Sequence {
  seq = 0
  /** Since when a container has been missing, in ms. */
  gapSince: number | undefined
  /** Answers in a row that brought nothing although a container is missing. */
  #fruitless = 0
  #early: Sequenced[] = []
  readonly #maxEarly: number

  constructor(maxEarly: number) {
    this.#maxEarly = maxEarly
  }

  /** False when too many wait, which are forgotten: only the difference can help. */
  add(container: Sequenced): boolean {
    if (this.#early.length >= this.#maxEarly) {
      this.#early = []
      return false
    }
    this.#early.push(container)
    this.#early.sort((a, b) => a.start - b.start)
    return true
  }

  /** The container whose turn it is. */
  next(): Sequenced | undefined {
    for (;;) {
      const first = this.#early[0]
      if (first === undefined || first.start > this.seq + 1) return undefined
      this.#early.shift()
      if (first.end > this.seq) return first
    }
  }

  /** All that could be taken was: what is left waits for a container that is missing. */
  noteGap(counts: boolean, now: number): void {
    this.gapSince = counts && this.#early.length > 0 ? (this.gapSince ?? now) : undefined
  }

  /** When what is missing has been waited for long enough, in ms. */
  dueAt(patienceMs: number): number {
    return this.gapSince === undefined ? Number.POSITIVE_INFINITY : this.gapSince + patienceMs * 2 ** this.#fruitless
  }

  /** After an answer: how many in a row now brought nothing although a container is missing. */
  noteAnswer(moved: boolean): number {
    this.#fruitless = moved || this.gapSince === undefined ? 0 : this.#fruitless + 1
    return this.#fruitless
  }
}
