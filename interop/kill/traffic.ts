import { RpcError } from '@chappe/client'
import { until } from '../support/until.ts'
import type { Change, Ledger } from './ledger.ts'

/** Something that a person does which is to last. */
export interface Write {
  readonly kind: string
  /** What is different when it has happened. */
  readonly changes: readonly Change[]
  perform(): Promise<void>
  /** Refusals that say that it has happened before: a kill may have swallowed the first answer. */
  readonly doneBefore?: readonly string[]
  /** Refusals that what others do may bring about. */
  readonly refusals?: readonly string[]
  /** Told when it is known to have happened. */
  onHappened?(): void
}

/** Thrown by a write that had no answer and cannot be asked for again: it may have happened or not. */
export class Unanswered extends Error {}

/** Whoever does one thing after the other; undefined when there is nothing to do right now. */
export interface Actor {
  readonly name: string
  next(): Write | undefined
}

/** What must be there before all else, one after the other. */
export interface Opening extends Actor {
  /** How many there are. */
  readonly writes: number
}

/** Also on a machine that is busy, and with clients that wait before they ask again. */
const FINISH_MS = 60_000

/** Actors at work, all at a time, between an `open` and the next `close`. */
export class Traffic {
  readonly #ledger: Ledger
  readonly #acknowledged = new Map<string, number>()
  readonly #running = new Map<Actor, string>()
  #wakeUp = Promise.withResolvers<void>()
  #isOpen = false
  #hasEnded = false
  #kills = 0
  #failure: Error | undefined
  #refused = 0
  #unanswered = 0

  constructor(actors: readonly Actor[], ledger: Ledger) {
    this.#ledger = ledger
    for (const actor of actors) void this.#work(actor)
  }

  /** How many writes of each kind were acknowledged. */
  get acknowledged(): ReadonlyMap<string, number> {
    return this.#acknowledged
  }

  get count(): number {
    return [...this.#acknowledged.values()].reduce((sum, times) => sum + times, 0)
  }

  /** How many writes were refused because of what others did. */
  get refused(): number {
    return this.#refused
  }

  /** How many had no answer and could not be asked for again. */
  get unanswered(): number {
    return this.#unanswered
  }

  /** What is under way, by actors. */
  get running(): string {
    return [...this.#running].map(([actor, kind]) => `${actor.name}: ${kind}`).join(', ')
  }

  get underWay(): number {
    return this.#running.size
  }

  open(): void {
    this.#isOpen = true
    this.#wakeUp.resolve()
  }

  /** No write begins any more; what is under way is for `finish`. */
  close(): void {
    this.#isOpen = false
    this.#wakeUp = Promise.withResolvers()
  }

  end(): void {
    this.#hasEnded = true
    this.#wakeUp.resolve()
  }

  noteKill(): void {
    this.#kills++
  }

  /** Waits for the answers to all that is under way. */
  async finish(): Promise<void> {
    await until(
      () => this.#failure !== undefined || this.#running.size === 0,
      () => this.running,
      FINISH_MS,
    )
    this.check()
  }

  /** Throws if a write failed in a way that none may. */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  async #work(actor: Actor): Promise<void> {
    while (!this.#hasEnded && this.#failure === undefined) {
      if (!this.#isOpen) {
        await this.#wakeUp.promise
        continue
      }
      const write = actor.next()
      if (write === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        continue
      }
      this.#running.set(actor, write.kind)
      await this.#do(actor, write)
      this.#running.delete(actor)
    }
  }

  async #do(actor: Actor, write: Write): Promise<void> {
    const { kind, changes, doneBefore = [], refusals = [] } = write
    const kills = this.#kills
    try {
      await write.perform()
    } catch (error) {
      if (error instanceof Unanswered) {
        this.#ledger.doubt(changes)
        this.#unanswered++
        return
      }
      const code = error instanceof RpcError ? error.type : ''
      const crossedKill = this.#kills > kills
      if (!(crossedKill && doneBefore.includes(code))) {
        if (!refusals.includes(code)) {
          this.#failure ??= new Error(`${actor.name}: ${kind} failed${crossedKill ? ' over a kill' : ''}`, {
            cause: error,
          })
        }
        if (crossedKill) this.#ledger.doubt(changes)
        this.#refused++
        return
      }
    }
    this.#ledger.acknowledge(changes)
    write.onHappened?.()
    this.#acknowledged.set(kind, (this.#acknowledged.get(kind) ?? 0) + 1)
  }
}
