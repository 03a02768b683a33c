/**
 * Brings messages back into the order in which the peer sent them, by its count of content-related messages (seq_no
 * divided by two), so that whoever reorders packets on the way cannot reorder what they mean ("Four Attacks and a Proof
 * for Telegram", message reordering). A gap is waited for, but not for ever: peers may lose a number for good, for
 * example when they send a message anew under another identifier.
 */
export class DeliveryOrder<T> {
  readonly #patienceMs: number
  readonly #maxHeld: number
  #next: number | undefined
  #held = new Map<number, T | undefined>()
  #gapSince: number | undefined

  /**
   * @param patienceMs how long a gap is waited for
   * @param maxHeld how many messages wait behind a gap at most; one more ends the wait
   */
  constructor(patienceMs: number, maxHeld: number) {
    this.#patienceMs = patienceMs
    this.#maxHeld = maxHeld
  }

  /** When the present gap will be given up, in ms. */
  get deadline(): number | undefined {
    return this.#gapSince === undefined ? undefined : this.#gapSince + this.#patienceMs
  }

  get heldCount(): number {
    return this.#held.size
  }

  /** Starts anew: the peer counts from zero again, and its next message is number `next`. Gives what was held. */
  restart(next: number): T[] {
    const rest = this.#drainAll()
    this.#next = next
    return rest
  }

  /**
   * Takes message number `index` and gives what may be delivered now, in order. `undefined` as item marks a number as
   * arrived that has nothing to deliver.
   */
  add(index: number, item: T | undefined, now: number): T[] {
    this.#next ??= index
    if (index < this.#next) return item === undefined ? [] : [item]
    if (index > this.#next) {
      // A number that is passed over may have arrived before, in a packet that was accepted.
      if (item !== undefined || !this.#held.has(index)) this.#held.set(index, item)
      this.#gapSince ??= now
      return this.#held.size > this.#maxHeld ? this.#drainAll() : []
    }
    this.#next = index + 1
    if (this.#held.size === 0) return item === undefined ? [] : [item]
    const ready = item === undefined ? [] : [item]
    this.#drainRun(ready)
    this.#gapSince = this.#held.size > 0 ? now : undefined
    return ready
  }

  /** What is given up waiting for at `now`. */
  poll(now: number): T[] {
    const deadline = this.deadline
    return deadline !== undefined && now >= deadline ? this.#drainAll() : []
  }

  #drainRun(into: T[]): void {
    while (this.#next !== undefined && this.#held.has(this.#next)) {
      const item = this.#held.get(this.#next)
      this.#held.delete(this.#next)
      this.#next++
      if (item !== undefined) into.push(item)
    }
  }

  #drainAll(): T[] {
    const ready: T[] = []
    for (const [index, item] of [...this.#held].sort(([a], [b]) => a - b)) {
      if (item !== undefined) ready.push(item)
      this.#next = index + 1
    }
    this.#held.clear()
    this.#gapSince = undefined
    return ready
  }
}
