import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { publicKeyToPem, type RsaPrivateKey } from '@chappe/crypto'
import { type Listener, listen, type ServerLimits } from '@chappe/transport'
import { defaultWelcomeText } from './accounts/first-message.ts'
import type { BlobStore } from './blobs/blob-store.ts'
import { openBlobs } from './blobs/open-blobs.ts'
import type { BotApiPort, ServedBotApi } from './bot-api/serve-bot-api.ts'
import type { Bus } from './bus/bus.ts'
import { createInProcessBus } from './bus/in-process-bus.ts'
import { isLoopback, isReachable } from './config/loopback.ts'
import { publicAddresses } from './config/public-address.ts'
import { createCore } from './core.ts'
import type { Registration } from './core-ports.ts'
import { createGateway, type Gateway } from './gateway/gateway.ts'
import { localKey } from './gateway/local-sessions.ts'
import { checkRsaKey, createRsaKey, loadRsaKey } from './keys/rsa-key.ts'
import { createLinkPreviews } from './link-previews/link-previews.ts'
import { createMediaWorks, type MediaWorks } from './media/media-works.ts'
import { watchDamage } from './operations/damage-watch.ts'
import { createMetrics, type Metrics, timed } from './operations/metrics.ts'
import { showing } from './operations/show-traffic.ts'
import { type Readiness, type StatusServer, startStatusServer } from './operations/status-server.ts'
import { type StoreWatch, watchStore } from './operations/store-watch.ts'
import { type BotWithToken, readBotWithToken } from './operator/bots.ts'
import { claimFolder } from './operator/claim-folder.ts'
import type { OperatorCommand } from './operator/command.ts'
import { type OperatorChannel, serveOperator } from './operator/serve-operator.ts'
import type { AddressBook } from './ports/address-book.ts'
import { type Clock, systemClock } from './ports/clock.ts'
import { type CodeSender, createLogCodeSender } from './ports/code-sender.ts'
import { createLogEmailSender, type EmailSender } from './ports/email-sender.ts'
import { type Log, silentLog } from './ports/log.ts'
import { type RandomBytes, randomLong, systemRandom } from './ports/random.ts'
import type { Traffic } from './ports/traffic.ts'
import { joinProcesses, type Membership } from './processes/membership.ts'
import { startUpkeep } from './processes/upkeep.ts'
import { describeFailure } from './rpc/describe-failure.ts'
import type { RateLimits } from './rpc/limits.ts'
import { currentRequest, nameRequests, outsideRequests } from './rpc/request-log.ts'
import type { Rpc } from './rpc/rpc.ts'
import { maxFileParts } from './rules/file-parts.ts'
import { pacingBy } from './store/sqlite/engine/group-commit.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'
import type { Store, Transaction } from './store/store.ts'
import { version } from './version.ts'

