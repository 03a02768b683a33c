import type { Outgoing } from './outgoing.ts'

/**
 * Messages that wait to leave. One that is settled meanwhile keeps its place until its turn, or until half of all places
 * are such, so that settling takes the same time however many wait.
 */
export class OutgoingQueue {
  #items: Outgoing[] = []
  /** Those before it have left. */
  #head = 0
  #settled = 0
  #sorted = true

  /** How many are to leave. */
  get size(): number {
    return this.#items.length - this.#head - this.#settled
  }

  push(message: Outgoing): void {
    this.#items.push(message)
  }

  /** Takes a message that leaves again to its place in the order of identifiers. All of a queue must come this way. */
  insert(message: Outgoing): void {
    const last = this.#items.at(-1)
    if (this.size > 0 && last !== undefined && last.msgId > message.msgId) this.#sorted = false
    this.#items.push(message)
  }

  /** The next one, which stays. */
  peek(): Outgoing | undefined {
    if (!this.#sorted) this.#sort()
    for (;;) {
      const message = this.#items[this.#head]
      if (message === undefined || !message.settled) return message
      this.#head++
      this.#settled--
    }
  }

  /** The one that `peek` gave leaves. */
  shift(): void {
    this.#head++
    if (this.#head === this.#items.length) this.clear()
    else if (this.#head > 1024 && this.#head * 2 > this.#items.length) this.#compact()
  }

  /** One of those that wait has been settled. */
  noteSettled(): void {
    this.#settled++
    if (this.#settled * 2 > this.#items.length - this.#head) this.#compact()
  }

  /** Takes out one that is not settled. */
  remove(message: Outgoing): void {
    const index = this.#items.indexOf(message, this.#head)
    if (index >= 0) this.#items.splice(index, 1)
  }

  /** Those to leave, in no order in particular. */
  values(): Outgoing[] {
    return this.#items.slice(this.#head).filter((message) => !message.settled)
  }

  clear(): void {
    this.#items = []
    this.#head = 0
    this.#settled = 0
    this.#sorted = true
  }

  #compact(): void {
    const items = this.values()
    const sorted = this.#sorted
    this.clear()
    this.#items = items
    this.#sorted = sorted
  }

  #sort(): void {
    this.#compact()
    this.#items.sort((a, b) => (a.msgId < b.msgId ? -1 : a.msgId > b.msgId ? 1 : 0))
    this.#sorted = true
  }
}
