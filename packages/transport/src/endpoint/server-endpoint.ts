import type { AcceptConnection } from '../drivers/packet-connection.ts'
import { createQueuedCompute } from '../key-exchange/compute.ts'
import { createKeyExchangeServer } from '../key-exchange/key-exchange-server.ts'
import type { ServerKeyExchange, ServerKeyExchangeEvent } from '../key-exchange/server-key-exchange.ts'
import { createMessageIdGenerator } from '../message-id.ts'
import { pooledRandom } from '../pooled-random.ts'
import { type Envelope, sealEnvelope } from '../session/envelope.ts'
import type { SessionEvent } from '../session/events.ts'
import { refusalOf } from '../session/packet-fault.ts'
import { encodeService } from '../session/service-codec.ts'
import { Alarm } from './alarm.ts'
import { DEFAULT_HELD_MEMORY_LIMITS, HeldMemory } from './held-memory.ts'
import { HttpKeyExchanges } from './http-key-exchanges.ts'
import { KeyRing, type RingKey } from './key-ring.ts'
import { systemClock } from './ports.ts'
import { failureOf } from './query-failure.ts'
import { ServerConnection } from './server-connection.ts'
import type { ServerEndpointLimits, ServerEndpointOptions } from './server-endpoint-options.ts'
import type { ServerQuery } from './server-query.ts'
import { EndpointSession, type SessionOwner } from './server-session.ts'
import { SessionTable } from './session-table.ts'
import { createSteadyClock } from './steady-clock.ts'

export interface ServerEndpoint {
  /** To be given to `listen`, or called with any other connection. */
  readonly accept: AcceptConnection
  readonly connectionCount: number
  readonly sessionCount: number
  /** Those that hold more than their connection: over HTTP all, over streams those whose clients have done their part. */
  readonly keyExchangeCount: number
  /** Ends all sessions of a key, after it was revoked. */
  dropAuthKey(authKeyId: bigint, reason: string): void
  /** Ends all sessions and stops all timers. Connections are closed by their listener. */
  close(): void
}

const DEFAULT_LIMITS: ServerEndpointLimits = {
  sessionLifetimeMs: 30 * 60_000,
  unwantedSessionLifetimeMs: 60_000,
  unwantedIdleSessions: 20_000,
  unwantedSessions: 50_000,
  sessionsPerKey: 128,
  sessions: 200_000,
  sessionsPerConnection: 16,
  connectionsPerSession: 64,
  ...DEFAULT_HELD_MEMORY_LIMITS,
}
const SWEEP_INTERVAL_MS = 30_000
/** Less is what a clock that is kept right is set back by. */
const FAR_AHEAD_MS = 60_000

/**
 * A server's side of MTProto: connections go in, queries come out. Key exchanges, sessions, acknowledgements, salts and
 * resending happen in here; what a query means is the owner's. Sans I/O: connections, clock, randomness and the key
 * store are given.
 */
