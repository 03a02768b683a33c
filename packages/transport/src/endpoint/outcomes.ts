import { MessageTable } from '../session/message-table.ts'

/** What became of a query, for those that were asked to wait for it (invokeAfterMsg). */
export type Outcome = 'ok' | 'failed'

interface Waiter {
  readonly resolve: (outcome: Outcome) => void
}

/** The outcomes of a session's latest queries, and who waits for those still to come. */
export class Outcomes {
  readonly #size: number
  /** The latest, and as many before them. */
  #known = new MessageTable<bigint, Outcome>()
  #before = new MessageTable<bigint, Outcome>()
  readonly #waiters = new Map<bigint, Waiter[]>()

  constructor(size: number) {
    this.#size = size
  }

  settle(msgId: bigint, outcome: Outcome): void {
    this.#known.set(msgId, outcome)
    if (this.#known.size >= this.#size) {
      this.#before = this.#known
      this.#known = new MessageTable()
    }
    if (this.#waiters.size === 0) return
    const waiters = this.#waiters.get(msgId)
    this.#waiters.delete(msgId)
    for (const waiter of waiters ?? []) waiter.resolve(outcome)
  }

  /** The outcome of the query `msgId`, now or once it is known. */
  wait(msgId: bigint): Outcome | Promise<Outcome> {
    const known = this.#known.get(msgId) ?? this.#before.get(msgId)
    if (known !== undefined) return known
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
}
