/** A message that is to be deleted some time after it was read. */
export interface TimedMessage {
  readonly randomId: bigint
  /** In seconds. */
  readonly ttl: number
  /** When it goes, in ms; undefined as long as it was not read. */
  readonly deleteAt: number | undefined
}

/** Longer than any client offers; larger numbers only make dates that nobody can store. */
const MAX_TTL_S = 366 * 24 * 60 * 60

/**
 * The timers of self-destructing messages in one secret chat ("Secret chats": a timer starts when the message is read). On
 * this side a message that came is read when the person sees it, one of its own when the other end says so
 * (decryptedMessageActionReadMessages). A timer that runs is never begun anew, so no message lives longer by being read twice.
 */
export class SelfDestruct {
  readonly #messages: Map<bigint, TimedMessage>

  /** @param kept what {@link messages} gave */
  constructor(kept: readonly TimedMessage[] = []) {
    this.#messages = new Map(kept.map((message) => [message.randomId, message]))
  }

  /** What has to be kept. */
  get messages(): readonly TimedMessage[] {
    return [...this.#messages.values()]
  }

  /** When the next message goes. */
  get deadline(): number | undefined {
    let first: number | undefined
    for (const { deleteAt } of this.#messages.values())
      if (deleteAt !== undefined && (first === undefined || deleteAt < first)) first = deleteAt
    return first
  }

  /** A message was sent or has come, with a lifetime in seconds; 0 is for ever. */
  add(randomId: bigint, ttl: number): void {
    if (ttl > 0 && !this.#messages.has(randomId))
      this.#messages.set(randomId, { randomId, ttl: Math.min(ttl, MAX_TTL_S), deleteAt: undefined })
  }

  /** These were read just now, on whichever side. Gives those whose timers begin by it: the other end is told of them. */
  read(randomIds: readonly bigint[], now: number): bigint[] {
    return randomIds.filter((randomId) => {
      const message = this.#messages.get(randomId)
      if (message === undefined || message.deleteAt !== undefined) return false
      this.#messages.set(randomId, { ...message, deleteAt: now + message.ttl * 1000 })
      return true
    })
  }

  /** These are gone for another reason. */
  forget(randomIds: readonly bigint[]): void {
    for (const randomId of randomIds) this.#messages.delete(randomId)
  }

  /** The messages whose time is over; they are forgotten here, and to be deleted where they are stored. */
  takeDue(now: number): bigint[] {
    const due = this.messages.filter(({ deleteAt }) => deleteAt !== undefined && deleteAt <= now)
    const randomIds = due.map(({ randomId }) => randomId)
    this.forget(randomIds)
    return randomIds
  }
}
