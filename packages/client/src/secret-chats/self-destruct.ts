/** A message that is to be deleted some time after it was read. */
export interface TimedMessage {
  readonly randomId: bigint
  /** In seconds. */
  readonly ttl: number
  /** One's own. */
  readonly out: boolean
  /** Unix time in seconds, as the server says it. */
  readonly date: number
  /** Whether it counts as read when it is opened (pictures and the like), not when it is seen in the chat. */
  readonly whenOpened: boolean
  /** When it goes, in ms; undefined as long as it was not read. */
  readonly deleteAt: number | undefined
}

/** Longer than any client offers; larger numbers only make dates that nobody can store. */
const MAX_TTL_S = 366 * 24 * 60 * 60

/**
 * The timers of self-destructing messages in one secret chat ("Secret chats": a timer starts when the message is read). On
 * this side a message that came is read when the person sees it, one of its own when the other end says so
 * (updateEncryptedMessagesRead, decryptedMessageActionReadMessages). A timer that runs is never begun anew, so no message
 * lives longer by being read twice.
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

  get(randomId: bigint): TimedMessage | undefined {
    return this.#messages.get(randomId)
  }

  /** When the next message goes. */
  get deadline(): number | undefined {
    let first: number | undefined
    for (const { deleteAt } of this.#messages.values())
      if (deleteAt !== undefined && (first === undefined || deleteAt < first)) first = deleteAt
    return first
  }

  /** A message was sent or has come, with a lifetime in seconds; 0 is for ever. */
  add(message: Omit<TimedMessage, 'deleteAt'>): void {
    const { randomId, ttl } = message
    if (ttl > 0 && !this.#messages.has(randomId))
      this.#messages.set(randomId, { ...message, ttl: Math.min(ttl, MAX_TTL_S), deleteAt: undefined })
  }

  /** The server has given one's own message its date. */
  date(randomId: bigint, date: number): void {
    const message = this.#messages.get(randomId)
    if (message !== undefined) this.#messages.set(randomId, { ...message, date })
  }

  /** These were read at this time, on whichever side. Gives those whose timers begin by it. */
  read(randomIds: readonly bigint[], at: number): bigint[] {
    return randomIds.filter((randomId) => {
      const message = this.#messages.get(randomId)
      if (message === undefined || message.deleteAt !== undefined) return false
      this.#messages.set(randomId, { ...message, deleteAt: at + message.ttl * 1000 })
      return true
    })
  }

  /** One side has read what the other has sent up to this date, in seconds. Gives those whose timers begin by it. */
  readUpTo(date: number, out: boolean, at: number): bigint[] {
    const seen = this.messages.filter((message) => message.out === out && !message.whenOpened && message.date <= date)
    return this.read(
      seen.map(({ randomId }) => randomId),
      at,
    )
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
