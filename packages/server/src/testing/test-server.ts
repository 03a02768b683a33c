import { type api, decode, decodeResult, encode, LAYER, type ResultOf } from '@chappe/tl-layers'
import type { BlobStore } from '../blobs/blob-store.ts'
import { openBlobs } from '../blobs/open-blobs.ts'
import type { Bus } from '../bus/bus.ts'
import { createInProcessBus } from '../bus/in-process-bus.ts'
import { type Core, createCore } from '../core.ts'
import type { Registration } from '../core-ports.ts'
import { createDelivery } from '../delivery/delivery.ts'
import { createAnnouncementOrder } from '../gateway/announcement-order.ts'
import { followBus } from '../gateway/from-the-bus.ts'
import { GatewaySession } from '../gateway/gateway-session.ts'
import { createKeyNews } from '../gateway/key-news.ts'
import { createKeyStates } from '../gateway/key-states.ts'
import { createSubscribers } from '../gateway/subscribers.ts'
import { createMediaWorks } from '../media/media-works.ts'
import type { AddressBook } from '../ports/address-book.ts'
import type { Clock } from '../ports/clock.ts'
import type { CodeSender } from '../ports/code-sender.ts'
import type { EmailSender } from '../ports/email-sender.ts'
import type { LinkPreviews } from '../ports/link-previews.ts'
import { type Log, silentLog } from '../ports/log.ts'
import type { Caller, KeyState } from '../rpc/caller.ts'
import type { RateLimits } from '../rpc/limits.ts'
import { maxFileParts } from '../rules/file-parts.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { watchBoxOrder } from './box-order.ts'
import { watchActs } from './declared-acts.ts'

/** All of the server but sockets and encryption, on a clock that stands still unless it is moved. */
export interface TestServer {
  readonly store: Store
  readonly rpc: Core
  /** `leapt` is how many of the ms have not passed: somebody has set the clock. */
  readonly clock: { now: number; leapt: number }
  /** Login codes that were sent out, by phone number. */
  readonly codes: ReadonlyMap<string, string>
  /** E-mails that were sent out, in order. */
  readonly emails: readonly SentEmail[]
  readonly bus: Bus
  /** Resolves when all that was announced has been pushed. The calls of clients wait for it. */
  told(): Promise<void>
  /** Does all that is due without a request. */
  upkeep(): Promise<void>
  /** Finds out what the bus did not tell of keys. */
  watchKeys(): Promise<void>
  /** Whether it has a session of this very key. */
  holds(authKeyId: bigint): boolean
  /** A new key with one session, or a new session of a key. The address of it is unknown unless it is given. */
  connect(remoteAddress?: string, authKeyId?: bigint): Promise<TestClient>
  close(): Promise<void>
}

/** A client as the rpc layer sees it: it speaks TL bytes, and keeps what it is pushed. */
export interface TestClient {
  readonly key: KeyState
  call<M extends api.Method>(request: [M] extends [never] ? M : api.Method): Promise<ResultOf<M>>
  /** Calls just as the bytes are, without the `initConnection` that precedes `call`. */
  callBytes(body: Uint8Array): Promise<Uint8Array>
  readonly pushed: api.Updates[]
  /** Whether the client is there to be pushed to; it is, until a test says otherwise. */
  readonly link: { connected: boolean }
  /** Another session of the same key. */
  sibling(): Promise<TestClient>
  /** Ends the session: nothing is pushed to it any more. */
  leave(): void
}

export type SentEmail = Parameters<EmailSender['send']>[0]

export const startOfTime = 1_900_000_000

export interface TestServerOptions {
  /** A store that is there already. Default: a new one that ends with the server. */
  readonly path?: string
  /** Where files lie. Default: in memory. */
  readonly blobs?: BlobStore
  /** The store of another test server, which is used no more. */
  readonly store?: Store
  /** What servers share, and the number of this one among them. Default: it is alone. */
  readonly shared?: {
    readonly store: Store
    readonly clock: { now: number; leapt: number }
    readonly bus: Bus
    readonly number: number
    readonly after: Clock['after']
  }
  /** How its timers ring. Default: never. */
  readonly after?: Clock['after']
  /** What the clock says at first, in ms. Default: `startOfTime`. */
  readonly beginAt?: number
  readonly rateLimits?: RateLimits
  readonly limitsBots?: boolean
  /** Whether service messages tell of codes and new devices. Default: false. */
  readonly loginNotices?: boolean
  /** Whether a login e-mail is asked for. Default: false. */
  readonly loginEmail?: boolean
  /** The first message of a new account. Default: none, so that boxes are empty. */
  readonly welcomeText?: string
  readonly support?: string
  /** Whether the server is whichever data centre a client means. Default: false, it is the second of several. */
  readonly alone?: boolean
  /** How long a new device may not sign others out. Default: 0. */
  readonly freshSessionSeconds?: number
  /** What looks at the pages that messages link to. Default: nothing does. */
  readonly linkPreviews?: LinkPreviews
  /** What the files of an account may take, in bytes. Default: any amount. */
  readonly fileQuota?: number
  readonly maxFileParts?: number
  /** Who may sign up. Default: anyone. */
  readonly registration?: Registration
  /** Where codes go by e-mail in place of SMS. Default: nowhere. */
  readonly addressBook?: AddressBook
  /** Brings codes to phones. Default: into `codes`. */
  readonly codeSender?: CodeSender
  /** Default: logs nothing. */
  readonly log?: Log
  /** The layer that all clients speak. Default: today's. */
  readonly layer?: number
  /** Shown the bytes of each answer and each push as they are sent. */
  readonly onAnswer?: (request: api.Method, bytes: Uint8Array) => void
  readonly onPush?: (bytes: Uint8Array) => void
}

