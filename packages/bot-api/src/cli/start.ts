import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClientError, createClient, type Log } from '@chappe/client'
import { createBotApi } from '../bot-api.ts'
import type { BotStorage } from '../storage/bot-storage.ts'
import { openSqliteStorage } from '../storage/sqlite-storage.ts'
import { log } from './log.ts'
import { type CommandOptions, UsageError } from './options.ts'

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length))

/** Serves until a signal ends it; a second signal ends it at once. */
export async function start(options: CommandOptions): Promise<void> {
  const { dcs, apiId, apiHash, dir, local, privateWebhooks, filter } = options
  const serverPublicKey = readFileSync(options.publicKey, 'utf8')
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const api = createBotApi({
    storage: openStorage(dir),
    openClient: (stored) =>
      createClient({ ...{ apiId, apiHash, dcs, serverPublicKey, storage: stored.client, log: clientLog } }),
    random,
    now: () => Math.floor(Date.now() / 1000),
    sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
    ...{ privateWebhooks, local: local ? { folder: join(dir, 'files') } : undefined },
    serves: filter && ((botId) => botId % filter.modulo === filter.remainder),
    onFault: (error, what) => log('error', { what, ...describe(error) }, 'the Bot API failed'),
  })
  const { http } = api
  try {
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject)
      http.listen(options.httpPort, options.httpAddress, resolve)
    })
  } catch (error) {
    await api.close()
    throw error
  }

  let stopping = false
  const stop = (signal: string): void => {
    if (stopping) process.exit(1)
    stopping = true
    log('info', { signal }, 'stopping')
    api.close().then(
      () => {
        log('info', {}, 'stopped')
        // All is closed: timers that clients have left behind have nothing to do any more.
        process.exit(0)
      },
      (error: unknown) => {
        log('error', describe(error), 'stopped in disorder')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  const address = http.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.httpPort
  log('info', { host: options.httpAddress, port, dc: `${dcs.host}:${dcs.port}`, local }, 'listening')
}

/** The folder is this process's alone: two would give each update twice. */
function openStorage(dir: string): BotStorage {
  try {
    return openSqliteStorage(join(dir, 'bots.db'), random, { exclusive: true })
  } catch (error) {
    const isBusy = error instanceof Error && 'errcode' in error && error.errcode === 5
    throw isBusy ? new UsageError(`another chappe-bot-api is running on the folder ${dir}`) : error
  }
}

const clientLog: Log = (level, message) => {
  if (level === 'warn' || level === 'error') log(level, {}, message)
}

/** Its kind alone: what it says may quote what somebody wrote. */
function describe(error: unknown): { readonly name: string; readonly code?: string } {
  if (!(error instanceof Error)) return { name: typeof error }
  return { name: error.name, ...(error instanceof ClientError && { code: error.code }) }
}
