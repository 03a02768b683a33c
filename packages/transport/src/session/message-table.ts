import { firstNotBelow } from './first-not-below.ts'

/**
 * Messages by msg_id or another number, which mostly come with rising ones and soon leave again: two arrays, in the order of
 * the numbers. What has left keeps its place until half of all places are such, so leaving costs little whatever the order.
 *
 * Not a `Map`: that makes a table anew whenever the places of what has left are used up, and each table that it leaves
 * behind among V8's old objects keeps all later ones, with everything that ever was in them, alive until the next full
 * collection.
 */
export class MessageTable<Id extends bigint | number, T extends NonNullable<unknown>> {
  readonly #ids: Id[] = []
  readonly #values: (T | undefined)[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  get(id: Id): T | undefined {
    const index = firstNotBelow(this.#ids, id)
    return this.#ids[index] === id ? this.#values[index] : undefined
  }

  has(id: Id): boolean {
    return this.get(id) !== undefined
  }

  /** Takes time in proportion to how many have higher numbers. */
  set(id: Id, value: T): void {
    const index = firstNotBelow(this.#ids, id)
    if (this.#ids[index] === id) {
      if (this.#values[index] === undefined) this.#size++
      this.#values[index] = value
      return
    }
    this.#size++
    if (index === this.#ids.length) {
      this.#ids.push(id)
      this.#values.push(value)
    } else {
      this.#ids.splice(index, 0, id)
      this.#values.splice(index, 0, value)
    }
  }

  /** False if it was not there. */
  delete(id: Id): boolean {
    const index = firstNotBelow(this.#ids, id)
    if (this.#ids[index] !== id || this.#values[index] === undefined) return false
    this.#values[index] = undefined
    this.#size--
    if (this.#size * 2 <= this.#ids.length) this.#close()
    return true
  }

  /** Takes the lowest out until no more than `count` are left. */
  keepHighest(count: number): void {
    for (let index = 0; this.#size > count; index++) {
      if (this.#values[index] === undefined) continue
      this.#values[index] = undefined
      this.#size--
    }
    if (this.#size * 2 <= this.#ids.length) this.#close()
  }

  clear(): void {
    this.#ids.length = 0
    this.#values.length = 0
    this.#size = 0
  }

  /** Ascending. */
  *keys(): Generator<Id> {
    for (const [index, value] of this.#values.entries()) {
      const id = this.#ids[index]
      if (value !== undefined && id !== undefined) yield id
    }
  }

  /** In the order of their numbers. */
  *values(): Generator<T> {
    for (const value of this.#values) if (value !== undefined) yield value
  }

  /** Takes the places of those that have left. */
  #close(): void {
    let kept = 0
    for (const [index, value] of this.#values.entries()) {
      const id = this.#ids[index]
      if (value === undefined || id === undefined) continue
      this.#ids[kept] = id
      this.#values[kept] = value
      kept++
    }
    this.#ids.length = kept
    this.#values.length = kept
  }
}
