import { join } from 'node:path'
import { publicKeyToPem } from '@chappe/crypto'
import { type Listener, listen, type ServerLimits } from '@chappe/transport'
import { createInProcessBus } from './bus/in-process-bus.ts'
import { lockFolder } from './config/lock-folder.ts'
import { isLoopback } from './config/loopback.ts'
import { makeFolder } from './config/make-folder.ts'
import { createCore } from './core.ts'
import { createGateway, type Gateway } from './gateway/gateway.ts'
import { createRsaKey, loadRsaKey } from './keys/rsa-key.ts'
import { startMaintenance } from './maintenance.ts'
import { type Clock, systemClock } from './ports/clock.ts'
import { type CodeSender, createLogCodeSender } from './ports/code-sender.ts'
import { createLogEmailSender, type EmailSender } from './ports/email-sender.ts'
import { type Log, silentLog } from './ports/log.ts'
import { type RandomBytes, systemRandom } from './ports/random.ts'
import { describeFailure } from './rpc/describe-failure.ts'
import { defaultRateLimits, type RateLimits } from './rpc/limits.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'
import type { Store } from './store/store.ts'

/** What a server may be given. Everything has a default. */
export interface ServerOptions {
  /** The folder for the store and the keys, made if need be. Default: none, everything is forgotten on `close`. */
  readonly data?: string | undefined
  /** The address to listen on. Default: 127.0.0.1. */
  readonly host?: string | undefined
  /** Default: 0, any free port. */
  readonly port?: number | undefined
  /** The number of the data centre that this server is. Default: 2. */
  readonly dcId?: number | undefined
  /** Whether 99966XYYYY signs in with XXXXX; only ever on a loopback address. Default: true. */
  readonly testAccounts?: boolean | undefined
  /** Default: logs nothing. */
  readonly log?: Log | undefined
  /** Default: prints codes in the log. */
  readonly codeSender?: CodeSender | undefined
  /** Default: prints codes in the log. */
  readonly emailSender?: EmailSender | undefined
  /** Whether service messages tell the other devices of login codes and of new devices. Default: true. */
  readonly loginNotices?: boolean | undefined
  readonly clock?: Clock | undefined
  readonly random?: RandomBytes | undefined
  /** Default: the embedded SQLite store in `data`. */
  readonly store?: Store | undefined
  readonly rateLimits?: RateLimits | undefined
  readonly connectionLimits?: Partial<ServerLimits> | undefined
}

export interface Server {
  readonly host: string
  readonly port: number
  /** The public key that clients must hold, PKCS#1 PEM. */
  readonly publicKey: string
  /** Takes nothing new, finishes what was begun, closes all connections and the store. */
  close(): Promise<void>
}

/** How long `close` waits for queries that are being served, in ms. */
const drainTimeMs = 5_000

const oneDaySeconds = 86_400

/** Starts a server; resolves when it accepts connections. */
export async function createServer(options: ServerOptions = {}): Promise<Server> {
  const { log = silentLog, clock = systemClock, random = systemRandom, data, dcId = 2 } = options
  const host = options.host ?? '127.0.0.1'
  const testAccounts = (options.testAccounts ?? true) && isLoopback(host)
  const unlock = data === undefined ? () => {} : claimFolder(data)
  let store: Store | undefined
  let gateway: Gateway | undefined
  let listener: Listener | undefined
  try {
    const rsaKey = data === undefined ? createRsaKey() : loadRsaKey(join(data, 'keys'))
    store = options.store ?? openStore(data, log, clock)
    const bus = createInProcessBus()
    const address = (): { host: string; port: number } => ({ host: reachableAt(host), port: listener?.port ?? 0 })
    const rpc = await createCore({
      store,
      bus,
      clock,
      random,
      log,
      codeSender: options.codeSender ?? createLogCodeSender(log),
      emailSender: options.emailSender ?? createLogEmailSender(log),
      settings: {
        dcId,
        address,
        testAccounts,
        loginNotices: options.loginNotices ?? true,
        // Whoever tests a client cannot wait for a day ("FRESH_RESET_AUTHORISATION_FORBIDDEN").
        freshSessionSeconds: testAccounts ? 0 : oneDaySeconds,
      },
      rateLimits: options.rateLimits ?? defaultRateLimits,
    })
    gateway = createGateway({ store, bus, rpc, clock, random, log, rsaKey, dcId })
    listener = await listen({
      host,
      port: options.port ?? 0,
      accept: gateway.endpoint.accept,
      random,
      limits: options.connectionLimits,
      onRefused: (reason, remoteAddress) => log.debug({ reason: reason.code, remoteAddress }, 'connection refused'),
    })
    const stopMaintenance = startMaintenance(rpc.upkeep, clock, log)
    const release = (): void => {
      stopMaintenance()
      unlock()
    }
    return running({ listener, gateway, store, publicKey: publicKeyToPem(rsaKey.publicKey), release })
  } catch (error) {
    gateway?.close()
    await store?.close()
    unlock()
    throw error
  }
}

interface Parts {
  readonly listener: Listener
  readonly gateway: Gateway
  readonly store: Store
  readonly publicKey: string
  readonly release: () => void
}

function running({ listener, gateway, store, publicKey, release }: Parts): Server {
  let closing: Promise<void> | undefined
  const close = async (): Promise<void> => {
    listener.stop()
    for (let waited = 0; gateway.running > 0 && waited < drainTimeMs; waited += 10) await pause(10)
    // The last answers leave at the end of this turn.
    await pause(0)
    gateway.close()
    await listener.close()
    await store.close()
    release()
  }
  return {
    host: listener.host,
    port: listener.port,
    publicKey,
    close() {
      closing ??= close()
      return closing
    },
  }
}

/** Makes the folder if need be, and keeps other servers out of it. */
function claimFolder(data: string): () => void {
  makeFolder(data)
  return lockFolder(data)
}

function openStore(data: string | undefined, log: Log, clock: Clock): Store {
  return openSqliteStore({
    path: data === undefined ? ':memory:' : join(data, 'chappe.db'),
    schedule: clock.defer,
    onActionError: (error) => log.error(describeFailure(error), 'a push failed'),
  })
}

/** What clients are told to connect to: an address that means "all" is of no use to them. */
function reachableAt(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
