import type { BlobStore } from './blobs/blob-store.ts'
import { createCollector } from './blobs/collect.ts'
import type { Bus } from './bus/bus.ts'
import { createWebPages } from './chats/content/create-web-pages.ts'
import { createAssemble } from './chats/files/assemble.ts'
import { createDocuments } from './chats/files/create-documents.ts'
import { createEncryptedFiles } from './chats/files/create-encrypted-files.ts'
import { createExternalMedia } from './chats/files/create-external-media.ts'
import { createPhotos } from './chats/files/create-photos.ts'
import { createProfilePhotos } from './chats/photos/create-profile-photos.ts'
import type { ServerSettings, ServicePorts } from './core-ports.ts'
import { createRenderer, type Renderer } from './delivery/render.ts'
import type { MediaWorks } from './media/media-works.ts'
import { createOperatorCommands } from './operator/commands.ts'
import { createAccessHashes, loadServerSecret } from './peers/access-hash.ts'
import { createInputPeers } from './peers/input-peers.ts'
import { createNotePlausibleTime, createPlausibleTime, newestKnown } from './plausible-time.ts'
import type { AddressBook } from './ports/address-book.ts'
import { answeredCodeSender, answeredEmailSender } from './ports/answered-senders.ts'
import type { Clock } from './ports/clock.ts'
import type { CodeSender } from './ports/code-sender.ts'
import type { EmailSender } from './ports/email-sender.ts'
import type { LinkPreviews } from './ports/link-previews.ts'
import type { Log } from './ports/log.ts'
import type { RandomBytes } from './ports/random.ts'
import { createBotLimiter, publicBotLimits } from './rpc/bot-limits.ts'
import type { ConnectionPresence } from './rpc/connection-presence.ts'
import type { UpkeepTask } from './rpc/handlers.ts'
import { createRateLimiter, type MethodLimits, type RateLimits } from './rpc/limits.ts'
import { createRegistry, rateLimitsOf } from './rpc/registry.ts'
import { createRpc, type Rpc } from './rpc/rpc.ts'
import { createSharedLimiter } from './rpc/shared-limits.ts'
import { createConnectionPresence } from './services/presence/connections.ts'
import { createServices } from './services/services.ts'
import type { Store } from './store/store.ts'
import { createUserViews } from './views/user-view.ts'

export interface CoreOptions {
  readonly store: Store
  readonly bus: Bus
  /** Where the bytes of files are. */
  readonly blobs: BlobStore
  readonly media: MediaWorks
  /** Names this process among those that share the store; another in each run. */
  readonly process: string
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
  readonly codeSender: CodeSender
  readonly emailSender: EmailSender
  readonly linkPreviews?: LinkPreviews | undefined
  readonly addressBook?: AddressBook | undefined
  readonly settings: ServerSettings
  /** By default those that stand beside the methods. */
  readonly rateLimits?: RateLimits | undefined
  /** Whether bots are held to the public limits by default. */
  readonly limitsBots?: boolean | undefined
}

export interface Core extends Rpc {
  readonly presence: ConnectionPresence
  readonly rateLimits: MethodLimits
  readonly renderer: Renderer
  /** What one process does for all that share the store. */
  readonly upkeep: readonly UpkeepTask[]
  /** What each does for itself. */
  readonly ownUpkeep: readonly UpkeepTask[]
  /** What commands of `chappe-server` have it do. */
  readonly operator: ReturnType<typeof createOperatorCommands>
}

/** All requests so far, but for those that are under way. */
function answered(counts: Rpc['counts']): number {
  let all = 0
  for (const { served, refused, failed, notImplemented } of counts.values()) {
    all += served + refused + failed + notImplemented
  }
  return all
}

/** All of the server that knows no connection: the services, and the rpc layer in front of them. */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { store, clock, log } = options
  const secret = await loadServerSecret(store, options.random)
  const accessHashes = createAccessHashes(secret)
  const assemble = createAssemble(options)
  const plausible = createPlausibleTime({ clock, log, known: await newestKnown(store) })
  const documents = createDocuments(options, assemble)
  const photos = createPhotos(options, assemble, documents)
  const ports: ServicePorts = {
    ...options,
    plausible,
    codeSender: answeredCodeSender(options.codeSender, log),
    emailSender: answeredEmailSender(options.emailSender, log),
    secret,
    encryptedFiles: createEncryptedFiles(options, assemble),
    documents,
    photos,
    profilePhotos: createProfilePhotos({ ...options, photos }, assemble),
    externalMedia: createExternalMedia({ ...options, photos }),
    webPages: createWebPages({ ...options, photos }),
    accessHashes,
    inputPeers: createInputPeers(store.read, accessHashes),
    userViews: createUserViews(accessHashes, clock),
  }
  const services = createServices(ports)
  const registry = createRegistry(services)
  const byDefault = { ...rateLimitsOf(registry), bots: options.limitsBots === true ? publicBotLimits : undefined }
  const { bots: botLimits, ...rateLimits } = options.rateLimits ?? byDefault
  const rpc = createRpc({
    store,
    log,
    clock,
    plausible,
    registry,
    limit: createSharedLimiter(createRateLimiter(rateLimits, clock), rateLimits, options),
    limitBot: createBotLimiter(botLimits, clock),
  })
  const collector = createCollector({ store, log, objects: options.blobs.objects })
  const upkeep = [...services.flatMap((service) => service.upkeep ?? []), collector]
  return {
    ...rpc,
    presence: createConnectionPresence(ports),
    rateLimits,
    renderer: createRenderer(store, ports.userViews, clock),
    upkeep: upkeep.map(({ everySeconds, run }) => ({
      everySeconds,
      run: (now: number) => run(now, Math.min(now, plausible.now())),
    })),
    ownUpkeep: [createNotePlausibleTime(store, clock, plausible)],
    operator: createOperatorCommands(ports, () => answered(rpc.counts)),
  }
}
