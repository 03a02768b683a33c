import { join } from 'node:path'
import { type Between, createBotApi, openSqliteStorage } from '@chappe/bot-api'
import { createClient, type InProcessServer } from '@chappe/client'
import { pooledRandom } from '@chappe/transport'
import { ConfigError } from '../config/config-error.ts'
import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { RandomBytes } from '../ports/random.ts'
import { describeFailure } from '../rpc/describe-failure.ts'
import { botApiFile } from './bot-api-file.ts'

export interface BotApiPort {
  /** For tests of bots: stands between them and the API. Default: nothing. */
  readonly between?: Between | undefined
  /** On 127.0.0.1; 0 for any free one. */
  readonly port: number
  /** Whether the server goes on without the Bot API where another program has the port. */
  readonly mayBeTaken?: boolean | undefined
  /**
   * Whether bots name files of this machine by their paths, have them of any size, and lead webhooks anywhere; needs `data`. Whoever
   * has a token then reads what the server can read. Default: false.
   */
  readonly local?: boolean | undefined
}

export interface ServedBotApi {
  readonly port: number
  /** Ends all connections at once, without a word. */
  cut(): void
  close(): Promise<void>
}

export interface ServeBotApiOptions extends BotApiPort {
  /** The folder for updates that wait and for where webhooks lead; undefined for memory. */
  readonly folder: string | undefined
  readonly server: InProcessServer
  readonly privateWebhooks: boolean
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
}

/** The HTTP Bot API for the bots of this server, for this machine alone. Undefined where the port is taken, and may be. */
export async function serveBotApi(options: ServeBotApiOptions): Promise<ServedBotApi | undefined> {
  const { folder, server, clock, random, log, port, mayBeTaken, privateWebhooks } = options
  if (options.local && folder === undefined) throw new ConfigError('the local mode of the Bot API needs a data folder')
  const local = options.local && folder !== undefined ? { folder: join(folder, 'bot-api-files') } : undefined
  const api = createBotApi({
    storage: openSqliteStorage(folder === undefined ? ':memory:' : join(folder, botApiFile), random),
    openClient: (stored) =>
      createClient({
        ...{ apiId: 1, apiHash: 'bot-api', inProcess: server, log: false, clock },
        storage: stored.client,
      }),
    random: pooledRandom(random),
    now: () => unixSeconds(clock),
    sleep: (ms, signal) => sleep(clock, ms, signal),
    ...{ privateWebhooks, local, between: options.between },
    onFault: (error, what) => log.error({ what, ...describeFailure(error) }, 'the Bot API failed'),
  })
  const { http } = api
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(port, '127.0.0.1', resolve)
    })
  } catch (error) {
    await api.close()
    if (mayBeTaken !== true || !isTaken(error)) throw error
    log.warn({ port }, 'no Bot API: its port is taken by another program; --bot-api-port names another, or off')
    return undefined
  }
  const address = http.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    cut: () => http.closeAllConnections(),
    close: () => api.close(),
  }
}

function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const end = (): void => {
      cancel()
      signal.removeEventListener('abort', end)
      resolve()
    }
    const cancel = clock.after(ms, end)
    signal.addEventListener('abort', end)
  })
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