/** What a server may be given. Everything has a default. */
export interface ServerOptions {
  /** The folder for the store and the keys, made if need be. Default: none, everything is forgotten on `close`. */
  readonly data?: string | undefined
  /**
   * Whether what is acknowledged outlives a power cut. False saves the flushes to the disk, for tests; a kill of the process
   * loses nothing all the same. Default: true.
   */
  readonly durable?: boolean | undefined
  /** The address to listen on. Default: 127.0.0.1. */
  readonly host?: string | undefined
  /** Default: 0, any free port. */
  readonly port?: number | undefined
  /** Where clients are told to connect to, where that is not where the server listens. A name is looked up once. */
  readonly publicHost?: string | undefined
  readonly publicPort?: number | undefined
  /** Serves `/metrics`, `/health` and `/ready` on this port of 127.0.0.1, 0 for a free one. Default: not at all. */
  readonly metricsPort?: number | undefined
  /**
   * The number of the data centre that this server is, if it is one of several: whoever means another is refused. Default: it
   * is alone, and is whichever data centre a client means.
   */
  readonly dcId?: number | undefined
  /**
   * Whether 99966XYYYY signs in with XXXXX; only ever on a loopback address. Default: true, unless `publicHost` or
   * `publicPort` says that others are to reach the server.
   */
  readonly testAccounts?: boolean | undefined
  /** Default: logs nothing. */
  readonly log?: Log | undefined
  /** Default: prints codes in the log. */
  readonly codeSender?: CodeSender | undefined
  /** Default: prints codes in the log. */
  readonly emailSender?: EmailSender | undefined
  /** Where login codes go by e-mail, for organisations without SMS. Default: nowhere. */
  readonly addressBook?: AddressBook | undefined
  /** Who may make an account. Default: anyone. */
  readonly registration?: Registration | undefined
  /** Whether service messages tell the other devices of login codes and of new devices. Default: true. */
  readonly loginNotices?: boolean | undefined
  /** Whether a login e-mail is asked of whoever signs in without one; codes then go there. Default: false. */
  readonly loginEmail?: boolean | undefined
  /** Whether the pages that messages link to are fetched from the public internet. Default: false. */
  readonly linkPreviews?: boolean | undefined
  /** The first message of a new account, from the service account; empty for none. Default: a short welcome. */
  readonly welcomeText?: string | undefined
  /** The phone number of the account that answers people's questions, in digits. Default: nobody does. */
  readonly support?: string | undefined
  /** Where the bytes of files lie: a folder, or `s3://BUCKET/PREFIX`. Default: `files` in `data`, or memory without it. */
  readonly files?: string | undefined
  /** The URL of an S3 service other than that of AWS. */
  readonly filesEndpoint?: string | undefined
  /** Master keys of files, 64 hexadecimal digits each, the one that seals first. Default: those in `keys/files.key` of `data`. */
  readonly filesKey?: string | undefined
  /** What the files of one account may take, in MiB. Default: any amount. */
  readonly fileQuota?: number | undefined
  /** How many parts of 512 KiB a file may have, 4,000 to 8,000. Default: 4,000. */
  readonly maxFileParts?: number | undefined
  /** Where programs of bots find the HTTP Bot API. Default: nowhere. */
  readonly botApi?: BotApiPort | undefined
  readonly clock?: Clock | undefined
  readonly random?: RandomBytes | undefined
  /** Default: the embedded SQLite store in `data`. */
  readonly store?: Store | undefined
  /** How the servers that share `store` tell each other of what is in it. Default: there is no other. */
  readonly bus?: Bus | undefined
  /** Default: what a public server needs; `{}` for none, where only tests connect. */
  readonly rateLimits?: RateLimits | undefined
  /**
   * Whether bots may send no more than on the public server (`publicBotLimits`), unless `rateLimits` says so. Default: where there
   * are no test accounts.
   */
  readonly botLimits?: boolean | undefined
  readonly connectionLimits?: Partial<ServerLimits> | undefined
  /** Is shown all queries, answers and updates. Default: nobody. */
  readonly traffic?: Traffic | undefined
}

export interface Server {
  readonly host: string
  readonly port: number
  /** Of the loopback interface, if metrics are served. */
  readonly metricsPort: number | undefined
  /** Of the loopback interface, if the HTTP Bot API is served. */
  readonly botApiPort: number | undefined
  /** The public key that clients must hold, PKCS#1 PEM. */
  readonly publicKey: string
  /**
   * A session within this process, for programs that the server is part of: neither a connection nor encryption lies between.
   * `@chappe/client` takes the server itself as `inProcess`.
   */
  openSession(options: InProcessSessionOptions): Promise<InProcessSession>
  /**
   * A bot, or the one that was made so before, without an owner or of a person (a phone number or a username). Rejects with an
   * `OperatorError` for a name that it cannot have, and for an owner whom there is not.
   */
  createBot(options: BotToMake): Promise<BotWithToken>
  /**
   * Lets a bot verify people and chats for an organisation, or with `undefined` no more. Rejects with an `OperatorError` for a bot
   * that there is not and an icon that is no custom emoji.
   */
  setVerifier(bot: string, verifier: VerifierOptions | undefined): Promise<void>
  /** Takes nothing new, finishes what was begun, closes all connections and the store. */
  close(options?: CloseOptions): Promise<void>
}

export interface BotToMake {
  readonly username: string
  readonly name: string
  readonly owner?: string | undefined
}

