import { createHash, timingSafeEqual } from 'node:crypto'
import type { Server } from 'node:http'
import { type Client, RpcError } from '@chappe/client'
import { type Bot, createBot } from './bot.ts'
import { BotApiError } from './bot-api-error.ts'
import { createClientPort } from './client-port.ts'
import type { HttpLimits } from './http/limits.ts'
import { createHttpServer } from './http/serve.ts'
import { sendFile } from './methods/files.ts'
import { receiveFile } from './methods/receive-file.ts'
import { methodNamed, methods } from './methods/table.ts'
import type { Params } from './params/params.ts'
import type { BotStorage, StoredBot } from './storage/bot-storage.ts'
import { serveUpdates, type UpdatesOfBot } from './updates/updates-of-bot.ts'

export interface BotApiOptions {
  readonly storage: BotStorage
  /** A client for a bot that keeps what it must in `stored`; it need not be signed in. */
  readonly openClient: (stored: StoredBot) => Client
  readonly random: (length: number) => Uint8Array
  /** Unix time in seconds. */
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  readonly limits?: HttpLimits | undefined
  /** Whether webhooks may lead to this machine and its neighbours, which a server for strangers must not let them. */
  readonly privateWebhooks: boolean
  /** Told of what is a fault of this side, and never of a token. */
  readonly onFault: (error: unknown, what: string) => void
}

/** The HTTP Bot API for all bots of one MTProto server. */
export interface BotApi {
  /** The caller listens with it. */
  readonly http: Server
  /** Ends whoever waits, and all clients. */
  close(): Promise<void>
}

interface OpenBot {
  readonly bot: Bot
  readonly updates: UpdatesOfBot
  readonly tokenHash: string
  close(): Promise<void>
}

/** Bots that were refused: so many tokens are remembered for so long, so that guessing is not passed on. */
const maxRefused = 10_000
const refusedSeconds = 10

export function createBotApi(options: BotApiOptions): BotApi {
  const { storage, random, now, onFault } = options
  const bots = new Map<number, Promise<OpenBot | undefined>>()
  const refused = new Map<string, number>()
  let closed = false

  const noteRefused = (hash: string): void => {
    refused.delete(hash)
    refused.set(hash, now() + refusedSeconds)
    for (const oldest of refused.keys()) {
      if (refused.size <= maxRefused) break
      refused.delete(oldest)
    }
  }

  /** Signs in, unless the client is signed in by this very token. Undefined for a token that nobody has. */
  const open = async (id: number, token: string, tokenHash: string): Promise<OpenBot | undefined> => {
    const stored = await storage.open(id)
    const settings = await stored.settings()
    const client = options.openClient(stored)
    try {
      if (settings.tokenHash !== tokenHash || client.userId === undefined) {
        await client.signInBot(token)
        await stored.saveSettings({ ...settings, tokenHash })
      }
      const port = await createClientPort(client)
      const bot = createBot(port, { random })
      const call = (method: string, params: Params): Promise<unknown> => serve({ bot, updates }, method, params, never)
      const updates: UpdatesOfBot = await serveUpdates({ ...options, bot, port, stored, call })
      port.onSignedOut(() => void drop(id))
      return {
        bot,
        updates,
        tokenHash,
        async close() {
          await updates.close()
          await port.close()
        },
      }
    } catch (error) {
      await client.close()
      if (error instanceof RpcError && (error.code === 400 || error.code === 401)) return undefined
      throw error
    }
  }

  const drop = async (id: number): Promise<void> => {
    const known = bots.get(id)
    bots.delete(id)
    await known?.then((one) => one?.close()).catch((error: unknown) => onFault(error, 'close'))
  }

  const botOf = async (token: string): Promise<OpenBot | undefined> => {
    const id = Number(/^(\d{1,16}):[\w-]{1,100}$/.exec(token)?.[1])
    if (!Number.isSafeInteger(id) || closed) return undefined
    const tokenHash = createHash('sha256').update(token).digest('hex')
    if ((refused.get(tokenHash) ?? 0) > now()) return undefined
    const known = await bots.get(id)
    if (known !== undefined && isSame(known.tokenHash, tokenHash)) return known
    const opening = open(id, token, tokenHash)
    const tried = await opening
    if (tried === undefined) {
      noteRefused(tokenHash)
      return undefined
    }
    // Another token of the same bot: the one before is worth nothing any more.
    if (known !== undefined) await drop(id)
    bots.set(id, Promise.resolve(tried))
    return tried
  }

  const http = createHttpServer({
    limits: options.limits,
    onFault,
    async desk(token) {
      const open = await botOf(token)
      if (open === undefined) return undefined
      const { bot } = open
      return {
        answer: (method, params, signal) => serve(open, method, params, signal),
        receiveFile: (file, bytes) => receiveFile(bot, file, bytes),
        sendFile: (path, request, response) => sendFile(bot, path, request, response),
      }
    },
  })

  return {
    http,
    async close() {
      closed = true
      http.close()
      for (const id of [...bots.keys()]) await drop(id)
      http.closeAllConnections()
      await storage.close()
    },
  }
}

const never = new AbortController().signal

/** Methods in whatever letters, as on the public server. */
async function serve(
  { bot, updates }: Pick<OpenBot, 'bot' | 'updates'>,
  method: string,
  params: Params,
  signal: AbortSignal,
): Promise<unknown> {
  const name = methodNamed(method)
  const serve = name && (updates.methods[name] ?? methods[name])
  if (serve === undefined) throw new BotApiError(404, 'Not Found: method not found')
  return serve(bot, params, signal)
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
