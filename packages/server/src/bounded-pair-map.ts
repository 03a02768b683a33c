import { PairMap } from './pair-map.ts'

/**
 * A map by two keys for what can be had again, which forgets what was not used for long. Entries are in two generations: what
 * is used moves into the younger one, and when that holds half of `max`, `trim` makes it the older one and forgets the one
 * before. So whatever is among the last `max / 2` entries that were used is still there, `max` are kept at the most, and
 * a look costs what it costs in a `PairMap`, but for the first one after each change of generations.
 */
export class BoundedPairMap<First, Second, Value extends NonNullable<unknown>> {
  readonly #half: number
  #recent = new PairMap<First, Second, Value>()
  #earlier = new PairMap<First, Second, Value>()

  constructor(max: number) {
    this.#half = max / 2
  }

  get size(): number {
    return this.#recent.size + this.#earlier.size
  }

  get(first: First, second: Second): Value | undefined {
    return this.#recent.get(first, second) ?? this.#fromEarlier(first, second)
  }

  /** Forgets nothing: whoever sets says by `trim` when something may be forgotten. */
  set(first: First, second: Second, value: Value): void {
    this.#earlier.delete(first, second)
    this.#recent.set(first, second, value)
  }

  delete(first: First, second: Second): void {
    this.#earlier.delete(first, second)
    this.#recent.delete(first, second)
  }

  clear(): void {
    this.#recent = new PairMap()
    this.#earlier = new PairMap()
  }

  /** Forgets what was not used for long, if there is too much. */
  trim(): void {
    if (this.#recent.size < this.#half) return
    this.#earlier = this.#recent
    this.#recent = new PairMap()
  }

  #fromEarlier(first: First, second: Second): Value | undefined {
    const value = this.#earlier.get(first, second)
    if (value === undefined) return undefined
    this.#earlier.delete(first, second)
    this.#recent.set(first, second, value)
    return value
  }
}
