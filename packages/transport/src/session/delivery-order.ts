import { messageIdTime } from '../message-id.ts'

interface Held<T> {
  readonly msgId: bigint
  readonly item: T | undefined
  /** When it came, in ms. */
  readonly at: number
}

/** The first message of a session is taken to have overtaken no more than this. */
const MOST_OVERTAKEN = 8
/** Times are read off a clock of whole milliseconds. */
const CLOCK_STEP_MS = 1

/**
 * Brings messages back into the order in which the peer sent them, by its count of content-related messages (seq_no
 * divided by two), so that whoever reorders packets on the way cannot reorder what they mean ("Four Attacks and a Proof
 * for Telegram", message reordering). A gap is waited for, but not for ever: peers may lose a number for good, for
 * example when they send a message anew under another identifier. So whoever holds a packet back for longer than that can
 * have what came after it delivered before it; no receiver can tell such a number from one that was lost. A sender that
 * must not have that says so (invokeAfterMsg).
 */
export class DeliveryOrder<T> {
  readonly #patienceMs: number
  readonly #maxHeld: number
  readonly #firstPatienceMs: number
  #next: number | undefined
  #held = new Map<number, Held<T>>()
  /** The identifier of the last message before `#next`. */
  #lastId = 0n
  /** When it came, in ms. */
  #lastAt = Number.NEGATIVE_INFINITY
  #gapSince: number | undefined
  #patientUntil = Number.NEGATIVE_INFINITY

  /**
   * @param patienceMs how long a gap is waited for
   * @param maxHeld how many messages wait behind a gap at most; one more ends the wait
   * @param firstPatienceMs the same for what may have come before the first message: it may as well be that the peer has
   * counted for long, and that its session was forgotten here
   */
  constructor(patienceMs: number, maxHeld: number, firstPatienceMs = 0) {
    this.#patienceMs = patienceMs
    this.#maxHeld = maxHeld
    this.#firstPatienceMs = Math.min(firstPatienceMs, patienceMs)
  }

  /** When the present gap will be given up, in ms. */
  get deadline(): number | undefined {
    return this.#gapSince === undefined ? undefined : Math.max(this.#gapSince + this.#patienceMs, this.#patientUntil)
  }

  /** Since when the present gap is waited for, in ms. */
  get gapSince(): number | undefined {
    return this.#gapSince
  }

  /** The present gap, or the next one, is not given up before `at` (ms): what is missing has been asked for. */
  waitUntil(at: number): void {
    this.#patientUntil = at
  }

  get heldCount(): number {
    return this.#held.size
  }

  /** The first message will be number `index`, if none has come yet; without this, it is whichever comes first. */
  beginAt(index: number): void {
    this.#next ??= index
  }

  /**
   * Starts anew: the peer counts from zero again, and its next message is number `next`. Gives what was held, but for
   * what has overtaken the news: messages above `since` are numbered by the new count already, and if one of them is the
   * last that was delivered, the new count simply goes on. But a peer that was started anew with its clock set back begins
   * below the identifiers that it has used. So what would have been made longer after the news than it came after
   * `notBefore` (ms), before which the peer did not count anew, is of the old count as well.
   */
  restart(next: number, since: bigint, notBefore: number): T[] {
    const sinceTime = messageIdTime(since)
    const isNew = (msgId: bigint, at: number): boolean =>
      msgId > since && at + CLOCK_STEP_MS - (messageIdTime(msgId) - sinceTime) * 1000 >= notBefore
    const newer = [...this.#held].filter(([, { msgId, at }]) => isNew(msgId, at))
    for (const [index] of newer) this.#held.delete(index)
    const gapSince = this.#gapSince
    const goesOn = isNew(this.#lastId, this.#lastAt)
    const ready = this.#drainAll()
    if (!goesOn) this.#next = next
    for (const [index, held] of newer) this.#held.set(index, held)
    this.#drainRun(ready)
    if (this.#held.size > 0) this.#gapSince = gapSince
    return ready
  }

  /**
   * Takes message number `index` and gives what may be delivered now, in order. `undefined` as item marks a number as
   * arrived that has nothing to deliver.
   */
  add(index: number, msgId: bigint, item: T | undefined, now: number): T[] {
    if (this.#next === undefined) this.#begin(index, now)
    const next = this.#next ?? index
    if (index < next) return item === undefined ? [] : [item]
    if (index > next) {
      // A number that is passed over may have arrived before, in a packet that was accepted.
      if (item !== undefined || !this.#held.has(index)) this.#held.set(index, { msgId, item, at: now })
      this.#gapSince ??= now
      return this.#held.size > this.#maxHeld ? this.#drainAll() : []
    }
    this.#next = index + 1
    this.#lastId = msgId
    this.#lastAt = now
    if (this.#held.size === 0) return item === undefined ? [] : [item]
    const ready = item === undefined ? [] : [item]
    this.#drainRun(ready)
    this.#gapSince = this.#held.size > 0 ? now : undefined
    return ready
  }

  /** What is given up waiting for at `now`. */
  poll(now: number): T[] {
    const deadline = this.deadline
    return deadline !== undefined && now >= deadline ? this.#drainAll() : []
  }

  /** A count that is low may have begun just now, with messages that are on their way. */
  #begin(index: number, now: number): void {
    const mayBeOvertaking = index <= MOST_OVERTAKEN && this.#firstPatienceMs > 0
    this.#next = mayBeOvertaking ? 0 : index
    if (mayBeOvertaking && index > 0) this.#gapSince = now - this.#patienceMs + this.#firstPatienceMs
  }

  #drainRun(into: T[]): void {
    while (this.#next !== undefined) {
      const held = this.#held.get(this.#next)
      if (held === undefined) return
      this.#held.delete(this.#next)
      this.#next++
      this.#lastId = held.msgId
      this.#lastAt = held.at
      if (held.item !== undefined) into.push(held.item)
    }
  }

  #drainAll(): T[] {
    const ready: T[] = []
    for (const [index, { msgId, item, at }] of [...this.#held].sort(([a], [b]) => a - b)) {
      if (item !== undefined) ready.push(item)
      this.#lastId = msgId
      this.#lastAt = at
      this.#next = index + 1
    }
    this.#held.clear()
    this.#gapSince = undefined
    return ready
  }
}
