import { type HoldTimes, HttpHold } from './http-hold.ts'

/** Where a packet is to go. */
export interface Way {
  readonly connection: number
  readonly singleUse: boolean
  /** Exchanges that may as well be the client's: the same packet answers them. */
  readonly alike: readonly number[]
}

const NONE: readonly number[] = []

interface Link {
  heard: boolean
  readonly hold: HttpHold | undefined
  /** Much of what was sent over it has not been taken by the network yet. */
  congested: boolean
  /** When the peer wants the connection closed unless it pings again, in ms. */
  disconnectAt: number
  /** The delay that it asked for. */
  disconnectDelayMs: number
}

/** The connections that a session may speak over: streams at any time, HTTP exchanges once each. */
export class Links {
  readonly #links = new Map<number, Link>()

  /**
   * Until it is heard from, others come first.
   *
   * @param singleUse an HTTP exchange, which carries one packet back
   */
  attach(connection: number, singleUse: boolean, now: number): void {
    if (this.#links.has(connection)) return
    const others = [...this.#links]
    this.#links.clear()
    this.#links.set(connection, {
      heard: false,
      hold: singleUse ? new HttpHold(now) : undefined,
      congested: false,
      disconnectAt: Number.POSITIVE_INFINITY,
      disconnectDelayMs: Number.POSITIVE_INFINITY,
    })
    for (const [other, link] of others) this.#links.set(other, link)
  }

  detach(connection: number): void {
    this.#links.delete(connection)
  }

  has(connection: number): boolean {
    return this.#links.has(connection)
  }

  /** Whether it is an HTTP exchange. */
  isExchange(connection: number): boolean {
    return this.#links.get(connection)?.hold !== undefined
  }

  get size(): number {
    return this.#links.size
  }

  /**
   * The connection was heard from: it is the one to speak over. For a stream beside others: whether it is heard for the
   * first time, or again after another one.
   */
  heard(connection: number): 'first' | 'again' | undefined {
    const link = this.#links.get(connection)
    if (link === undefined) return undefined
    const before = link.heard ? 'again' : 'first'
    link.heard = true
    if (this.#links.size === 1) return undefined
    const spokeLast = [...this.#links.keys()].at(-1) === connection
    this.#links.delete(connection)
    this.#links.set(connection, link)
    if (link.hold !== undefined || (spokeLast && before === 'again')) return undefined
    return before
  }

  wait(connection: number, times: HoldTimes): void {
    this.#links.get(connection)?.hold?.wait(times)
  }

  /** Whether the network takes what is sent over a stream; while it does not, nothing more is. */
  setCongested(connection: number, congested: boolean): void {
    const link = this.#links.get(connection)
    if (link !== undefined) link.congested = congested
  }

  /** Whether the stream to speak over is congested. */
  get congested(): boolean {
    let congested = false
    for (const link of this.#links.values()) if (link.hold === undefined) congested = link.congested
    return congested
  }

  /** The connection is to be closed after `delayMs` unless this is called again, or bytes arrive. */
  disconnectAfter(connection: number, delayMs: number, now: number): void {
    const link = this.#links.get(connection)
    if (link === undefined) return
    link.disconnectDelayMs = delayMs
    link.disconnectAt = now + delayMs
  }

  /** Bytes have come over the connection. */
  alive(connection: number, now: number): void {
    const link = this.#links.get(connection)
    if (link !== undefined) link.disconnectAt = now + link.disconnectDelayMs
  }

  /** Connections whose time is up. */
  takeOverdue(now: number): number[] {
    const overdue: number[] = []
    for (const [connection, link] of this.#links) {
      if (link.disconnectAt > now) continue
      link.disconnectAt = Number.POSITIVE_INFINITY
      link.disconnectDelayMs = Number.POSITIVE_INFINITY
      overdue.push(connection)
    }
    return overdue
  }

  /**
   * The connection to send over now, when there is something to send; the stream last heard from comes first.
   *
   * @param arrivals how many messages there have been to send in this session
   */
  choose(now: number, arrivals: number): Way | undefined {
    let stream: number | undefined
    let congested = false
    let exchange: number | undefined
    let unheard: number[] | undefined
    for (const [connection, link] of this.#links) {
      if (link.hold === undefined) {
        stream = connection
        congested = link.congested
      } else {
        link.hold.noteMessages(now, arrivals)
        if (link.hold.dueAt > now) continue
        // The latest: of an earlier one the client may have given up the answer. One that brought nothing new may be
        // somebody else's, who repeats what he has seen; or the client's, whose platform repeats a POST by itself.
        if (link.heard) exchange = connection
        else if (unheard === undefined) unheard = [connection]
        else unheard.push(connection)
      }
    }
    if (stream !== undefined) return congested ? undefined : { connection: stream, singleUse: false, alike: NONE }
    if (exchange !== undefined) return { connection: exchange, singleUse: true, alike: NONE }
    const [first, ...alike] = unheard ?? NONE
    return first === undefined ? undefined : { connection: first, singleUse: true, alike }
  }

  /** All messages have left: the exchanges that did not carry them wait on. */
  forgetMessages(): void {
    for (const { hold } of this.#links.values()) hold?.forgetMessages()
  }

  /** HTTP exchanges that have waited long enough and must be answered, with nothing if need be. */
  expiredHolds(now: number): number[] {
    const expired: number[] = []
    for (const [connection, link] of this.#links) {
      if (link.hold !== undefined && link.hold.dueAt <= now) expired.push(connection)
    }
    return expired
  }

  get deadline(): number {
    let deadline = Number.POSITIVE_INFINITY
    for (const link of this.#links.values()) {
      deadline = Math.min(deadline, link.disconnectAt, link.hold?.dueAt ?? Number.POSITIVE_INFINITY)
    }
    return deadline
  }
}
