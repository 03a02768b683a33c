import { type api, LAYER } from '@chappe/tl-codec/api'
import type { ClientState } from '@chappe/transport/client'
import { platform } from '#platform'
import { type Account, loadAccount } from './account.ts'
import { createSignIn, type SignIn } from './auth/sign-in.ts'
import { type StartOptions, signInWith } from './auth/start.ts'
import { clientClock } from './clock.ts'
import { ClientError, RpcError } from './errors.ts'
import { type Dialog, type DialogsOptions, dialogs } from './messages/dialogs.ts'
import { type HistoryMessage, type HistoryOptions, history } from './messages/history.ts'
import { type SendOptions, type SentMessage, sendMessage } from './messages/send.ts'
import { type ClientOptions, publicKeysOf, routesOf } from './options.ts'
import { type PeerLike, resolvePeer } from './peers/resolve.ts'
import { type Call, type CallOptions, createCall } from './rpc/call.ts'
import { createDataCentres, type DataCentres } from './rpc/data-centres.ts'
import { createIntroduction } from './rpc/introduce.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import { type ClientEvents, createEmitter, iterate, type Listener, toReceivedMessage } from './updates/events.ts'
import { createUpdateLoop, type UpdateLoop } from './updates/update-loop.ts'
import type { Delivered } from './updates/update-types.ts'

export interface Client extends SignIn {
  readonly state: ClientState
  /** Who is signed in, as far as this client knows. */
  readonly userId: bigint | undefined
  /** Connects. Not needed before a call, which does so itself; for apps that only listen. */
  connect(): Promise<void>
  /** Calls any method of the API; the result has the method's type. */
  call: Call
  /** Signs in, unless somebody is signed in already; gives who that is. */
  start(options: StartOptions): Promise<api.user>
  logOut(): Promise<void>
  getMe(): Promise<api.user>
  /** Whoever a message can go to, from a name, number, id or object. */
  resolve(peer: PeerLike): Promise<api.InputPeer>
  sendMessage(peer: PeerLike, text: string, options?: SendOptions): Promise<SentMessage>
  /** The messages of a chat, the latest first. */
  history(peer: PeerLike, options?: HistoryOptions): AsyncGenerator<HistoryMessage, void, undefined>
  dialogs(options?: DialogsOptions): AsyncGenerator<Dialog, void, undefined>
  /** Marks a chat as read, up to `maxId` or wholly. */
  markRead(peer: PeerLike, maxId?: number, options?: CallOptions): Promise<void>
  /** Gives back what ends the listening. */
  on<N extends keyof ClientEvents>(name: N, listener: Listener<ClientEvents[N]>): () => void
  /** Every update from now on, in order. */
  updates(): AsyncIterableIterator<Delivered>
  /** The device woke up or the network changed: does not wait for a time-out to find out. */
  wake(): void
  /** Stores what is to be stored and closes all connections. */
  close(): Promise<void>
}

