/** What became of a query, for those that were asked to wait for it (invokeAfterMsg). */
export type Outcome = 'ok' | 'failed'

interface Waiter {
  readonly resolve: (outcome: Outcome) => void
}

/** Most sessions are asked few, and V8 keeps arrays of up to 64 bytes within its heap. */
const SMALLEST = 8

/** The outcomes of a session's latest queries, and who waits for those still to come. */
export class Outcomes {
  readonly #size: number
  /** A ring, once it has its full size: whoever settles last takes the place of the first. */
  #ids = new BigInt64Array(SMALLEST)
  #failed = new Uint8Array(SMALLEST)
  /** How many have settled in all. */
  #settled = 0
  readonly #waiters = new Map<bigint, Waiter[]>()

  constructor(size: number) {
    this.#size = size
  }

  settle(msgId: bigint, outcome: Outcome): void {
    if (this.#settled === this.#ids.length && this.#settled < this.#size) this.#grow()
    const place = this.#settled % this.#ids.length
    this.#ids[place] = msgId
    this.#failed[place] = outcome === 'failed' ? 1 : 0
    this.#settled++
    if (this.#waiters.size === 0) return
    const waiters = this.#waiters.get(msgId)
    this.#waiters.delete(msgId)
    for (const waiter of waiters ?? []) waiter.resolve(outcome)
  }

  /** The outcome of the query `msgId`, now or once it is known. */
  wait(msgId: bigint): Outcome | Promise<Outcome> {
    const place = this.#ids.subarray(0, this.#settled).indexOf(msgId)
    if (place >= 0) return this.#failed[place] === 1 ? 'failed' : 'ok'
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(msgId)
      if (waiters === undefined) this.#waiters.set(msgId, [{ resolve }])
      else waiters.push({ resolve })
    })
  }

  /** The session is over: whoever waits is told that it failed. */
  end(): void {
    for (const waiters of this.#waiters.values()) for (const waiter of waiters) waiter.resolve('failed')
    this.#waiters.clear()
  }

  #grow(): void {
    const ids = new BigInt64Array(Math.min(this.#size, this.#ids.length * 2))
    const failed = new Uint8Array(ids.length)
    ids.set(this.#ids)
    failed.set(this.#failed)
    this.#ids = ids
    this.#failed = failed
  }
}
