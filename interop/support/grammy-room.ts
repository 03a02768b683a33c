import { createServer as createHttpServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Client, createClient, type ReceivedMessage } from '@chappe/client'
import { createServer, type Server } from '@chappe/server'
import { Bot, type Context, webhookCallback } from 'grammy'
import sharp from 'sharp'
import { until } from './until.ts'

/** By which way a bot is told what happens. */
export type Way = 'polling' | 'webhook'
export const ways: readonly Way[] = ['polling', 'webhook']

export interface Person {
  readonly client: Client
  /** As the Bot API names the private chat with them. */
  readonly id: number
  /** What others said to them, in any chat. */
  readonly came: ReceivedMessage[]
  sees(text: string): Promise<ReceivedMessage>
}

/** A server in this process, on which bots of unmodified grammY meet people with our client. */
export class GrammyRoom {
  readonly server: Server
  readonly #ends: (() => Promise<unknown>)[] = []

  private constructor(server: Server) {
    this.server = server
  }

  static async open(): Promise<GrammyRoom> {
    return new GrammyRoom(await createServer({ botApi: { port: 0 } }))
  }

  get apiRoot(): string {
    return `http://127.0.0.1:${this.server.botApiPort}`
  }

  /** @param phone a test number: 99966XYYYY, whose code is the digit X five times */
  async person(phone: string, name: string): Promise<Person> {
    const client = createClient({ apiId: 1, apiHash: name, inProcess: this.server, log: false })
    this.#ends.push(() => client.close())
    const came: ReceivedMessage[] = []
    client.on('message', (message) => void (message.out || came.push(message)))
    const user = await client.start({ phone, code: (phone[5] ?? '').repeat(5), name })
    const sees = async (text: string): Promise<ReceivedMessage> => {
      await until(
        () => came.some((message) => message.text === text),
        () => `${name} saw ${came.map((message) => message.text).join('; ')}`,
      )
      return came.findLast((message) => message.text === text) ?? Promise.reject(new Error('it is gone'))
    }
    return { client, id: Number(user.id), came, sees }
  }

  /** A bot that is made by the operator, and what it is told runs through `set` by `way`. */
  async bot<C extends Context = Context>(
    username: string,
    set: (bot: Bot<C>) => void = () => {},
    way: Way = 'polling',
    allowed: Parameters<Bot<C>['start']>[0] = {},
  ): Promise<Bot<C>> {
    const { token } = await this.server.createBot({ username, name: username })
    return this.run(token, set, way, allowed)
  }

  /** The same for one that there is. */
  async run<C extends Context = Context>(
    token: string,
    set: (bot: Bot<C>) => void,
    way: Way = 'polling',
    allowed: Parameters<Bot<C>['start']>[0] = {},
  ): Promise<Bot<C>> {
    const bot = new Bot<C>(token, { client: { apiRoot: this.apiRoot } })
    set(bot)
    await bot.init()
    if (way === 'polling') {
      const running = bot.start(allowed)
      this.#ends.push(async () => {
        await bot.stop()
        await running
      })
      return bot
    }
    const secretToken = 'only_ours'
    const listener = createHttpServer(webhookCallback(bot, 'http', { secretToken }))
    const port = await listening(listener)
    this.#ends.push(async () => {
      await bot.api.deleteWebhook().catch(() => {})
      await new Promise((resolve) => listener.close(resolve))
    })
    const { allowed_updates } = allowed
    await bot.api.setWebhook(`http://127.0.0.1:${port}/`, {
      secret_token: secretToken,
      ...(allowed_updates !== undefined && { allowed_updates }),
    })
    return bot
  }

  async close(): Promise<void> {
    for (const end of this.#ends.reverse()) await end()
    await this.server.close()
  }
}

async function listening(server: HttpServer): Promise<number> {
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  return (server.address() as AddressInfo).port
}

export function picture(background: string, width = 320, height = 200): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer()
}
