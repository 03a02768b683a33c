/** Alone after this many ("Service Messages", "Acknowledgment of Receipt"). */
const MAX_PENDING = 16
/** One msgs_ack names at most this many identifiers. */
const MAX_IN_MESSAGE = 8192

/** What was received and not yet acknowledged. It leaves with the next packet, or alone at its deadline. */
export class Acknowledgements {
  readonly #delayMs: number
  #pending: bigint[] = []
  #since = 0

  /** @param delayMs how long an acknowledgement waits for company; the protocol allows 30 s */
  constructor(delayMs: number) {
    this.#delayMs = delayMs
  }

  add(msgId: bigint, now: number): void {
    if (this.#pending.length === 0) this.#since = now
    this.#pending.push(msgId)
  }

  /** When what is pending must leave even without company, in ms. */
  get deadline(): number | undefined {
    if (this.#pending.length === 0) return undefined
    return this.#pending.length >= MAX_PENDING ? this.#since : this.#since + this.#delayMs
  }

  /** Makes what is pending leave at once, for example because the peer asked again. */
  hurry(): void {
    this.#since = Number.NEGATIVE_INFINITY
  }

  /** Takes the identifiers for one msgs_ack. */
  take(): bigint[] {
    const taken = this.#pending.slice(0, MAX_IN_MESSAGE)
    this.#pending = this.#pending.length > MAX_IN_MESSAGE ? this.#pending.slice(MAX_IN_MESSAGE) : []
    return taken
  }
}
