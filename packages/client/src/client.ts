import { type api, LAYER } from '@chappe/tl-codec/api'
import type { ClientState, Waiting } from '@chappe/transport/client'
import { platform } from '#platform'
import { type Account, loadAccount } from './account.ts'
import { createSignIn, type SignIn } from './auth/sign-in.ts'
import { type StartOptions, signInWith } from './auth/start.ts'
import { type Bots, createBots } from './bots/bots.ts'
import { clientClock } from './clock.ts'
import { createConnectionWaiters } from './connected.ts'
import { ClientError, RpcError } from './errors.ts'
import { createFileConnections, type FileConnections } from './files/file-connections.ts'
import { createFileOrigins } from './files/file-origins.ts'
import { createFiles, type Files } from './files/files.ts'
import { consoleLog, type Log } from './log.ts'
import { type Dialog, type DialogsOptions, dialogs } from './messages/dialogs.ts'
import { type HistoryMessage, type HistoryOptions, history } from './messages/history.ts'
import { type SendOptions, type SentMessage, sendMessage } from './messages/send.ts'
import { type ClientOptions, type InProcessClientOptions, publicKeysOf, routesOf } from './options.ts'
import { noteChanges, peopleIn } from './peers/people-in.ts'
import { type PeerLike, resolvePeer } from './peers/resolve.ts'
import { type Call, type CallOptions, createCall } from './rpc/call.ts'
import { createDataCentres, type DataCentres, type DataCentresOptions } from './rpc/data-centres.ts'
import { createInProcessCentres } from './rpc/in-process-centres.ts'
import { createIntroduction } from './rpc/introduce.ts'
import { toSecretEntities } from './secret-chats/entities.ts'
import { createSecretChatsFace, type SecretChats } from './secret-chats/face.ts'
import { SecretChatsOfDevice } from './secret-chats/secret-chats.ts'
import type { SecretPeer } from './secret-chats/secret-message.ts'
import { sendDraft } from './secret-chats/send.ts'
import { unreachable, type WaitOptions } from './state.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import { type Completion, createCompletion } from './updates/completion.ts'
import { type ClientEvents, createEmitter, type Listener, toReceivedMessage } from './updates/events.ts'
import { createHandling } from './updates/handling.ts'
import { iterate } from './updates/iterate.ts'
import { createUpdateLoop, type UpdateLoop } from './updates/update-loop.ts'
import type { Delivered } from './updates/update-types.ts'

export interface Client extends SignIn, Files, Bots {
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
  /** Sends a text, in a secret chat where the peer is one. */
  sendMessage(peer: PeerLike | SecretPeer, text: string, options?: SendOptions): Promise<SentMessage>
  /** The messages of a chat, the latest first. */
  history(peer: PeerLike, options?: HistoryOptions): AsyncGenerator<HistoryMessage, void, undefined>
  dialogs(options?: DialogsOptions): AsyncGenerator<Dialog, void, undefined>
  /** Marks a chat as read, up to `maxId` or wholly. */
  markRead(peer: PeerLike, maxId?: number, options?: CallOptions): Promise<void>
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
  const waiters = createConnectionWaiters(clock, () => whyNotConnected)
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
  let loop: UpdateLoop | undefined
  /** Aborted when updates are not followed any more. */
  let listening = new AbortController()
  const secret = createSecretChats()
  /** Who signed in is being stored. */
  let signingIn: Promise<void> = Promise.resolve()
  let connectedBefore = false
  let whyNotConnected: ClientError | undefined
  const stopPageEvents = listenToPage()

