import { publicKeyToPem } from '@chappe/crypto'
import { type Listener, listen } from '@chappe/transport'
import { defaultWelcomeText } from './accounts/first-message.ts'
import type { BlobStore } from './blobs/blob-store.ts'
import { openBlobs } from './blobs/open-blobs.ts'
import type { ServedBotApi } from './bot-api/serve-bot-api.ts'
import { createInProcessBus } from './bus/in-process-bus.ts'
import { isLoopback, isReachable } from './config/loopback.ts'
import { publicAddresses } from './config/public-address.ts'
import { createCore } from './core.ts'
import { createGateway, type Gateway } from './gateway/gateway.ts'
import { keyOf } from './keys/key-of-folder.ts'
import { createRsaKey } from './keys/rsa-key.ts'
import { createMediaWorks } from './media/media-works.ts'
import { openStore, writeTrial } from './open-store.ts'
import { watchDamage } from './operations/damage-watch.ts'
import type { Metrics } from './operations/metrics.ts'
import { observe } from './operations/observe.ts'
import { showing } from './operations/show-traffic.ts'
import { type Readiness, type StatusServer, startStatusServer } from './operations/status-server.ts'
import { watchStore } from './operations/store-watch.ts'
import { timed } from './operations/timed.ts'
import { claimFolder } from './operator/claim-folder.ts'
import { type OperatorChannel, serveOperator } from './operator/serve-operator.ts'
import { type Clock, systemClock } from './ports/clock.ts'
import { createLogCodeSender } from './ports/code-sender.ts'
import { createLogEmailSender } from './ports/email-sender.ts'
import type { LinkPreviews } from './ports/link-previews.ts'
import { silentLog } from './ports/log.ts'
import { systemRandom } from './ports/random.ts'
import { joinProcesses, type Membership } from './processes/membership.ts'
import { startUpkeep } from './processes/upkeep.ts'
import { nameRequests } from './rpc/request-log.ts'
import { maxFileParts } from './rules/file-parts.ts'
import { openSessions, running, type Server } from './running-server.ts'
import type { ServerOptions } from './server-options.ts'
import type { Store } from './store/store.ts'
import { version } from './version.ts'

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
  const metrics = options.metricsPort === undefined ? undefined : await openMetrics()
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
      linkPreviews: options.linkPreviews === true ? await openLinkPreviews(clock) : undefined,
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

// What few servers need is loaded by those alone.
async function openMetrics(): Promise<Metrics> {
  const { createMetrics } = await import('./operations/metrics.ts')
  return createMetrics(version())
}

async function openLinkPreviews(clock: Clock): Promise<LinkPreviews> {
  const { createLinkPreviews } = await import('./link-previews/link-previews.ts')
  return createLinkPreviews({ clock })
}

/** What clients are told to connect to: an address that means "all" is of no use to them. */
function reachableAt(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  return host === '::' ? '::1' : host
}