export interface CloseOptions {
  /** Cuts all connections at once, as a kill would: no answer leaves any more, and nobody waits for what was begun. */
  readonly abrupt?: boolean | undefined
}

export interface VerifierOptions {
  /** The number of a custom emoji, or an emoji of the icons of topics. */
  readonly icon: string
  readonly company: string
  /** What its verifications say. Default: a sentence with the company's name. */
  readonly description?: string | undefined
  /** It may say something else with each. Default: false. */
  readonly ownWords?: boolean | undefined
}

export interface InProcessSessionOptions {
  /** The key of a session before, to be signed in as then. A new one where it is missing or forgotten. */
  readonly authKeyId?: bigint | undefined
  /** An update (TL bytes), called within the server's turn. */
  readonly onUpdate: (body: Uint8Array) => void
}

export interface InProcessSession {
  readonly authKeyId: bigint
  /** The answer to a query, both in TL bytes. Rejects with an error of a `code` such as 400 and a `message` such as `PEER_ID_INVALID`. */
  request(body: Uint8Array): Promise<Uint8Array>
  close(): void
}

/** How long `close` waits for queries that are being served, in ms. */
const drainTimeMs = 5_000

const oneDaySeconds = 86_400
const bytesOfMiB = 1_048_576

/** What most clients call a server of which they know no number. */
const commonDcId = 2