export function createServerEndpoint(options: ServerEndpointOptions): ServerEndpoint {
  const { authKeys, random } = options
  const clock = createSteadyClock(options.clock ?? systemClock)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const sessionLimits = options.sessionLimits ?? {}
  const log = options.log ?? (() => {})
  const ring = new KeyRing(authKeys, options.saltSecret ?? random(32).slice())
  const sessionRandom = pooledRandom(random)
  // Half a millisecond behind, where no session that begins now has identifiers of its own.
  const refusalIds = createMessageIdGenerator({ now: () => clock.now() - 0.5, role: 'server' })
  const connections = new Set<ServerConnection>()
  let connectionIds = 0
  let closed = false
  let toldAheadMs = 0

  const exchanges = createKeyExchangeServer({
    keys: options.keys,
    dcIds: options.dcIds,
    now: clock.now,
    random,
    isKnownKey: async (id) => ring.get(id) !== undefined || (await authKeys.load(id)) !== undefined,
    // Between two computations every socket that is ready is served, so a flood of handshakes stops nobody.
    compute: options.compute ?? createQueuedCompute({ nextTurn: clock.defer }),
    limits: options.keyExchangeLimits,
  })

  const httpExchanges = new HttpKeyExchanges({ clock, server: exchanges, saveKey })
  const held = new HeldMemory(limits)
  const sessions = new SessionTable({
    ...{ clock, ring, held, limits, log, create: createSession, refuse },
    onSession: (session) => tell('onSession', () => options.onSession?.(session)),
    onSessionEnd: (session) => tell('onSessionEnd', () => options.onSessionEnd?.(session)),
  })
  const sessionOwner: SessionOwner = {
    clock,
    connectionsPerSession: limits.connectionsPerSession,
    isFull: (session) => held.isFull(session),
    onHeld: (session, bytes) => sessions.onHeld(session, bytes),
    onEvent,
    onConnected(session) {
      sessions.place(session)
      tell('onSessionConnected', () => options.onSessionConnected?.(session))
    },
    onIdle: (session) => sessions.place(session),
    onWanted: (session) => sessions.place(session),
    onClosed: (session) => sessions.closed(session),
  }
  const connectionOwner = {
    clock,
    ring,
    sessionsPerConnection: limits.sessionsPerConnection,
    httpExchanges,
    openKeyExchange: exchanges.open,
    saveKey,
    sessionFor: (key: RingKey, envelope: Envelope) => sessions.sessionFor(key, envelope),
    log,
    onClosed: (connection: ServerConnection) => connections.delete(connection),
  }

  const sweeper = new Alarm(clock, sweep)
  sweeper.set(clock.now() + SWEEP_INTERVAL_MS)

  function saveKey(event: Extract<ServerKeyExchangeEvent, { type: 'store' }>, exchange: ServerKeyExchange): void {
    const { authKey, serverSalt: salt, expiresAt, dc } = event
    const { id } = authKey
    const createdAt = Math.floor(clock.now() / 1000)
    authKeys.save({ id, key: authKey.bytes.slice(), salt, createdAt, expiresAt, dc }).then(
      (outcome) => {
        if (outcome === 'stored') ring.noteMade(id)
        exchange.stored(outcome)
        if (outcome === 'stored') {
          authKey.wipe()
          log({ type: 'keyCreated', authKeyId: id, temporary: expiresAt !== undefined })
        }
      },
      (error: unknown) => {
        log({ type: 'failure', what: 'saving an authorization key', error })
        exchange.stored('failed')
      },
    )
  }

  function createSession(key: RingKey, sessionId: bigint, floor: bigint): EndpointSession {
    const { authKey, salts, refusedAhead } = key
    const machine = {
      role: 'server',
      authKey,
      salts,
      refusedAhead,
      sessionId,
      floor,
      random: sessionRandom,
      limits: sessionLimits,
    } as const
    return new EndpointSession(sessionOwner, { ...machine, now: clock.now() }, key)
  }

  function refuse({ authKey, salts }: RingKey, { msgId, seqNo, sessionId }: Envelope, code: number): Uint8Array {
    const salt = salts.current(clock.now() / 1000)
    const body = encodeService(refusalOf({ msgId, seqNo }, code, salt))
    const refusal = { salt, sessionId, msgId: refusalIds.next('answer'), seqNo: 0, body }
    return sealEnvelope(authKey, 'server', refusal, sessionRandom)
  }

  function onEvent(session: EndpointSession, event: SessionEvent): void {
    switch (event.type) {
      case 'request':
        serve(session.query(event.msgId, event.body, event.connection))
        return
      case 'answerTooLarge': {
        const { msgId, bytes } = event
        log({ type: 'answerTooLarge', authKeyId: session.authKeyId, msgId, bytes })
        return
      }
      case 'dropped':
        session.drop(event.msgId)
        return
      case 'destroySession':
        destroySession(session, event.sessionId)
        return
      case 'destroyAuthKey':
        destroyAuthKey(session)
        return
      case 'updatesLost':
        tell('onUpdatesLost', () => options.onUpdatesLost?.(session))
        return
      case 'exhausted':
        sessions.giveUp(session, 'session')
        return
      case 'violation':
        log({ type: 'violation', authKeyId: session.authKeyId, code: event.error.code })
        return
      default:
        return
    }
  }

  function serve(query: ServerQuery): void {
    try {
      const serving = options.onRequest(query)
      if (serving instanceof Promise) serving.catch((error: unknown) => failQuery(query, error))
    } catch (error) {
      failQuery(query, error)
    }
  }

  /** One query that goes wrong is an error of that query, and never the end of the server. */
  function failQuery(query: ServerQuery, error: unknown): void {
    const { code, message } = failureOf(error)
    query.fail(code, message)
    log({ type: 'requestFailed', authKeyId: query.session.authKeyId, msgId: query.msgId, code, message, error })
  }

  /** Calls the owner, whose mistakes must not stop the sessions of others. */
  function tell(what: string, callback: () => void): void {
    try {
      callback()
    } catch (error) {
      log({ type: 'failure', what, error })
    }
  }

  function destroySession(session: EndpointSession, sessionId: bigint): void {
    const key = ring.get(session.authKeyId)
    const other = key?.sessions.get(sessionId)
    const found = key !== undefined && other !== undefined && other !== session
    if (found) sessions.end(key, other)
    session.reply({ _: found ? 'destroy_session_ok' : 'destroy_session_none', sessionId })
  }

  function destroyAuthKey(session: EndpointSession): void {
    const { authKeyId } = session
    authKeys.delete(authKeyId).then(
      (existed) => {
        session.reply({ _: existed ? 'destroy_auth_key_ok' : 'destroy_auth_key_none' })
        if (existed) tell('onAuthKeyDestroyed', () => options.onAuthKeyDestroyed?.(authKeyId))
        dropAuthKey(authKeyId, 'the authorization key was destroyed')
      },
      (error: unknown) => {
        log({ type: 'failure', what: 'destroying an authorization key', error })
        session.reply({ _: 'destroy_auth_key_fail' })
      },
    )
  }

  function dropAuthKey(authKeyId: bigint, reason: string): void {
    const key = ring.get(authKeyId)
    if (key === undefined) return
    sessions.endAll(key, reason)
    ring.remove(key)
  }

  function sweep(): void {
    const now = clock.now()
    for (const key of ring.keys) if (key.isExpired(now)) dropAuthKey(key.id, 'the temporary key has expired')
    sessions.sweep()
    const { aheadMs } = clock
    if (aheadMs >= toldAheadMs + FAR_AHEAD_MS) {
      toldAheadMs = aheadMs
      log({ type: 'clockSetBack', aheadMs })
    }
    if (!closed) sweeper.set(now + SWEEP_INTERVAL_MS)
  }

  return {
    accept(connection) {
      const accepted = new ServerConnection(connectionOwner, connection, ++connectionIds)
      connections.add(accepted)
      return accepted
    },
    get connectionCount() {
      return connections.size
    },
    get sessionCount() {
      return sessions.size
    },
    get keyExchangeCount() {
      return exchanges.active + httpExchanges.size
    },
    dropAuthKey,
    close() {
      closed = true
      sweeper.stop()
      httpExchanges.close()
      sessions.close()
      for (const key of [...ring.keys]) ring.remove(key)
    },
  }
}
