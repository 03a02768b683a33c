import type { Delivery } from './state.ts'

/** What the first answers of a session are taken to need, in bytes; and later ones at least, however small they were. */
const FIRST_ANSWER_BYTES = 64 * 1024
const LEAST_ANSWER_BYTES = 16 * 1024

/** What a waiting query takes beside its body: its records and places in tables. */
const RECORD_BYTES = 512

/** A server's queries that wait until the client has taken what is on its way, in the order in which they came. */
export class WaitingQueries {
  #queue: Delivery[] = []
  #head = 0
  #bytes = 0
  /** When the last one began, in ms. */
  beganAt: number = Number.NEGATIVE_INFINITY
  #answerBytes = FIRST_ANSWER_BYTES
  /** The owner wants this session to be slow: others share its bounds. */
  slowed = false

  get size(): number {
    return this.#queue.length - this.#head
  }

  /** The memory that they take. */
  get bytes(): number {
    return this.#bytes
  }

  /** What the answer of a query that is being served will take, as far as one can tell from those before it, in bytes. */
  get answerBytes(): number {
    return Math.max(this.#answerBytes, LEAST_ANSWER_BYTES)
  }

  push(delivery: Delivery): void {
    // A body may be a view of a whole packet, which would be kept as long.
    this.#queue.push({ ...delivery, body: delivery.body.slice() })
    this.#bytes += RECORD_BYTES + delivery.body.length
  }

  shift(): Delivery | undefined {
    const delivery = this.#queue[this.#head]
    if (delivery === undefined) return undefined
    this.#bytes -= RECORD_BYTES + delivery.body.length
    this.#head++
    if (this.#head === this.#queue.length || this.#head === 256) {
      this.#queue = this.#queue.slice(this.#head)
      this.#head = 0
    }
    return delivery
  }

  /** Learns what answers take, from one that was given. */
  noteAnswer(bytes: number): void {
    this.#answerBytes += (bytes - this.#answerBytes) / 8
  }
}