/** A client of one account. It does not connect before it is asked for something. */
export function createClient(options: ClientOptions): Client {
  const clock = options.clock ?? clientClock
  const random = options.random ?? platform.random
  const log = options.log ?? (() => {})
  const routes = routesOf(options, platform)
  const publicKeys = publicKeysOf(options)
  const storage = options.storage ?? createMemoryStorage()
  const closing = new AbortController()
  const emitter = createEmitter((error) => log('error', 'a listener failed', error))
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
  let connectedBefore = false

  const call = createCall({
    clock,
    floodWaitS: options.floodWaitS ?? 10,
    closed: closing.signal,
    async send(body, dcId, requestOptions) {
      const { centres } = await open()
      return (await centres.get(dcId ?? centres.mainId)).request(body, requestOptions)
    },
    async migrate(dcId) {
      const { account, centres } = await open()
      if (!centres.has(dcId)) return false
      centres.mainId = dcId
      await account.save({ dcId, userId: account.userId })
      return true
    },
    onUnauthorized(error) {
      if (account?.userId !== undefined) void signedOut(error)
    },
    onResult(request, result) {
      learn(result)
      loop?.onResult(request, result)
    },
  })

  const steps = createSignIn({
    call,
    random,
    apiId: options.apiId,
    apiHash: options.apiHash,
    async onSignedIn(user) {
      const { account, centres } = await open()
      if (account.userId !== user.id) await account.forget()
      await account.save({ dcId: centres.mainId, userId: user.id })
      account.peers.learn([user], [])
      listen(account, user.id)
    },
  })

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
    const defaultDcId = [...routes.keys()][0] ?? 2
    const onStorageError = (error: unknown): void => log('error', 'the state could not be stored', error)
    const maxPeers = options.maxPeers ?? 10_000
    const loaded = await loadAccount({ storage, clock, maxPeers, defaultDcId, onStorageError })
    account = loaded
    const created = createDataCentres(
      {
        ...{ routes, publicKeys, storage, clock, random, introduce, log },
        platform: { connect: options.connect ?? platform.connect },
        pfs: options.pfs ?? false,
        maxPendingRequests: options.maxPendingRequests ?? 10_000,
        onUpdate: (body) => loop?.receive(body),
        onNewSession: () => loop?.catchUp(),
        onState,
        onKeyLost: () => {
          if (loaded.userId !== undefined) void signedOut(undefined)
        },
        onViolation: (error) => emitter.emit('violation', error),
        onFatal: (error) => emitter.emit('fatal', error),
      },
      routes.has(loaded.dcId) ? loaded.dcId : defaultDcId,
    )
    centres = created
    if (loaded.userId !== undefined) listen(loaded, loaded.userId)
    return { account: loaded, centres: created }
  }

  /** Updates are followed from now on. */
  function listen(of: Account, self: bigint): void {
    stopListening()
    listening = new AbortController()
    const closed = AbortSignal.any([closing.signal, listening.signal])
    loop = createUpdateLoop({
      ...{ clock, call, self, log, closed, peers: of.peers, stored: of.updates },
      limits: options.updateLimits,
      onDelivered,
      onGap: (gap) => emitter.emit('gap', gap),
      onUnknown: (bytes, error) => emitter.emit('unknownUpdate', { bytes, layer: LAYER, error }),
      onStateChange: of.noteUpdates,
    })
    loop.catchUp()
  }

  function stopListening(): void {
    listening.abort()
    loop = undefined
  }

  function onDelivered(delivered: Delivered): void {
    account?.peers.learn(delivered.users, delivered.chats)
    emitter.emit('update', delivered)
    const message = toReceivedMessage(delivered.update)
    if (message !== undefined) emitter.emit('message', message)
  }

  function onState(state: ClientState): void {
    // The session resends what it can; what was pushed while nobody listened is in the difference.
    if (state === 'connected') {
      if (connectedBefore) loop?.catchUp()
      connectedBefore = true
    }
    emitter.emit('state', state)
  }

  async function signedOut(error: RpcError | undefined): Promise<void> {
    stopListening()
    await account?.forget().catch((cause: unknown) => log('error', 'the state could not be stored', cause))
    emitter.emit('signedOut', error)
  }

  function learn(result: unknown): void {
    if (typeof result !== 'object' || result === null) return
    const { users, chats } = peopleIn(result)
    if (users.length + chats.length > 0) account?.peers.learn(users, chats)
  }

  async function resolve(peer: PeerLike): Promise<api.InputPeer> {
    const { account } = await open()
    return resolvePeer(account.peers, call, peer)
  }

  async function getMe(): Promise<api.user> {
    const [user] = await call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    if (user?._ !== 'user') throw new ClientError('ANSWER_UNEXPECTED', 'the server does not say who is signed in')
    account?.peers.learn([user], [])
    return user
  }

  return {
    ...steps,
    call,
    resolve,
    getMe,
    get state() {
      return centres?.main?.state ?? (closing.signal.aborted ? 'closed' : 'waiting')
    },
    get userId() {
      return account?.userId
    },
    async connect() {
      const { centres } = await open()
      await centres.get(centres.mainId)
    },
    async start(startOptions) {
      const { account } = await open()
      if (account.userId !== undefined) {
        try {
          return await getMe()
        } catch (error) {
          if (!(error instanceof RpcError) || error.code !== 401) throw error
        }
      }
      return signInWith(steps, startOptions)
    },
    async logOut() {
      await call({ _: 'auth.logOut' })
      stopListening()
      await account?.forget()
    },
    async sendMessage(peer, text, sendOptions = {}) {
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
    updates: () => iterate(emitter, 'update', options.maxWaitingUpdates ?? 10_000, closing.signal),
    wake: () => centres?.wake(),
    async close() {
      if (closing.signal.aborted) return
      closing.abort()
      await opened?.catch(() => {})
      await Promise.all([centres?.close(), account?.flush()])
    },
  }
}

/** The people and chats that almost every answer brings along. */
function peopleIn(result: object): { readonly users: readonly api.User[]; readonly chats: readonly api.Chat[] } {
  if (Array.isArray(result)) return { users: result.filter(isUser), chats: result.filter(isChat) }
  const users = 'users' in result && Array.isArray(result.users) ? result.users.filter(isUser) : []
  const chats = 'chats' in result && Array.isArray(result.chats) ? result.chats.filter(isChat) : []
  return { users, chats }
}

function isUser(value: unknown): value is api.User {
  return isTagged(value) && (value._ === 'user' || value._ === 'userEmpty')
}

const CHATS: ReadonlySet<unknown> = new Set<api.Chat['_']>([
  'chat',
  'chatEmpty',
  'chatForbidden',
  'channel',
  'channelForbidden',
])

function isChat(value: unknown): value is api.Chat {
  return isTagged(value) && CHATS.has(value._)
}

function isTagged(value: unknown): value is { readonly _: unknown } {
  return typeof value === 'object' && value !== null && '_' in value
}
