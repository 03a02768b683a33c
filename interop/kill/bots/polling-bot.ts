import type { Update } from '@grammyjs/types'
import { callBotApi } from './call-bot-api.ts'
import { answerOverHttp, type HttpProgram, takeOverHttp, untilAnswered } from './http-program.ts'
import type { Hearing } from './told.ts'

/** So few at a time that several requests are needed for what has waited. */
const limit = 3
const timeoutS = 2

/**
 * The program of a bot that asks for what is new, and confirms what it had by the next request ("getUpdates", offset): until then it may
 * be told again under the same number, and never after that.
 */
export class PollingBot {
  readonly complaints: string[] = []
  /** How many updates it had. */
  count = 0
  readonly #bot: HttpProgram
  readonly hearing: Hearing
  readonly #closing = new AbortController()
  readonly #seen = new Map<number, string>()
  #last = 0

  constructor(bot: HttpProgram, hearing: Hearing) {
    this.#bot = bot
    this.hearing = hearing
    void this.#run().catch((error: unknown) => {
      if (!this.#closing.signal.aborted) this.complaints.push(`${hearing.who}: ${String(error)}`)
    })
  }

  async close(): Promise<void> {
    this.#closing.abort()
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    /** What the server has answered a confirmation of is below this. */
    let confirmed = 0
    while (!signal.aborted) {
      const offset = this.#last + 1
      const params = { offset, limit, timeout: timeoutS }
      const updates = await untilAnswered(() => callBotApi(this.#bot, 'getUpdates', params, signal), signal)
      confirmed = offset
      for (const update of updates) this.#take(update, confirmed)
    }
  }

  #take(update: Update, confirmed: number): void {
    const { who, complaints } = { who: this.hearing.who, complaints: this.complaints }
    const { update_id: id } = update
    const json = JSON.stringify(update)
    if (id < confirmed) complaints.push(`${who} was told of update ${id} after it had confirmed it`)
    const before = this.#seen.get(id)
    if (before !== undefined) {
      if (before !== json) complaints.push(`${who} was told of update ${id} as something else`)
      return
    }
    if (id <= this.#last) complaints.push(`${who} was told of update ${id} after ${this.#last}`)
    this.#seen.set(id, json)
    this.#last = Math.max(this.#last, id)
    this.count++
    takeOverHttp(this.#bot, this.hearing, update)
    const { signal } = this.#closing
    answerOverHttp(this.#bot, update, signal).catch((error: unknown) => {
      if (!signal.aborted) complaints.push(`${who} could not answer: ${String(error)}`)
    })
  }
}
