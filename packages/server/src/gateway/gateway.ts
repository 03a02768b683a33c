import type { RsaPrivateKey } from '@chappe/crypto'
import { encode } from '@chappe/tl-codec/api'
import {
  createQueuedCompute,
  createServerEndpoint,
  type DcIds,
  type ServerEndpoint,
  type ServerQuery,
  type ServerSession,
} from '@chappe/transport'
import type { Bus } from '../bus/bus.ts'
import { createDelivery } from '../delivery/delivery.ts'
import type { Renderer } from '../delivery/render.ts'
import { trafficOf } from '../operations/show-traffic.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { RandomBytes } from '../ports/random.ts'
import type { Traffic } from '../ports/traffic.ts'
import type { Caller, KeyState } from '../rpc/caller.ts'
import type { ConnectionPresence } from '../rpc/connection-presence.ts'
import { describeFailure } from '../rpc/describe-failure.ts'
import type { UpkeepTask } from '../rpc/handlers.ts'
import { logFailure } from '../rpc/log-failure.ts'
import { methodOf } from '../rpc/method-of.ts'
import type { Rpc } from '../rpc/rpc.ts'
import { RpcError } from '../rpc/rpc-error.ts'
import type { Store } from '../store/store.ts'
import { createAdmission } from './admission.ts'
import { createAnnouncementOrder } from './announcement-order.ts'
import { createAuthKeyStore } from './auth-key-store.ts'
import { logTransportEvent } from './events-log.ts'
import type { Share } from './fair-queue.ts'
import { followBus } from './from-the-bus.ts'
import { GatewaySession } from './gateway-session.ts'
import { createKeepKeys } from './keep-keys.ts'
import { createKeyNews } from './key-news.ts'
import { createKeyStates } from './key-states.ts'
import { type LocalSession, type LocalSessionOptions, openLocalSession } from './local-sessions.ts'
import { createOnlineWatch } from './online-watch.ts'
import { createQueryCosts } from './query-costs.ts'
import { createSubscribers } from './subscribers.ts'

/** While so many units wait in the store, no query begins. */
const maxWaiting = 128
/** Where queries that began together took longer, in ms, one of their methods is not as quick as it was. */
const LONG_TURN_MS = 16
/**
 * Queries that come one after the other by the hundred, with half a MiB each in the query or in the answer, at which nobody looks
 * once it is answered.
 */
const passingMethods: ReadonlySet<number> = new Set([
  ...(['upload.saveFilePart', 'upload.saveBigFilePart'] as const).map((_) => {
    return methodOf(encode({ _, fileId: 0n, filePart: 0, fileTotalParts: 1, bytes: new Uint8Array() }))
  }),
  methodOf(encode({ _: 'upload.getFile', location: { _: 'inputTakeoutFileLocation' }, offset: 0n, limit: 0 })),
])

interface Admitted {
  readonly session: GatewaySession
  readonly query: ServerQuery
  readonly share: Share
  /** Its method, by constructor number. */
  readonly method: number
  /** What it is expected to take, in ms. */
  readonly expected: number
  /** Set while it has waited for others of its session and is to go on. */
  goOn: (() => void) | undefined
}

export interface GatewayOptions {
  readonly store: Store
  readonly bus: Bus
  readonly rpc: Rpc
  readonly presence: ConnectionPresence
  readonly renderer: Renderer
  readonly clock: Clock
  readonly random: RandomBytes
  readonly log: Log
  readonly rsaKey: RsaPrivateKey
  readonly traffic?: Traffic | undefined
  /** Which data centres this server is, or `any` if it is alone. */
  readonly dcIds: DcIds
}

/** Between the transport and the rpc layer: whose session it is, and who is told of what. */
export interface Gateway {
  /** Takes the connections. */
  readonly endpoint: ServerEndpoint
  /** A session of this very process. */
  openLocal(options: LocalSessionOptions): LocalSession
  /** Queries that are being served or wait for that. */
  readonly running: number
  /** What is to be done without a request. */
  readonly upkeep: readonly UpkeepTask[]
  close(): void
}

