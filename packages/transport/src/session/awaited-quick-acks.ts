import type { Outgoing } from './outgoing.ts'

/** Packets whose quick acknowledgement is waited for; of more, the oldest is given up: its answer will come all the same. */
const MAX_AWAITED = 256

/** Client: which requests a quick acknowledgement speaks of ("MTProto transports", "Quick ack"). */
export class AwaitedQuickAcks {
  readonly #byToken = new Map<number, readonly Outgoing[]>()

  /** A packet with these requests leaves and asks for the acknowledgement that bears `token`. */
  expect(token: number, requests: readonly Outgoing[]): void {
    this.#byToken.set(token, requests)
    for (const oldest of this.#byToken.keys()) {
      if (this.#byToken.size <= MAX_AWAITED) return
      this.#byToken.delete(oldest)
    }
  }

  /** The requests that the acknowledgement is for, unless they were answered meanwhile or told of already. */
  take(token: number): Outgoing[] {
    const requests = this.#byToken.get(token) ?? []
    this.#byToken.delete(token)
    const told = requests.filter((request) => request.wantsQuickAck && !request.settled)
    for (const request of told) request.wantsQuickAck = false
    return told
  }

  get size(): number {
    return this.#byToken.size
  }
}
