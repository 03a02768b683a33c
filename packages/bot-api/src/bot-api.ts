import { hash, timingSafeEqual } from 'node:crypto'
import type { Server } from 'node:http'
import { type Client, RpcError } from '@chappe/client'
import type { Between } from './between.ts'
import { type Bot, createBot } from './bot.ts'
import { BotApiError, badRequest } from './bot-api-error.ts'
import { createClientPort } from './client-port.ts'
import { type HttpLimits, localHttpLimits } from './http/limits.ts'
import type { ReceiveFile } from './http/read-body.ts'
import { createHttpServer } from './http/serve.ts'
import { attachLocal } from './local/attach-local.ts'
import { createLocalFiles, removeLocalFilesBefore } from './local/local-files.ts'
import type { LocalMode } from './local/local-mode.ts'
import { sendFile } from './methods/files.ts'
import { leavingMethods, leavingSeconds, loggedOut } from './methods/leaving.ts'
import type { BotMethods } from './methods/method.ts'
import { receiveFile } from './methods/receive-file.ts'
import { refusalText } from './methods/refused.ts'
import { methodNamed, methods, refusalOf } from './methods/table.ts'
import { createParams, type Params } from './params/params.ts'
import { createRefusedTokens } from './refused-tokens.ts'
import type { BotStorage, StoredBot } from './storage/bot-storage.ts'
import { keptSeconds, serveUpdates, type UpdatesOfBot } from './updates/updates-of-bot.ts'
import { explainRefusal } from './why-refused.ts'

export interface BotApiOptions {
  readonly storage: BotStorage
  /** A client for a bot that keeps what it must in `stored`; it need not be signed in. */
  readonly openClient: (stored: StoredBot) => Client
  readonly random: (length: number) => Uint8Array
  /** Unix time in seconds. */
  readonly now: () => number
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** Default: those of the public server, or what `local` takes. */
  readonly limits?: HttpLimits | undefined
  /**
   * For bots on this machine that are trusted with all that this process can read: files by their paths and of any size, webhooks
   * that lead anywhere. Default: no.
   */
  readonly local?: LocalMode | undefined
  /** The bots that are served, by their ids. Default: all. */
  readonly serves?: ((botId: number) => boolean) | undefined
  /** Whether webhooks may lead to this machine and its neighbours, which a server for strangers must not let them. */
  readonly privateWebhooks: boolean
  /** For tests of bots. Default: nothing. */
  readonly between?: Between | undefined
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
  readonly id: number
  readonly bot: Bot
  /** The methods that are served by what holds it, such as `getUpdates`. */
  readonly own: BotMethods
  readonly tokenHash: string
  close(): Promise<void>
}

const upkeepMs = 600_000