export function createGateway(options: GatewayOptions): Gateway {
  const { store, bus, rpc, presence, clock, random, log } = options
  const keyStates = createKeyStates(store)
  const sessions = new Map<ServerSession, GatewaySession>()
  const subscribers = createSubscribers(
    () => sessions.values(),
    (userId, isFirst, authKeyId) => {
      if (isFirst) order.enter(userId)
      order.enterDevice(authKeyId)
      delivery.enter(userId, isFirst)
    },
    (userId) => delivery.leave(userId),
  )
  const delivery = createDelivery({ read: store.read, renderer: options.renderer, sessions: subscribers, clock, log })
  const order = createAnnouncementOrder({ read: store.read, sessions: subscribers, delivery, clock, log })
  const online = createOnlineWatch((authKeyId) => presence.gone(authKeyId), clock)
  const costs = createQueryCosts()
  let running = 0
  /** Numbers of requests differ from those before the last start. */
  const requestIds = `${Buffer.from(random(4)).toString('hex')}-`
  let requests = 0

  const { traffic } = options
  const onPush =
    traffic &&
    ((body: Uint8Array, { key, transport: { sessionId } }: GatewaySession): void => {
      if (key !== undefined) traffic.update(trafficOf(key, sessionId), body)
    })

  const begin = (transport: ServerSession): GatewaySession => {
    const session = new GatewaySession(transport, keyStates.acquire(transport.authKeyId), onPush)
    sessions.set(transport, session)
    // A stranger's session is not missed by anybody. Whether it is one is known once the key is loaded.
    transport.setWanted(false)
    session.ready.then(
      (key) => {
        noteUser(transport)
        if (key.userId !== undefined) cameOver(session, key)
      },
      () => {},
    )
    return session
  }

  /** The session's key is loaded, or who is signed in by it may have changed. */
  const noteUser = (transport: ServerSession): void => {
    transport.setWanted(keyStates.get(transport.authKeyId)?.userId !== undefined)
  }

  /** A session that was online by another process goes on here; its client does not say so again for minutes. */
  const cameOver = (session: GatewaySession, { authKeyId }: KeyState): void => {
    const { sessionId } = session.transport
    presence.cameOver({ authKeyId, sessionId }).then(
      (isOnline) => {
        if (isOnline && !session.ended) online.set(session, true)
      },
      (error: unknown) => logFailure(log, 'warn', 'a device may seem offline until it says that it is not', error),
    )
  }

  const end = (transport: ServerSession): void => {
    const session = sessions.get(transport)
    if (session === undefined) return
    sessions.delete(transport)
    session.end()
    subscribers.remove(session)
    online.ended(session)
    if (session.queries === 0) keyStates.release(transport.authKeyId)
  }

  /**
   * The session is looked up now: while the query waits it may end, and must not begin anew. As long as it has queries to
   * be served, the state of its key stays, so that a sign-out reaches them, too.
   */
  const admit = (query: ServerQuery): void => {
    const session = sessions.get(query.session) ?? begin(query.session)
    session.queries++
    const method = methodOf(query.body)
    const expected = costs.expected(method)
    admission.offer({ session, query, share: session.shareAt(query.remoteAddress), method, expected, goOn: undefined })
  }

  const finish = (session: GatewaySession): void => {
    session.queries--
    if (session.ended && session.queries === 0) keyStates.release(session.transport.authKeyId)
  }

  /** What waits for others of its session keeps nobody from beginning, not even those; then it has its turn again. */
  const after = async (admitted: Admitted, msgIds: readonly bigint[]): ReturnType<ServerQuery['after']> => {
    admission.paused(admitted)
    const outcome = await admitted.query.after(msgIds)
    running--
    await new Promise<void>((resolve) => {
      admitted.goOn = resolve
      admission.offer(admitted)
    })
    running++
    return outcome
  }

  const callerOf = (admitted: Admitted, key: KeyState, requestId: string): Caller => {
    const { session, query } = admitted
    return {
      requestId,
      key,
      session: { authKeyId: key.authKeyId, sessionId: session.transport.sessionId },
      remoteAddress: query.remoteAddress,
      query: { keyId: session.transport.authKeyId, msgId: query.msgId },
      after: (msgIds) => after(admitted, msgIds),
      async rebound() {
        await keyStates.reload(session.transport.authKeyId)
        noteUser(query.session)
        subscribers.place(session)
      },
      setOnline: (isOnline) => online.set(session, isOnline),
      wantUpdates() {
        session.subscribe()
        subscribers.place(session)
      },
    }
  }

  const serve = async (admitted: Admitted): Promise<void> => {
    const { session, query, method } = admitted
    running++
    let answerBytes: number | undefined
    const requestId = requestIds + (++requests).toString(36)
    try {
      session.key ??= await session.ready
      const answer = await rpc.handle(callerOf(admitted, session.key, requestId), query.body)
      answerBytes = answer.length
      query.answer(answer, passingMethods.has(method))
    } catch (error) {
      if (!(error instanceof RpcError)) log.error({ requestId, ...describeFailure(error) }, 'query failed')
      const { code, message } = error instanceof RpcError ? error : new RpcError(500, 'INTERNAL')
      query.fail(code, message)
    } finally {
      running--
      admission.ended(admitted, costs.answered({ method, requestBytes: query.body.length, answerBytes }))
      if (passingMethods.has(method)) query.release()
      finish(session)
    }
  }

  const measured = (begun: readonly Admitted[], ms: number): void => {
    const [first] = begun
    if (begun.length === 1 && first !== undefined) {
      admission.charge(first, costs.timed(first.method, ms))
      return
    }
    if (ms > LONG_TURN_MS) for (const { method } of begun) costs.doubt(method)
  }

  const admission = createAdmission<Admitted>({
    // What was committed is told of before more is begun.
    room: () => maxWaiting - store.waiting - delivery.waiting,
    nextTurn: clock.defer,
    now: clock.monotonic,
    after: clock.after,
    begin(admitted) {
      if (admitted.goOn === undefined) void serve(admitted)
      else admitted.goOn()
    },
    shareOf: ({ share }) => share,
    costOf: ({ expected }) => expected,
    isQuick: ({ method }) => costs.isQuick(method),
    measured,
  })

  const endpoint = createServerEndpoint({
    keys: () => [options.rsaKey],
    dcIds: options.dcIds,
    authKeys: createAuthKeyStore(store, { bus, clock }),
    random,
    clock,
    compute: createQueuedCompute({ nextTurn: clock.defer }),
    onSession: begin,
    onSessionEnd: end,
    onSessionConnected: (transport) => sessions.get(transport)?.connected(),
    onRequest: admit,
    onUpdatesLost: (transport) => sessions.get(transport)?.noteLost(),
    log: (event) => logTransportEvent(log, event),
  })

  const keyNews = createKeyNews({
    ...{ store, keyStates, subscribers, clock, log },
    sessions: () => sessions.values(),
    noteUsers(changed) {
      for (const transport of sessions.keys()) {
        const key = keyStates.get(transport.authKeyId)
        if (key !== undefined && changed.has(key)) noteUser(transport)
      }
    },
    drop: (authKeyId) => endpoint.dropAuthKey(authKeyId, 'the authorization key was destroyed'),
  })
  const unsubscribe = followBus({ bus, keyNews, order })

  return {
    endpoint,
    openLocal: (local) => openLocalSession(local, { begin, end, admit }),
    get running() {
      return running + admission.waiting
    },
    upkeep: [createKeepKeys(store, () => sessions.values()), keyNews.watch],
    close() {
      unsubscribe()
      order.stop()
      delivery.close()
      online.stop()
      endpoint.close()
    },
  }
}