export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const layer = options.layer ?? LAYER
  const watch = watchActs(
    options.shared?.store ?? options.store ?? watchBoxOrder(openSqliteStore({ path: options.path ?? ':memory:' })),
    (method) => rpc.actsOf(method) !== undefined,
  )
  const { store } = watch
  const bus = options.shared?.bus ?? createInProcessBus()
  const time = options.shared?.clock ?? { now: options.beginAt ?? startOfTime * 1000, leapt: 0 }
  const clock: Clock = {
    now: () => time.now,
    monotonic: () => time.now - time.leapt,
    after: options.shared?.after ?? options.after ?? (() => () => {}),
    defer: setImmediate,
  }
  const codes = new Map<string, string>()
  const codeSender: CodeSender = options.codeSender ?? { send: async ({ phone, code }) => void codes.set(phone, code) }
  const emails: SentEmail[] = []
  const emailSender: EmailSender = { send: async (message) => void emails.push(message) }
  const settings = {
    dcId: 2,
    alone: options.alone ?? false,
    address: () => ({ host: '127.0.0.1', port: 1 }),
    testAccounts: true,
    loginNotices: options.loginNotices ?? false,
    loginEmail: options.loginEmail ?? false,
    welcomeText: options.welcomeText ?? '',
    support: options.support,
    registration: options.registration ?? 'open',
    fileQuota: options.fileQuota,
    maxFileParts: options.maxFileParts ?? maxFileParts,
    freshSessionSeconds: options.freshSessionSeconds ?? 0,
  }
  const random = countingRandom(1 + (options.shared?.number ?? 0))
  const blobs = options.blobs ?? (await openBlobs({}, { store, clock, random }))
  const media = createMediaWorks({ log: options.log ?? silentLog })
  const rpc = await createCore({
    store,
    blobs,
    media,
    bus,
    process: `test ${options.shared?.number ?? 0}`,
    clock,
    random,
    log: options.log ?? silentLog,
    codeSender,
    emailSender,
    linkPreviews: options.linkPreviews,
    addressBook: options.addressBook,
    settings,
    rateLimits: options.rateLimits,
    limitsBots: options.limitsBots,
  })
  const sessions = new Set<GatewaySession>()
  const subscribers = createSubscribers(
    () => sessions,
    (userId, isFirst, authKeyId) => {
      if (isFirst) order.enter(userId)
      order.enterDevice(authKeyId)
      delivery.enter(userId, isFirst)
    },
    (userId) => delivery.leave(userId),
  )
  const delivery = createDelivery({
    ...{ read: store.read, renderer: rpc.renderer, sessions: subscribers, clock },
    log: options.log ?? silentLog,
  })
  const order = createAnnouncementOrder({
    ...{ read: store.read, sessions: subscribers, delivery, clock },
    log: options.log ?? silentLog,
  })
  /** What servers that share a store make up is different. */
  let lastId = BigInt(options.shared?.number ?? 0) << 32n

  const keyStates = createKeyStates(store)
  const keyNews = createKeyNews({
    ...{ store, keyStates, subscribers, clock, log: options.log ?? silentLog },
    sessions: () => sessions,
    noteUsers() {},
    drop(authKeyId) {
      for (const session of sessions) {
        if (session.transport.authKeyId === authKeyId) forget(session)
      }
    },
  })
  followBus({ bus, keyNews, order })

  const forget = (session: GatewaySession): void => {
    sessions.delete(session)
    session.end()
    subscribers.remove(session)
  }

  const openSession = async (id: bigint, remoteAddress?: string): Promise<TestClient> => {
    const key = await keyStates.acquire(id)
    const sessionId = ++lastId
    const pushed: api.Updates[] = []
    let connected = true
    const link = {
      get connected() {
        return connected
      },
      set connected(isConnected) {
        const comesBack = isConnected && !connected
        connected = isConnected
        if (comesBack) session.connected()
      },
    }
    const transport = {
      authKeyId: id,
      sessionId,
      get connected() {
        return link.connected
      },
      push(body: Uint8Array): void {
        options.onPush?.(body)
        pushed.push(decode('Updates', body))
      },
    }
    const session = new GatewaySession(transport, Promise.resolve(key))
    session.key = key
    sessions.add(session)
    const caller: Caller = {
      requestId: String(sessionId),
      key,
      session: { authKeyId: key.authKeyId, sessionId },
      remoteAddress,
      query: { keyId: key.authKeyId, msgId: ++lastId },
      after: async () => 'ok',
      async rebound() {},
      setOnline() {},
      wantUpdates() {
        session.wantsUpdates = true
        subscribers.place(session)
      },
    }
    const callBytes = (body: Uint8Array): Promise<Uint8Array> => rpc.handle(caller, body)
    return {
      key,
      pushed,
      link,
      callBytes,
      async call(request) {
        const body = encode(initConnection(request, layer), layer)
        const answer = await watch.serve(request._, () => callBytes(body)).finally(delivery.idle)
        options.onAnswer?.(request, answer)
        return decodeResult(request, answer, layer)
      },
      sibling: () => openSession(id, remoteAddress),
      leave: () => forget(session),
    }
  }

  return {
    store,
    rpc,
    clock: time,
    codes,
    emails,
    bus,
    told: () => delivery.idle(),
    async upkeep() {
      for (const task of [...rpc.ownUpkeep, ...rpc.upkeep]) await task.run(Math.floor(time.now / 1000))
      await delivery.idle()
    },
    holds: (authKeyId) => [...sessions].some(({ transport }) => transport.authKeyId === authKeyId),
    watchKeys: () => keyNews.watch.run(Math.floor(time.now / 1000)),
    async connect(remoteAddress, authKeyId) {
      if (authKeyId !== undefined) return openSession(authKeyId, remoteAddress)
      const id = ++lastId
      await store.transaction((tx) =>
        tx.authKeys.add({ id, key: new Uint8Array(256), initialSalt: 1n, createdAt: startOfTime }),
      )
      return openSession(id, remoteAddress)
    },
    // A store that is shared is closed by whoever shares it.
    async close() {
      await media.close()
      if (options.shared === undefined) await store.close()
    },
  }
}