export function createBotApi(options: BotApiOptions): BotApi {
  const { storage, random, now, onFault, local, between, serves = () => true } = options
  const privateWebhooks = options.privateWebhooks || local !== undefined
  const bots = new Map<number, OpenBot>()
  const refused = createRefusedTokens(now)
  let closed = false

  /** As whoever the client was signed in before, if it is still. */
  const isSignedIn = async (client: Client): Promise<boolean> => {
    await client.connect()
    if (client.userId === undefined) return false
    try {
      await client.getMe()
      return true
    } catch (error) {
      if (error instanceof RpcError && error.code === 401) return false
      throw error
    }
  }

  /** @param token what to sign in by, where the client is not signed in by it already; undefined for what was stored alone */
  const open = async (id: number, token: string | undefined): Promise<OpenBot | undefined> => {
    const stored = await storage.open(id)
    const settings = await stored.settings()
    const isNew = settings.tokenHash === undefined
    const tokenHash = token === undefined ? settings.tokenHash : hashOf(token)
    if (tokenHash === undefined) return undefined
    if (settings.tokenHash === tokenHash && (settings.loggedOutUntil ?? 0) > now()) throw loggedOut()
    const client = options.openClient(stored)
    try {
      const port = await createClientPort(client, async () => {
        if (settings.tokenHash === tokenHash && (await isSignedIn(client))) return
        if (token === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED', 'users.getUsers')
        await client.signInBot(token, { missedSince: now() - keptSeconds })
        await stored.saveSettings({ ...settings, tokenHash, loggedOutUntil: undefined })
      })
      const localFiles = local && createLocalFiles({ ...local, botId: id, random, now })
      const bot = createBot(port, { random, localFiles })
      const call = (method: string, params: Params): Promise<unknown> => serve({ bot, own }, method, params, never)
      const given = { privateWebhooks, botId: id, bot, port, stored, call }
      const updates: UpdatesOfBot = await serveUpdates({ ...options, ...given })
      const leaving = leavingMethods({
        ...{ launchedAt: now(), now },
        logOut: () =>
          inTurn(id, async () => {
            await client.logOut()
            const loggedOutUntil = now() + leavingSeconds
            await stored.saveSettings({ webhook: undefined, allowedUpdates: undefined, tokenHash, loggedOutUntil })
            await stored.keepNewest(0)
            await drop(id)
          }),
        close: () => inTurn(id, () => drop(id)),
      })
      const own: BotMethods = { ...updates.methods, ...leaving }
      port.onSignedOut(() => void drop(id))
      return {
        id,
        bot,
        own,
        tokenHash,
        async close() {
          await updates.close(closed ? restarting() : new BotApiError(401, 'Unauthorized'))
          await port.close()
        },
      }
    } catch (error) {
      await client.close()
      if (!(error instanceof RpcError) || (error.code !== 400 && error.code !== 401)) throw error
      // Whoever makes tokens up is not to leave anything.
      if (isNew) await storage.forget(id)
      return undefined
    }
  }

  const drop = async (id: number): Promise<void> => {
    const known = bots.get(id)
    bots.delete(id)
    await known?.close().catch((error: unknown) => onFault(error, 'close'))
  }

  /** What is done to one bot is done in turn: nobody is to open it twice. */
  const turns = new Map<number, Promise<unknown>>()
  const inTurn = async <Result>(id: number, work: () => Promise<Result>): Promise<Result> => {
    const turn = (turns.get(id) ?? Promise.resolve()).then(work)
    const ended = turn.catch(() => {})
    turns.set(id, ended)
    try {
      return await turn
    } finally {
      if (turns.get(id) === ended) turns.delete(id)
    }
  }

  const knownBy = (id: number, tokenHash: string): OpenBot | undefined => {
    const known = bots.get(id)
    return known !== undefined && isSame(known.tokenHash, tokenHash) ? known : undefined
  }

  const botOf = async (token: string): Promise<OpenBot | undefined> => {
    const id = Number(/^(\d{1,16}):[\w-]{1,100}$/.exec(token)?.[1])
    if (!Number.isSafeInteger(id)) return undefined
    if (closed) throw restarting()
    if (!serves(id)) throw new BotApiError(421, 'Misdirected Request')
    const tokenHash = hashOf(token)
    if (refused.has(tokenHash)) return undefined
    const found = knownBy(id, tokenHash)
    if (found !== undefined) return found
    return inTurn(id, async () => {
      const meanwhile = knownBy(id, tokenHash)
      if (meanwhile !== undefined) return meanwhile
      if (closed) throw restarting()
      const opened = await open(id, token)
      if (opened === undefined) {
        refused.note(tokenHash)
        return undefined
      }
      // Another token of the same bot: the one before is worth nothing any more.
      await drop(id)
      bots.set(id, opened)
      return opened
    })
  }

  /** Webhooks are told of what happens also if nobody has asked for anything since this program began. */
  const resume = async (): Promise<void> => {
    for (const id of await storage.withWebhooks()) {
      await inTurn(id, async () => {
        if (closed || bots.has(id) || !serves(id)) return
        const opened = await open(id, undefined)
        if (opened !== undefined) bots.set(id, opened)
      }).catch((error: unknown) => onFault(error, 'resume'))
    }
  }

  const ended = new AbortController()
  const upkeep = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const before = now() - keptSeconds
      await storage.forgetBefore(before).catch((error: unknown) => onFault(error, 'upkeep'))
      if (local) await removeLocalFilesBefore(local.folder, before * 1_000).catch((error) => onFault(error, 'upkeep'))
      await options.sleep(upkeepMs, ended.signal)
    }
  }
  const work = Promise.all([resume().catch((error: unknown) => onFault(error, 'resume')), upkeep()])

  const http = createHttpServer({
    limits: options.limits ?? (local === undefined ? undefined : localHttpLimits),
    onFault,
    async desk(token) {
      const open = await botOf(token)
      if (open === undefined) return undefined
      const { bot } = open
      const receive: ReceiveFile = (file, bytes) => receiveFile(bot, file, bytes)
      return {
        async answer(method, body, signal) {
          const { values, files } = local === undefined ? body : await attachLocal(body, receive)
          const answer = (): Promise<unknown> => serve(open, method, createParams(values, files), signal)
          return between === undefined ? answer() : between.call({ botId: open.id, method, values }, answer)
        },
        receiveFile: receive,
        sendFile: (path, request, response) => sendFile(bot, path, request, response),
      }
    },
  })

  return {
    http,
    async close() {
      closed = true
      ended.abort()
      http.close()
      await Promise.all(turns.values())
      for (const id of [...bots.keys()]) await drop(id)
      await work
      http.closeAllConnections()
      await storage.close()
    },
  }
}

const never = new AbortController().signal

/** Programs of bots end when their token is refused, and come again after a fault like this one. */
function restarting(): BotApiError {
  return new BotApiError(500, 'Internal Server Error: restart')
}

/** Methods in whatever letters, as on the public server. */
async function serve(
  { bot, own }: Pick<OpenBot, 'bot' | 'own'>,
  method: string,
  params: Params,
  signal: AbortSignal,
): Promise<unknown> {
  const name = methodNamed(method)
  const serve = name && (own[name] ?? methods[name])
  if (name === undefined || serve === undefined) {
    const refusal = refusalOf(method)
    throw refusal === undefined ? new BotApiError(404, 'Not Found: method not found') : badRequest(refusalText(refusal))
  }
  try {
    return await serve(bot, params, signal)
  } catch (error) {
    throw await explainRefusal(bot, name, params, error)
  }
}

function hashOf(token: string): string {
  return hash('sha256', token)
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
