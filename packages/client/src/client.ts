import type { api } from '@chappe/tl-codec/api'
import type { ClientState } from '@chappe/transport/client'
import { platform } from '#platform'
import { type Account, loadAccount } from './account.ts'
import { createSignIn, type SignIn } from './auth/sign-in.ts'
import { type StartOptions, signInWith } from './auth/start.ts'
import { type Bots, createBots } from './bots/bots.ts'
import { clientClock } from './clock.ts'
import { createConnectionEvents } from './connection-events.ts'
import { ClientError, RpcError } from './errors.ts'
import { createFileOrigins } from './files/file-origins.ts'
import { createFiles, type Files } from './files/files.ts'
import { consoleLog, type Log } from './log.ts'
import { createMessages, type Messages } from './messages/messages.ts'
import type { ClientOptions, InProcessClientOptions } from './options.ts'
import type { PeerCache } from './peers/peer-cache.ts'
import { peopleIn } from './peers/people-in.ts'
import { type PeerLike, resolvePeer } from './peers/resolve.ts'
import type { Call } from './rpc/call.ts'
import { centresOf } from './rpc/centres-of.ts'
import { createClientCalls } from './rpc/client-calls.ts'
import type { DataCentres } from './rpc/data-centres.ts'
import { createIntroduction } from './rpc/introduce.ts'
import { createSecretChatsFace, type SecretChats } from './secret-chats/face.ts'
import { SecretChatsOfDevice } from './secret-chats/secret-chats.ts'
import type { WaitOptions } from './state.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import { type ClientEvents, createEmitter, type Listener } from './updates/events.ts'
import { followUpdates } from './updates/follow-updates.ts'
import { createHandling } from './updates/handling.ts'
import { iterate } from './updates/iterate.ts'
import type { Delivered } from './updates/update-types.ts'
import { within } from './within.ts'

export interface Client extends SignIn, Files, Bots, Messages {
  readonly state: ClientState
  /** Who is signed in, as far as this client knows. */
  readonly userId: bigint | undefined
  /**
   * Connects, and resolves when the connection stands. Not needed before a call, which does so itself; for apps that only
   * listen. TIMED_OUT says by its cause why there is no connection; it is still tried.
   */
  connect(options?: WaitOptions): Promise<void>
  /** Calls any method of the API; the result has the method's type. */
  call: Call
  /** Signs in, unless somebody is signed in already; gives who that is. */
  start(options: StartOptions): Promise<api.user>
  logOut(): Promise<void>
  getMe(): Promise<api.user>
  /** Whoever a message can go to, from a name, number, id or object. */
  resolve(peer: PeerLike): Promise<api.InputPeer>
  /** Gives back what ends the listening. */
  on<N extends keyof ClientEvents>(name: N, listener: Listener<ClientEvents[N]>): () => void
  /** Chats that only this device and one of the other person's can read. */
  readonly secretChats: SecretChats
  /** Every update from now on, in order. */
  updates(): AsyncIterableIterator<Delivered>
  /** The device woke up or the network changed: does not wait for a time-out to find out. */
  wake(): void
  /** Waits a second at most for listeners that are at work, stores what is to be stored and closes all connections. */
  close(): Promise<void>
}

/** Counters are stored when what was delivered has been dealt with; no single listener holds them up for longer. */
const HANDLING_PATIENCE_MS = 30_000
/** How long closing waits for listeners that are at work. */
const CLOSE_PATIENCE_MS = 1000
/** How long signing in waits for the server to say where updates stand. */
const STATE_PATIENCE_MS = 10_000

