/** What has left is dropped once it is so much, and more than half. */
const LEAST_DROPPED = 32

/** First come, first served; each step takes the same however many there are. */
export class Line<Item> {
  #items: Item[] = []
  #head = 0

  get length(): number {
    return this.#items.length - this.#head
  }

  /** Throws `RangeError` if nobody is in line. */
  get first(): Item {
    const item = this.#items[this.#head]
    if (item === undefined) throw new RangeError('nobody is in line')
    return item
  }

  push(item: Item): void {
    this.#items.push(item)
  }

  /** The first one leaves. */
  shift(): Item {
    const item = this.first
    const items = this.#items
    this.#head++
    if (this.#head === items.length) {
      items.length = 0
      this.#head = 0
    } else if (this.#head >= LEAST_DROPPED && this.#head * 2 > items.length) {
      this.#items = items.slice(this.#head)
      this.#head = 0
    }
    return item
  }

  /** The first one goes behind all others. */
  toTheEnd(): void {
    if (this.length > 1) this.push(this.shift())
  }
}
