import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Update } from '@grammyjs/types'
import { callBotApi } from './call-bot-api.ts'
import { type HttpProgram, takeOverHttp } from './http-program.ts'
import type { Hearing } from './told.ts'

/** The program of a bot that is told of what is new by a webhook: what it has taken may be told again after a kill, under its number. */
export class WebhookBot {
  readonly complaints: string[] = []
  /** How many updates it had. */
  count = 0
  readonly hearing: Hearing
  readonly #bot: HttpProgram
  readonly #listener: Server
  readonly #seen = new Map<number, string>()
  #last = 0

  private constructor(bot: HttpProgram, hearing: Hearing) {
    this.#bot = bot
    this.hearing = hearing
    this.#listener = createServer((request, response) => {
      void read(request).then((body) => {
        this.#take(body)
        response.end()
      })
    })
  }

  static async open(bot: HttpProgram, hearing: Hearing): Promise<WebhookBot> {
    const opened = new WebhookBot(bot, hearing)
    const listener = opened.#listener
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as AddressInfo
    await callBotApi(bot, 'setWebhook', { url: `http://127.0.0.1:${port}/`, max_connections: 2 })
    return opened
  }

  async close(): Promise<void> {
    this.#listener.close()
    this.#listener.closeAllConnections()
  }

  #take(body: string): void {
    const { who } = this.hearing
    const update: Update = JSON.parse(body)
    const { update_id: id } = update
    const before = this.#seen.get(id)
    if (before !== undefined) {
      if (before !== body) this.complaints.push(`${who} was told of update ${id} as something else`)
      return
    }
    // All that it is told is of one chat, which is told in order.
    if (id <= this.#last) this.complaints.push(`${who} was told of update ${id} after ${this.#last}`)
    this.#seen.set(id, body)
    this.#last = Math.max(this.#last, id)
    this.count++
    takeOverHttp(this.#bot, this.hearing, update)
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
