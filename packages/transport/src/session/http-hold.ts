/** The defaults without an http_wait ("HTTP Transport", "HTTP Wait/Long Poll"), in ms. */
const DEFAULT_HOLD: HoldTimes = { maxDelay: 0, waitAfter: 0, maxWait: 25_000 }
/** No client keeps an exchange open longer, whatever it asks for. */
const MAX_WAIT_MS = 60_000

export interface HoldTimes {
  readonly maxDelay: number
  readonly waitAfter: number
  readonly maxWait: number
}

/** How long one HTTP exchange is held open for messages, by the three parameters of http_wait. */
export class HttpHold {
  readonly #openedAt: number
  #times: HoldTimes = DEFAULT_HOLD
  #firstAt: number | undefined
  #lastAt = 0
  #arrivals = -1

  constructor(now: number) {
    this.#openedAt = now
  }

  /** The client's http_wait for this exchange. */
  wait(times: HoldTimes): void {
    this.#times = {
      maxDelay: clamp(times.maxDelay),
      waitAfter: clamp(times.waitAfter),
      maxWait: clamp(times.maxWait),
    }
  }

  /**
   * There are messages for the client.
   *
   * @param arrivals how many there have been in the session: only another one begins `wait_after` anew
   */
  noteMessages(now: number, arrivals: number): void {
    if (this.#arrivals === arrivals) return
    this.#arrivals = arrivals
    this.#firstAt ??= now
    this.#lastAt = now
  }

  /** The messages have left by another exchange; this one waits on. */
  forgetMessages(): void {
    this.#firstAt = undefined
    // Whatever is noted next is another message, or an acknowledgement whose time has come.
    this.#arrivals = -1
  }

  /** When the exchange is to be answered, in ms. */
  get dueAt(): number {
    if (this.#firstAt === undefined) return this.#openedAt + this.#times.maxWait
    return Math.min(this.#firstAt + this.#times.maxDelay, this.#lastAt + this.#times.waitAfter)
  }
}

function clamp(ms: number): number {
  return Math.min(Math.max(ms, 0), MAX_WAIT_MS)
}