/** A client that signed up by a test number. */
export async function signUp(server: TestServer, phone: string, firstName: string): Promise<TestClient> {
  const client = await server.connect()
  const phoneCodeHash = await requestCode(client, phone)
  await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: phone.charAt(5).repeat(5) })
  await client.call({ _: 'auth.signUp', phoneNumber: phone, phoneCodeHash, firstName, lastName: '' })
  return client
}

/** Another device of someone who has an account. */
export async function signIn(server: TestServer, phone: string, remoteAddress?: string): Promise<TestClient> {
  const client = await server.connect(remoteAddress)
  const phoneCodeHash = await requestCode(client, phone)
  await client.call({ _: 'auth.signIn', phoneNumber: phone, phoneCodeHash, phoneCode: phone.charAt(5).repeat(5) })
  return client
}

export async function requestCode(client: TestClient, phoneNumber: string): Promise<string> {
  const settings: api.codeSettings = { _: 'codeSettings' }
  const sent = await client.call({ _: 'auth.sendCode', phoneNumber, apiId: 1, apiHash: 'x', settings })
  if (sent._ !== 'auth.sentCode') throw new TypeError(`no code was sent: ${sent._}`)
  return sent.phoneCodeHash
}

/** How `viewer` names the user with this number, after having imported it as a contact. */
export async function findByPhone(viewer: TestClient, phone: string): Promise<api.inputPeerUser> {
  const [found] = await findAllByPhone(viewer, [phone])
  if (found === undefined) throw new TypeError(`${phone} was not found`)
  return found
}

/** The same for many, in their order. */
export async function findAllByPhone(viewer: TestClient, phones: readonly string[]): Promise<api.inputPeerUser[]> {
  const contacts = phones.map((phone, at): api.InputContact => {
    return { _: 'inputPhoneContact', clientId: BigInt(at), phone, firstName: '', lastName: '' }
  })
  const { imported, users } = await viewer.call({ _: 'contacts.importContacts', contacts })
  return phones.map((phone, at) => {
    const id = imported.find(({ clientId }) => clientId === BigInt(at))?.userId
    const user = users.find((one) => one.id === id)
    if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError(`${phone} was not found`)
    return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
  })
}

export function initConnection<Q extends api.Method>(
  query: Q,
  layer: number = LAYER,
  langCode = 'en',
): api.invokeWithLayer {
  return {
    _: 'invokeWithLayer',
    layer,
    query: {
      _: 'initConnection',
      apiId: 1,
      deviceModel: 'test',
      systemVersion: '1',
      appVersion: '1',
      systemLangCode: 'en',
      langPack: '',
      langCode,
      query,
    },
  }
}

/** Bytes that never repeat, the same in each run. */
function countingRandom(seed: number): (length: number) => Uint8Array {
  let state = seed
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state >>> 24
    })
}
