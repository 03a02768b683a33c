/** Something that moves a counter from `pts - count` to `pts`. */
export interface Counted<T> {
  readonly pts: number
  readonly count: number
  /** What is to be delivered; undefined where only the counter moves (affectedMessages and the like). */
  readonly content: T | undefined
}

/**
 * One counter of "Working with Updates": applies what comes next, drops what was applied before, keeps what comes too
 * early until the gap is filled.
 */
export class PtsBox<T> {
  #pts: number
  #early: Counted<T>[] = []
  readonly #maxEarly: number
  /** Since when something has been missing, in ms. */
  gapSince: number | undefined
  /** The difference is being asked for: everything waits for it. */
  asking = false
  /** Answers in a row that brought nothing although something is missing. */
  fruitless = 0

  constructor(pts: number, maxEarly: number) {
    this.#pts = pts
    this.#maxEarly = maxEarly
  }

  get pts(): number {
    return this.#pts
  }

  get earlyCount(): number {
    return this.#early.length
  }

  /** When what is missing has been waited for long enough, in ms: each time longer when asking does not help. */
  dueAt(patienceMs: number): number {
    if (this.asking || this.gapSince === undefined) return Number.POSITIVE_INFINITY
    return this.gapSince + patienceMs * 2 ** this.fruitless
  }

  /** After an answer: how many in a row now brought nothing although something is missing. */
  noteAnswer(moved: boolean): number {
    this.fruitless = moved || this.gapSince === undefined ? 0 : this.fruitless + 1
    return this.fruitless
  }

  /** Takes out what waits, in order. */
  drain(): Counted<T>[] {
    this.gapSince = undefined
    return this.#early.splice(0).sort((a, b) => a.pts - b.pts || a.count - b.count)
  }

  /** What can be delivered now, in order. 'overflow' when too much waits: only the difference can help. */
  add(item: Counted<T>, now: number): T[] | 'overflow' {
    if (item.count > 0 && item.pts <= this.#pts) return []
    if (this.#early.length >= this.#maxEarly) {
      this.#early = []
      this.gapSince ??= now
      return 'overflow'
    }
    this.#early.push(item)
    return this.asking ? [] : this.#advance(now)
  }

  /** The difference, or one slice of it, brought the counter to `pts`. */
  moveTo(pts: number, now: number): T[] {
    this.#pts = pts
    this.gapSince = undefined
    return this.asking ? [] : this.#advance(now)
  }

  #advance(now: number): T[] {
    const ready: T[] = []
    this.#early.sort((a, b) => a.pts - b.pts || a.count - b.count)
    const left: Counted<T>[] = []
    for (const item of this.#early) {
      const { pts, count, content } = item
      // What counts nothing may stand anywhere at or before the counter (an edit that was followed by others).
      const applies = count === 0 ? pts <= this.#pts : this.#pts + count === pts
      if (applies) {
        if (count > 0) this.#pts = pts
        if (content !== undefined) ready.push(content)
      } else if (pts > this.#pts) {
        left.push(item)
      }
    }
    this.#early = left
    this.gapSince = left.length === 0 ? undefined : (this.gapSince ?? now)
    return ready
  }
}
