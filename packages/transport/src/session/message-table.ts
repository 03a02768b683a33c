/**
 * Messages by msg_id, which mostly come with rising identifiers and soon leave again: two arrays, in the order of the
 * identifiers. What has left keeps its place until half of all places are such, so leaving costs little whatever the order.
 *
 * Not a `Map`: that makes a table anew whenever the places of what has left are used up, and each table that it leaves
 * behind among V8's old objects keeps all later ones, with everything that ever was in them, alive until the next full
 * collection.
 */
export class MessageTable<T extends object | string> {
  readonly #ids: bigint[] = []
  readonly #values: (T | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  get(msgId: bigint): T | undefined {
    const index = this.#indexOf(msgId)
    return this.#ids[index] === msgId ? this.#values[index] : undefined
  }

  has(msgId: bigint): boolean {
    return this.get(msgId) !== undefined
  }

  /** Takes time in proportion to how many have higher identifiers. */
  set(msgId: bigint, value: T): void {
    const index = this.#indexOf(msgId)
    if (this.#ids[index] === msgId) {
      if (this.#values[index] === undefined) this.#size++
      this.#values[index] = value
      return
    }
    this.#size++
    if (index === this.#ids.length) {
      this.#ids.push(msgId)
      this.#values.push(value)
    } else {
      this.#ids.splice(index, 0, msgId)
      this.#values.splice(index, 0, value)
    }
  }

  /** False if it was not there. */
  delete(msgId: bigint): boolean {
    const index = this.#indexOf(msgId)
    if (this.#ids[index] !== msgId || this.#values[index] === undefined) return false
    this.#values[index] = undefined
    this.#size--
    if (this.#size * 2 <= this.#ids.length) this.#close()
    return true
  }

  clear(): void {
    this.#ids.length = 0
    this.#values.length = 0
    this.#size = 0
  }

  /** Ascending. */
  *keys(): Generator<bigint> {
    for (const [index, value] of this.#values.entries()) {
      const msgId = this.#ids[index]
      if (value !== undefined && msgId !== undefined) yield msgId
    }
  }

  /** In the order of their identifiers. */
  *values(): Generator<T> {
    for (const value of this.#values) if (value !== undefined) yield value
  }

  /** Takes the places of those that have left. */
  #close(): void {
    let kept = 0
    for (const [index, value] of this.#values.entries()) {
      const msgId = this.#ids[index]
      if (value === undefined || msgId === undefined) continue
      this.#ids[kept] = msgId
      this.#values[kept] = value
      kept++
    }
    this.#ids.length = kept
    this.#values.length = kept
  }

  /** The first index whose identifier is not below `msgId`. */
  #indexOf(msgId: bigint): number {
    const ids = this.#ids
    let high = ids.length
    const last = ids[high - 1]
    if (last === undefined || last < msgId) return high
    let low = 0
    while (low < high) {
      const middle = (low + high) >>> 1
      const id = ids[middle]
      if (id !== undefined && id < msgId) low = middle + 1
      else high = middle
    }
    return low
  }
}