/** Starts a server; resolves when it accepts connections. */
export async function createServer(options: ServerOptions = {}): Promise<Server> {
  const { clock = systemClock, random = systemRandom, data } = options
  const alone = options.dcId === undefined
  const dcId = options.dcId ?? commonDcId
  const log = nameRequests(options.log ?? silentLog)
  const host = options.host ?? '127.0.0.1'
  const testAccounts = (options.testAccounts ?? !isReachable({ ...options, host })) && isLoopback(host)
  const unlock = data === undefined ? () => {} : await claimFolder(data, clock)
  let store: Store | undefined
  let blobs: BlobStore | undefined
  const media = createMediaWorks({ log })
  let membership: Membership | undefined
  let gateway: Gateway | undefined
  let listener: Listener | undefined
  let status: StatusServer | undefined
  let botApi: ServedBotApi | undefined
  let operator: OperatorChannel | undefined
  let readiness: Readiness = { ready: false, reason: 'starting' }
  const metrics = options.metricsPort === undefined ? undefined : createMetrics(version())
  const watch = watchStore({ tryIt: async () => store?.transaction(writeTrial), clock, log })
  const endDamageWatch = watchDamage({ log, clock, count: metrics?.valueDamaged })
  try {
    const [publicAddress, ...otherHosts] = await publicAddresses(options.publicHost ?? reachableAt(host))
    const rsaKey = data === undefined ? createRsaKey() : keyOf(data, log)
    store = options.store ?? openStore(options, { log, clock, metrics, watch })
    blobs = await openBlobs(options, { store, clock, random, onNoRoom: watch.failed })
    const process = Buffer.from(random(8)).toString('hex')
    membership = await joinProcesses({ store, clock, log, process, isAlone: options.store === undefined })
    const bus = options.bus ?? createInProcessBus()
    const address = (): { host: string; otherHosts: string[]; port: number } => ({
      host: publicAddress,
      otherHosts,
      port: options.publicPort ?? listener?.port ?? 0,
    })
    const rpc = await createCore({
      store,
      blobs,
      media,
      bus,
      process,
      clock,
      random,
      log,
      codeSender: options.codeSender ?? createLogCodeSender(log),
      emailSender: options.emailSender ?? createLogEmailSender(log),
      addressBook: options.addressBook,
      linkPreviews: options.linkPreviews === true ? createLinkPreviews({ clock }) : undefined,
      settings: {
        dcId,
        alone,
        address,
        testAccounts,
        loginNotices: options.loginNotices ?? true,
        loginEmail: options.loginEmail ?? false,
        welcomeText: options.welcomeText ?? defaultWelcomeText,
        support: options.support,
        registration: options.registration ?? 'open',
        fileQuota: options.fileQuota === undefined ? undefined : options.fileQuota * bytesOfMiB,
        maxFileParts: options.maxFileParts ?? maxFileParts,
        // Whoever tests a client cannot wait for a day ("FRESH_RESET_AUTHORISATION_FORBIDDEN").
        freshSessionSeconds: testAccounts ? 0 : oneDaySeconds,
      },
      rateLimits: options.rateLimits,
      limitsBots: options.botLimits ?? !testAccounts,
    })
    const { traffic } = options
    const shown = traffic === undefined ? rpc : showing(rpc, traffic)
    const served = metrics === undefined ? shown : timed(shown, metrics)
    gateway = createGateway({
      ...{
        store,
        bus,
        rpc: served,
        presence: rpc.presence,
        renderer: rpc.renderer,
        clock,
        random,
        log,
        rsaKey,
        traffic,
      },
      dcIds: alone ? 'any' : [dcId],
    })
    listener = await listen({
      host,
      port: options.port ?? 0,
      accept: gateway.endpoint.accept,
      random,
      limits: options.connectionLimits,
      onRefused(reason, remoteAddress) {
        metrics?.connectionRefused(reason.code)
        log.debug({ reason: reason.code, remoteAddress }, 'connection refused')
      },
    })
    if (metrics !== undefined && options.metricsPort !== undefined) {
      observe(metrics, rpc, gateway)
      const { read } = store
      const probe = async (): Promise<Readiness> => {
        if (!readiness.ready) return readiness
        // After a failed flush nothing can be read either, of which the watch knows the reason.
        const stored = await watch.readiness()
        if (stored.ready) await read.settings.get('')
        return stored
      }
      status = await startStatusServer({ port: options.metricsPort, metrics, readiness: probe })
    }
    if (data !== undefined) operator = await serveOperator({ folder: data, commands: rpc.operator, clock, log })
    const sessions = openSessions({ store, gateway, random, clock })
    if (options.botApi !== undefined) {
      const { serveBotApi } = await import('./bot-api/serve-bot-api.ts')
      const server = { openSession: sessions }
      const privateWebhooks = !isReachable({ ...options, host })
      botApi = await serveBotApi({ ...options.botApi, folder: data, server, privateWebhooks, clock, random, log })
    }
    readiness = { ready: true }
    if (testAccounts) {
      log.warn({ host }, 'test accounts are on: whoever connects signs in as any 99966XYYYY, by the digit X five times')
    }
    const own = [...rpc.ownUpkeep, ...gateway.upkeep]
    const stopUpkeep = startUpkeep({ shared: rpc.upkeep, own, membership, clock, log })
    const release = (): void => {
      watch.close()
      endDamageWatch()
      unlock()
    }
    const stopping = (): void => {
      readiness = { ready: false, reason: 'stopping' }
    }
    const publicKey = publicKeyToPem(rsaKey.publicKey)
    return running({
      listener,
      gateway,
      store,
      blobs,
      media,
      status,
      botApi,
      operator,
      publicKey,
      openSession: sessions,
      makeBot: rpc.operator.bots,
      stopping,
      stopUpkeep,
      release,
    })
  } catch (error) {
    watch.close()
    endDamageWatch()
    await botApi?.close()
    await status?.close()
    await operator?.close()
    gateway?.close()
    await listener?.close()
    await membership?.close()
    await media.close()
    await blobs?.objects.close()
    await store?.close()
    unlock()
    throw error
  }
}

interface SessionPorts {
  readonly store: Store
  readonly gateway: Gateway
  readonly random: RandomBytes
  readonly clock: Clock
}

function openSessions({ store, gateway, random, clock }: SessionPorts): Server['openSession'] {
  return async ({ authKeyId: known, onUpdate }) => {
    const authKeyId = await localKey({ store, random, clock }, known)
    return { authKeyId, ...gateway.openLocal({ authKeyId, sessionId: randomLong(random), onUpdate }) }
  }
}

interface Parts {
  readonly listener: Listener
  readonly gateway: Gateway
  readonly store: Store
  readonly blobs: BlobStore
  readonly media: MediaWorks
  readonly status: StatusServer | undefined
  readonly botApi: ServedBotApi | undefined
  readonly operator: OperatorChannel | undefined
  readonly publicKey: string
  readonly openSession: Server['openSession']
  readonly makeBot: OperatorCommand
  readonly stopping: () => void
  readonly stopUpkeep: () => Promise<void>
  readonly release: () => void
}

