/**
 * A map by two keys. To join them to one string, as a plain `Map` would need, costs more with each use than all else that
 * is done with what is found.
 */
export class PairMap<First, Second, Value> {
  readonly #parts = new Map<First, Map<Second, Value>>()
  #size = 0

  get size(): number {
    return this.#size
  }

  get(first: First, second: Second): Value | undefined {
    return this.#parts.get(first)?.get(second)
  }

  set(first: First, second: Second, value: Value): void {
    const part = this.#parts.get(first)
    if (part === undefined) {
      this.#parts.set(first, new Map([[second, value]]))
      this.#size++
    } else {
      const before = part.size
      part.set(second, value)
      this.#size += part.size - before
    }
  }

  delete(first: First, second: Second): void {
    const part = this.#parts.get(first)
    if (part?.delete(second) !== true) return
    this.#size--
    if (part.size === 0) this.#parts.delete(first)
  }

  clear(): void {
    this.#parts.clear()
    this.#size = 0
  }

  /** The first keys there are. */
  firsts(): Iterable<First> {
    return this.#parts.keys()
  }

  /** What is under a first key, by the second. */
  under(first: First): ReadonlyMap<Second, Value> | undefined {
    return this.#parts.get(first)
  }
}