  const origins = createFileOrigins(options.maxFiles ?? 10_000)
  const commonOfCalls = {
    clock,
    floodWaitS: options.floodWaitS ?? 10,
    closed: closing.signal,
    async migrate(dcId: number) {
      const { account, centres } = await open()
      if (!centres.has(dcId)) return false
      centres.mainId = dcId
      account.identify({ dcId, userId: account.userId })
      await account.save()
      return true
    },
    whyNotConnected: () => whyNotConnected,
    onUnauthorized(error: RpcError) {
      if (account?.userId !== undefined) void signedOut(error)
    },
  }
  const call = createCall({
    ...commonOfCalls,
    async send(body, dcId, requestOptions) {
      const { centres } = await open()
      return (await centres.get(dcId ?? centres.mainId)).request(body, requestOptions)
    },
    onResult(request, result) {
      learn(result)
      origins.learn(request, result)
      loop?.onResult(request, result)
    },
  })
  let fileConnections: FileConnections | undefined
  const fileCall = createCall({
    ...commonOfCalls,
    // Updates come by the first connection.
    wrap: (query) => ({ _: 'invokeWithoutUpdates', query }),
    async send(body, dcId, requestOptions) {
      const { centres } = await open()
      fileConnections ??= createFileConnections({ clock, centres, maxConnections: options.fileConnections ?? 4 })
      return fileConnections.request(body, dcId ?? centres.mainId, requestOptions)
    },
    onResult() {},
  })
  const files = createFiles({
    ...{ clock, random, storage, origins, call, fileCall, resolve },
    files: platform.files,
    closed: closing.signal,
  })