function running({
  listener,
  gateway,
  store,
  blobs,
  media,
  status,
  botApi,
  operator,
  publicKey,
  openSession,
  makeBot,
  stopping,
  stopUpkeep,
  release,
}: Parts): Server {
  let closing: Promise<void> | undefined
  const close = async (abrupt: boolean): Promise<void> => {
    stopping()
    if (abrupt) {
      listener.stop()
      gateway.close()
      botApi?.cut()
    }
    const upkeepEnded = stopUpkeep()
    const operatorEnded = operator?.close()
    listener.stop()
    await botApi?.close()
    for (let waited = 0; !abrupt && gateway.running > 0 && waited < drainTimeMs; waited += 10) await pause(10)
    // The last answers leave at the end of this turn.
    await pause(0)
    try {
      if (!abrupt) gateway.close()
      await listener.close()
      await upkeepEnded
      await operatorEnded
      await media.close()
      await blobs.objects.close()
      await store.close()
      await status?.close()
    } finally {
      release()
    }
  }
  const operateOnBots = (input: object): Promise<unknown> => {
    const stop = new AbortController().signal
    return makeBot(input, { progress() {}, stop, serverStops: stop })
  }
  return {
    host: listener.host,
    port: listener.port,
    metricsPort: status?.port,
    botApiPort: botApi?.port,
    publicKey,
    async createBot({ username, name, owner }) {
      return readBotWithToken(await operateOnBots({ action: 'create', username, name, owner }))
    },
    async setVerifier(bot, verifier) {
      await operateOnBots({ action: 'verifier', bot, off: verifier === undefined, ...verifier })
    },
    openSession,
    close({ abrupt = false } = {}) {
      closing ??= close(abrupt)
      return closing
    },
  }
}

/** The key of a data folder. Another one than clients know is made where there is none, and that is told. */
function keyOf(data: string, log: Log): RsaPrivateKey {
  const keys = join(data, 'keys')
  const isLost = existsSync(join(data, 'chappe.db')) && checkRsaKey(keys).isMissing
  if (isLost) log.error({ folder: keys }, 'the key is gone: another one is made, and no client knows it')
  return loadRsaKey(keys)
}

/**
 * What is written to see whether the disk has room: larger than nearly any change, so that where this fits others do.
 * Nobody reads it.
 */
const trialBytes = 65_536

async function writeTrial(tx: Transaction): Promise<void> {
  await tx.settings.put('store-watch', new Uint8Array(trialBytes))
}

interface StoreObservers {
  readonly log: Log
  readonly clock: Clock
  readonly metrics: Metrics | undefined
  readonly watch: StoreWatch
}

function openStore(
  { data, durable }: Pick<ServerOptions, 'data' | 'durable'>,
  { log, clock, metrics, watch }: StoreObservers,
): Store {
  return openSqliteStore({
    path: data === undefined ? ':memory:' : join(data, 'chappe.db'),
    durable,
    // A group of units is not the business of the request that happened to come first.
    schedule: (task) => clock.defer(() => outsideRequests(task)),
    pacing: pacingBy(clock),
    originOf: currentRequest,
    onActionError: (error, requestId) => log.error({ requestId, ...describeFailure(error) }, 'a push failed'),
    onCommitted: metrics?.committed,
    onIncomplete({ missing, log: keptLog, note }) {
      log.error(
        { missing, log: keptLog, note },
        'acknowledged commits are missing from the store: the log was damaged, or taken away; restore a backup if that has more, or remove the note to go on without them',
      )
    },
    onFailed(error) {
      metrics?.commitFailed()
      watch.failed(error)
    },
  })
}

function observe(metrics: Metrics, rpc: Rpc, gateway: Gateway): void {
  const { endpoint } = gateway
  metrics.observe({
    rpc,
    connections: () => endpoint.connectionCount,
    sessions: () => endpoint.sessionCount,
    keyExchanges: () => endpoint.keyExchangeCount,
    requestsRunning: () => gateway.running,
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