/** A client of one account. It does not connect before it is asked for something. */
export function createClient(options: ClientOptions | InProcessClientOptions): Client {
  const clock = options.clock ?? clientClock
  const random = options.random ?? platform.random
  const log: Log = options.log === false ? () => {} : (options.log ?? consoleLog)
  const connectTo = centresOf(options)
  const storage = options.storage ?? createMemoryStorage()
  const closing = new AbortController()
  const handling = createHandling(clock, HANDLING_PATIENCE_MS)
  const emitter = createEmitter(handling, log)
  // The session resends what it can; what was pushed while nobody listened is in the difference.
  const connection = createConnectionEvents(clock, emitter, () => updates.loop?.catchUp())
  const langCode = options.langCode ?? platform.language
  const introduce = createIntroduction({
    apiId: options.apiId,
    deviceModel: options.deviceModel ?? platform.deviceModel,
    systemVersion: options.systemVersion ?? platform.systemVersion,
    appVersion: options.appVersion ?? '0.1',
    systemLangCode: langCode,
    langPack: '',
    langCode,
  })

  let opened: Promise<{ account: Account; centres: DataCentres }> | undefined
  let centres: DataCentres | undefined
  let account: Account | undefined
  const secret = createSecretChats()
  /** Who signed in is being stored. */
  let signingIn: Promise<void> = Promise.resolve()
  const stopPageEvents = listenToPage()

  const origins = createFileOrigins(options.maxFiles ?? 10_000)
  const calls = createClientCalls({
    ...{ clock, closed: closing.signal, open },
    floodWaitS: options.floodWaitS ?? 10,
    maxFileConnections: options.fileConnections ?? 4,
    whyNotConnected: () => connection.whyNot,
    onUnauthorized(error) {
      if (account?.userId !== undefined) void signedOut(error)
    },
    onResult(request, result) {
      learn(result)
      origins.learn(request, result)
      updates.loop?.onResult(request, result)
    },
  })
  const { call, fileCall } = calls
  const updates = followUpdates({
    ...{ clock, call, log, handling, emitter, origins, secret, limits: options.updateLimits, closed: closing.signal },
  })
  const files = createFiles({
    ...{ clock, random, storage, origins, call, fileCall, resolve },
    files: platform.files,
    closed: closing.signal,
  })

  const bots = createBots({ call, random, resolve, getMe: () => getMe() })
  const peers = async (): Promise<PeerCache> => (await open()).account.peers
  const messages = createMessages({ call, random, resolve, peers, openSecret })

  const signInSteps = (stepCall: Call): SignIn =>
    createSignIn({
      call: stepCall,
      random,
      apiId: options.apiId,
      apiHash: options.apiHash,
      onSignedIn(user, missedSince) {
        const stored = storeSignedIn(user, missedSince)
        signingIn = stored.catch(() => {})
        return stored
      },
    })
  const steps = signInSteps(call)

  async function storeSignedIn(user: api.user, missedSince?: number): Promise<void> {
    const { account, centres } = await open()
    updates.stop()
    if (account.userId !== user.id) await account.forget()
    account.identify({ dcId: centres.mainId, userId: user.id })
    account.peers.learn([user], [])
    if (missedSince !== undefined) {
      await account.startAt({ pts: 1, qts: 0, date: missedSince, seq: 0, channels: new Map() })
    }
    const listened = updates.listen(account, user.id)
    // Nobody is signed in for the next start before it knows from where on it has to ask what was missed.
    const from = await within(clock, STATE_PATIENCE_MS, listened.known)
    if (from !== undefined) await account.startAt(from)
    else if (closing.signal.aborted) throw new ClientError('CLOSED', 'the client was closed')
    await account.save()
  }

  function listenToPage(): () => void {
    const page = options.page ?? platform.page
    const stops = [
      page.onWake(() => centres?.wake()),
      page.onLeave(() => void account?.flush('leaving').catch(onStorageError)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }

  function onStorageError(error: unknown): void {
    log('error', 'the state could not be stored', error)
  }

  function createSecretChats(): SecretChatsOfDevice | undefined {
    if (options.secretChats === undefined) return undefined
    return new SecretChatsOfDevice({
      ...{ storage, clock, random, log, handling, closed: closing.signal },
      key: options.secretChats.key,
      rekeying: options.secretChats.rekeying,
      call: (request, callOptions) => call(request, callOptions),
      timeOffset: () => centres?.main?.timeOffset ?? 0,
      qts: () => updates.loop?.qts,
    })
  }

  function open(): Promise<{ account: Account; centres: DataCentres }> {
    if (closing.signal.aborted) return Promise.reject(new ClientError('CLOSED', 'the client was closed'))
    opened ??= load()
    // A store that could not be read now may be readable later.
    opened.catch(() => {
      opened = undefined
    })
    return opened
  }

  async function load(): Promise<{ account: Account; centres: DataCentres }> {
    const maxPeers = options.maxPeers ?? 10_000
    const nameLifetimeMs = (options.nameLifetimeS ?? 600) * 1000
    const common = { storage, clock, handling, onStorageError }
    const loaded = await loadAccount({ ...common, maxPeers, nameLifetimeMs, defaultDcId: connectTo.defaultDcId })
    await secret?.load()
    account = loaded
    const created = connectTo.create(
      {
        ...{ storage, clock, random, introduce, log },
        onUpdate: (body) => updates.loop?.receive(body),
        onNewSession: () => updates.loop?.catchUp(),
        onState: connection.onState,
        onKeyLost: () => {
          if (loaded.userId !== undefined) void signedOut(undefined)
        },
        onViolation(error) {
          if (!emitter.has('violation')) log('warn', 'a check of the protocol failed', error)
          emitter.emit('violation', error)
        },
        onFatal(error) {
          if (!emitter.has('fatal')) log('error', 'the client cannot go on', error)
          connection.waiters.failed(new ClientError('GAVE_UP', error.message, { cause: error }))
          emitter.emit('fatal', error)
        },
      },
      loaded.dcId,
    )
    centres = created
    if (loaded.userId !== undefined) updates.listen(loaded, loaded.userId)
    return { account: loaded, centres: created }
  }

  async function signedOut(error: RpcError | undefined): Promise<void> {
    updates.stop()
    await secret?.forget().catch(onStorageError)
    await account?.forget().catch(onStorageError)
    emitter.emit('signedOut', error)
  }

  function learn(result: unknown): void {
    if (typeof result !== 'object' || result === null) return
    const { users, chats } = peopleIn(result)
    if (users.length + chats.length > 0) account?.peers.learn(users, chats)
  }

  async function finishHandling(): Promise<void> {
    await secret?.flush()
    if (!handling.idle) await within(clock, CLOSE_PATIENCE_MS, handling.settled())
    await secret?.flush()
    await account?.flush()
  }

  /** @throws {ClientError} OPTION_INVALID */
  function secretDevice(): SecretChatsOfDevice {
    if (secret === undefined) throw new ClientError('OPTION_INVALID', 'secret chats need the option secretChats.key')
    return secret
  }

  async function openSecret(): Promise<SecretChatsOfDevice> {
    await open()
    return secretDevice()
  }

  async function resolve(peer: PeerLike): Promise<api.InputPeer> {
    const { account } = await open()
    return resolvePeer(account.peers, call, peer)
  }

  async function getMe(by: Call = call): Promise<api.user> {
    const [user] = await by({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    if (user?._ !== 'user') throw new ClientError('ANSWER_UNEXPECTED', 'the server does not say who is signed in')
    account?.peers.learn([user], [])
    return user
  }

  return {
    ...steps,
    ...files,
    ...bots,
    ...messages,
    call,
    resolve,
    getMe: () => getMe(),
    get state() {
      return centres?.main?.state ?? (closing.signal.aborted ? 'closed' : 'waiting')
    },
    get userId() {
      return account?.userId
    },
    async connect(waitOptions = {}) {
      const { centres } = await open()
      const main = await centres.get(centres.mainId)
      if (closing.signal.aborted) throw new ClientError('CLOSED', 'the client was closed')
      if (main.state !== 'connected') await connection.waiters.wait(waitOptions)
    },
    async start(startOptions) {
      const { timeoutMs } = startOptions
      const stepCall: Call = (request, callOptions) => call(request, { timeoutMs, ...callOptions })
      const { account } = await open()
      if (account.userId !== undefined) {
        try {
          return await getMe(stepCall)
        } catch (error) {
          if (!(error instanceof RpcError) || error.code !== 401) throw error
        }
      }
      return signInWith(signInSteps(stepCall), startOptions)
    },
    async logOut() {
      await call({ _: 'auth.logOut' })
      updates.stop()
      await secret?.forget()
      await account?.forget()
    },
    secretChats: createSecretChatsFace({
      resolve,
      on: (name, listener) => secretDevice().emitter.on(name, listener),
      device: openSecret,
      files: { ...files, files: platform.files },
    }),
    on: emitter.on,
    updates: () =>
      iterate(emitter, 'update', { maxWaiting: options.maxWaitingUpdates ?? 10_000, closed: closing.signal, handling }),
    wake: () => centres?.wake(),
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      stopPageEvents()
      connection.waiters.failed(new ClientError('CLOSED', 'the client was closed'))
      await opened?.catch(() => {})
      await Promise.all([calls.close(), centres?.close(), finishHandling(), signingIn])
    },
  }
}