  const bots = createBots({ call, random, resolve, getMe: () => getMe() })

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
    stopListening()
    if (account.userId !== user.id) await account.forget()
    account.identify({ dcId: centres.mainId, userId: user.id })
    account.peers.learn([user], [])
    if (missedSince !== undefined) {
      await account.startAt({ pts: 1, qts: 0, date: missedSince, seq: 0, channels: new Map() })
    }
    const listened = listen(account, user.id)
    // Nobody is signed in for the next start before it knows from where on it has to ask what was missed.
    const from = await within(STATE_PATIENCE_MS, listened.known)
    if (from !== undefined) await account.startAt(from)
    else if (closing.signal.aborted) throw new ClientError('CLOSED', 'the client was closed')
    await account.save()
  }

  /** What a promise comes to, or undefined after so long. No timer is left behind: it would keep the process alive. */
  async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
    const late = Promise.withResolvers<undefined>()
    const cancel = clock.after(ms, () => late.resolve(undefined))
    try {
      return await Promise.race([promise, late.promise])
    } finally {
      cancel()
    }
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
      qts: () => loop?.qts,
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
        onUpdate: (body) => loop?.receive(body),
        onNewSession: () => loop?.catchUp(),
        onState,
        onKeyLost: () => {
          if (loaded.userId !== undefined) void signedOut(undefined)
        },
        onViolation(error) {
          if (!emitter.has('violation')) log('warn', 'a check of the protocol failed', error)
          emitter.emit('violation', error)
        },
        onFatal(error) {
          if (!emitter.has('fatal')) log('error', 'the client cannot go on', error)
          waiters.failed(new ClientError('GAVE_UP', error.message, { cause: error }))
          emitter.emit('fatal', error)
        },
      },
      loaded.dcId,
    )
    centres = created
    if (loaded.userId !== undefined) listen(loaded, loaded.userId)
    return { account: loaded, centres: created }
  }

  /** Updates are followed from now on. */
  function listen(of: Account, self: bigint): UpdateLoop {
    stopListening()
    listening = new AbortController()
    const closed = AbortSignal.any([closing.signal, listening.signal])
    const completion: Completion = createCompletion({ call, peers: of.peers, handling, closed, deliver })
    loop = createUpdateLoop({
      ...{ clock, call, self, log, closed, peers: of.peers, stored: of.updates },
      limits: options.updateLimits,
      onDelivered(delivered) {
        of.peers.learn(delivered.users, delivered.chats)
        origins.learn(undefined, delivered.update)
        noteChanges(of.peers, delivered.update)
        secret?.onUpdate(delivered.update)
        completion.add(delivered)
      },
      onGap(gap) {
        if (!emitter.has('gap')) log('warn', `updates are lost (${gap.reason})`, gap.error)
        emitter.emit('gap', gap)
      },
      onUnknown: (bytes, error) => emitter.emit('unknownUpdate', { bytes, layer: LAYER, error }),
      onStateChange: of.noteUpdates,
    })
    loop.catchUp()
    secret?.start(self)
    return loop
  }

  function stopListening(): void {
    listening.abort()
    loop = undefined
  }

  function deliver(delivered: Delivered): void {
    emitter.emit('update', delivered)
    const message = toReceivedMessage(delivered.update)
    if (message !== undefined) emitter.emit('message', message)
  }

  function onState(state: ClientState, waiting: Waiting | undefined): void {
    if (state === 'waiting') {
      if (waiting === undefined) return
      const cause = unreachable(waiting)
      const { attempt, retryInMs } = waiting
      whyNotConnected = cause
      emitter.emit('state', { state, cause, attempt, nextAt: clock.now() + retryInMs })
      return
    }
    // The session resends what it can; what was pushed while nobody listened is in the difference.
    if (state === 'connected') {
      if (connectedBefore) loop?.catchUp()
      connectedBefore = true
      whyNotConnected = undefined
      waiters.connected()
    }
    emitter.emit('state', { state })
  }

  async function signedOut(error: RpcError | undefined): Promise<void> {
    stopListening()
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
    if (!handling.idle) await within(CLOSE_PATIENCE_MS, handling.settled())
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
      if (main.state !== 'connected') await waiters.wait(waitOptions)
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
      stopListening()
      await secret?.forget()
      await account?.forget()
    },
    secretChats: createSecretChatsFace({
      resolve,
      on: (name, listener) => secretDevice().emitter.on(name, listener),
      device: openSecret,
      files: { ...files, files: platform.files },
    }),
    async sendMessage(peer, text, sendOptions = {}) {
      if (typeof peer === 'object' && '_' in peer && peer._ === 'secretChat') {
        const { replyTo, silent, randomId, entities = [] } = sendOptions
        const draft = { text, replyTo, silent, randomId, entities: toSecretEntities(entities) }
        return sendDraft((await openSecret()).get(peer.chatId), draft)
      }
      return sendMessage(call, random, await resolve(peer), text, sendOptions)
    },
    async *history(peer, historyOptions = {}) {
      yield* history(call, await resolve(peer), historyOptions)
    },
    async *dialogs(dialogsOptions = {}) {
      const { account } = await open()
      yield* dialogs(call, account.peers, dialogsOptions)
    },
    async markRead(peer, maxId = 0, callOptions = {}) {
      const target = await resolve(peer)
      if (target._ === 'inputPeerChannel') {
        const { channelId, accessHash } = target
        const channel: api.inputChannel = { _: 'inputChannel', channelId, accessHash }
        await call({ _: 'channels.readHistory', channel, maxId }, callOptions)
      } else {
        await call({ _: 'messages.readHistory', peer: target, maxId }, callOptions)
      }
    },
    on: emitter.on,
    updates: () =>
      iterate(emitter, 'update', { maxWaiting: options.maxWaitingUpdates ?? 10_000, closed: closing.signal, handling }),
    wake: () => centres?.wake(),
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      stopPageEvents()
      waiters.failed(new ClientError('CLOSED', 'the client was closed'))
      await opened?.catch(() => {})
      await Promise.all([fileConnections?.close(), centres?.close(), finishHandling(), signingIn])
    },
  }
}

type CentresPort = Omit<DataCentresOptions, 'platform' | 'routes' | 'publicKeys' | 'pfs' | 'maxPendingRequests'>

interface ConnectTo {
  readonly defaultDcId: number
  create(port: CentresPort, dcId: number): DataCentres
}

/**
 * What the client connects to: data centres at their addresses, or a server in its own process.
 *
 * @throws {ClientError} OPTION_INVALID
 */
function centresOf(options: ClientOptions | InProcessClientOptions): ConnectTo {
  if ('inProcess' in options) {
    const { inProcess: server } = options
    return { defaultDcId: 2, create: (port, dcId) => createInProcessCentres({ ...port, server }, dcId) }
  }
  const routes = routesOf(options, platform)
  const publicKeys = publicKeysOf(options)
  const { pfs = false, maxPendingRequests = 10_000 } = options
  const defaultDcId = [...routes.keys()][0] ?? 2
  return {
    defaultDcId,
    create(port, dcId) {
      const connect = options.connect ?? platform.connect
      const network = { routes, publicKeys, pfs, maxPendingRequests, platform: { connect } }
      return createDataCentres({ ...port, ...network }, routes.has(dcId) ? dcId : defaultDcId)
    },
  }
}
