/** What became of a query, for those that were asked to wait for it (invokeAfterMsg). */
export type Outcome = 'ok' | 'failed'

/** Somebody who waits for several queries: until all went well, or the first failed. */
interface Waiter {
  readonly pending: Set<bigint>
  readonly resolve: (outcome: Outcome) => void
}

/** Most sessions are asked few, and V8 keeps arrays of up to 64 bytes within its heap. */
const SMALLEST = 8
/** How many queries may be waited for in a session at a time, counted once for each that waits. */
const MAX_AWAITED = 8192

/** A wait that has begun; `cancel` ends it without an outcome. */
export interface Wait {
  readonly outcome: Promise<Outcome>
  cancel(): void
}

/** The outcomes of a session's latest queries, and who waits for those still to come. */
export class Outcomes {
  readonly #size: number
  /** A ring, once it has its full size: whoever settles last takes the place of the first. */
  #ids = new BigInt64Array(SMALLEST)
  #failed = new Uint8Array(SMALLEST)
  /** How many have settled in all. */
  #settled = 0
  /** Where each lies, made when it is first asked for: most sessions never are. */
  #places: Map<bigint, number> | undefined
  readonly #waiters = new Map<bigint, Set<Waiter>>()
  #awaited = 0

  constructor(size: number) {
    this.#size = size
  }

  /** How many queries are waited for, counted once for each that waits. */
  get awaited(): number {
    return this.#awaited
  }

  settle(msgId: bigint, outcome: Outcome): void {
    if (this.#settled === this.#ids.length && this.#settled < this.#size) this.#grow()
    const place = this.#settled % this.#ids.length
    if (this.#places !== undefined) {
      const before = this.#ids[place]
      if (before !== undefined && this.#places.get(before) === place) this.#places.delete(before)
      this.#places.set(msgId, place)
    }
    this.#ids[place] = msgId
    this.#failed[place] = outcome === 'failed' ? 1 : 0
    this.#settled++
    const waiters = this.#waiters.get(msgId)
    if (waiters === undefined) return
    for (const waiter of [...waiters]) {
      if (outcome === 'failed' || waiter.pending.size === 1) {
        this.#leave(waiter)
        waiter.resolve(outcome)
      } else {
        waiter.pending.delete(msgId)
        this.#awaited--
      }
    }
    this.#waiters.delete(msgId)
  }

  /**
   * The outcome of all these queries together: at once where it is known, or a wait. Costs the same for each of them,
   * however many have settled. `full` when too much is waited for in this session.
   */
  wait(msgIds: readonly bigint[]): Outcome | Wait | 'full' {
    const places = this.#index()
    const pending = new Set<bigint>()
    for (const msgId of msgIds) {
      const place = places.get(msgId)
      if (place === undefined) pending.add(msgId)
      else if (this.#failed[place] === 1) return 'failed'
    }
    if (pending.size === 0) return 'ok'
    if (this.#awaited + pending.size > MAX_AWAITED) return 'full'
    this.#awaited += pending.size
    let resolve: (outcome: Outcome) => void = () => {}
    const outcome = new Promise<Outcome>((settle) => {
      resolve = settle
    })
    const waiter: Waiter = { pending, resolve }
    for (const msgId of pending) {
      const waiters = this.#waiters.get(msgId)
      if (waiters === undefined) this.#waiters.set(msgId, new Set([waiter]))
      else waiters.add(waiter)
    }
    return { outcome, cancel: () => this.#leave(waiter) }
  }

  /** The session is over: whoever waits is told that it failed. */
  end(): void {
    const waiters = new Set([...this.#waiters.values()].flatMap((some) => [...some]))
    this.#waiters.clear()
    this.#awaited = 0
    for (const waiter of waiters) {
      waiter.pending.clear()
      waiter.resolve('failed')
    }
  }

  #leave(waiter: Waiter): void {
    this.#awaited -= waiter.pending.size
    for (const msgId of waiter.pending) {
      const waiters = this.#waiters.get(msgId)
      waiters?.delete(waiter)
      if (waiters?.size === 0) this.#waiters.delete(msgId)
    }
    waiter.pending.clear()
  }

  #index(): Map<bigint, number> {
    if (this.#places !== undefined) return this.#places
    const places = new Map<bigint, number>()
    for (const [place, msgId] of this.#ids.subarray(0, this.#settled).entries()) places.set(msgId, place)
    this.#places = places
    return places
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
