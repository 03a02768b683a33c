import type { RandomBytes, RsaPrivateKey } from '@chappe/crypto'
import type { AcceptConnection } from '../drivers/packet-connection.ts'
import { createQueuedCompute, type KeyExchangeCompute } from '../key-exchange/compute.ts'
import { createKeyExchangeServer, type KeyExchangeLimits } from '../key-exchange/key-exchange-server.ts'
import type { ServerKeyExchange, ServerKeyExchangeEvent } from '../key-exchange/server-key-exchange.ts'
import { pooledRandom } from '../pooled-random.ts'
import type { SessionEvent } from '../session/events.ts'
import type { SessionLimits } from '../session/limits.ts'
import { Alarm } from './alarm.ts'
import { DEFAULT_HELD_MEMORY_LIMITS, type HeldBy, HeldMemory, type HeldMemoryLimits } from './held-memory.ts'
import { HttpKeyExchanges } from './http-key-exchanges.ts'
import { KeyRing, type RingKey } from './key-ring.ts'
import { type AuthKeyStore, type Clock, systemClock } from './ports.ts'
import { ServerConnection } from './server-connection.ts'
import type { ServerQuery } from './server-query.ts'
import { EndpointSession, type ServerSession, type SessionOwner } from './server-session.ts'
import { createSteadyClock } from './steady-clock.ts'

export interface ServerEndpointLimits extends HeldMemoryLimits {
  /** A session without connection is forgotten after this. Default 30 min; at least the 300 s in which a replay counts. */
  readonly sessionLifetimeMs: number
  /** Sessions of one key; the longest without connection makes room. Default 128. */
  readonly sessionsPerKey: number
  /** Sessions in all. Default 200,000. */
  readonly sessions: number
  /** Connections of one session, or HTTP exchanges; the oldest makes room. Default 64. */
  readonly connectionsPerSession: number
}

/** Things an operator may want to know. They hold no secret. */
export type ServerEndpointEvent =
  | { readonly type: 'keyExchangeRefused'; readonly remoteAddress: string | undefined; readonly code: string }
  | { readonly type: 'packetRefused'; readonly remoteAddress: string | undefined; readonly why: string }
  | { readonly type: 'keyCreated'; readonly authKeyId: bigint; readonly temporary: boolean }
  | { readonly type: 'violation'; readonly authKeyId: bigint; readonly code: string }
  /** A session ended because its client asked for much and took none of it; `by` names the bound that was passed. */
  | {
      readonly type: 'sessionGivenUp'
      readonly authKeyId: bigint
      readonly heldBytes: number
      readonly by: HeldBy | 'session'
    }
  | { readonly type: 'failure'; readonly what: string; readonly error: unknown }

export interface ServerEndpointOptions {
  /** The server's RSA keys, the preferred one first. Asked for each exchange, so keys can be rolled over. */
  readonly keys: () => readonly RsaPrivateKey[]
  /** The data centres that this server is. */
  readonly dcIds: readonly number[]
  readonly authKeys: AuthKeyStore
  readonly random: RandomBytes
  /** The platform's by default. */
  readonly clock?: Clock
  /** Who does the heavy arithmetic of key exchanges; by default the calling thread, one computation a turn. */
  readonly compute?: KeyExchangeCompute
  readonly limits?: Partial<ServerEndpointLimits>
  readonly sessionLimits?: Partial<SessionLimits>
  readonly keyExchangeLimits?: Partial<KeyExchangeLimits>
  /** A query to serve. It must not throw. */
  readonly onRequest: (query: ServerQuery) => void
  readonly onSession?: (session: ServerSession) => void
  readonly onSessionEnd?: (session: ServerSession) => void
  /** A session has a connection, and had none before: it is new, or its client has come back. */
  readonly onSessionConnected?: (session: ServerSession) => void
  /** Updates were dropped because the client did not take them: it has to be told to ask for the difference. */
  readonly onUpdatesLost?: (session: ServerSession) => void
  /** The client has had its key destroyed. */
  readonly onAuthKeyDestroyed?: (authKeyId: bigint) => void
  readonly log?: (event: ServerEndpointEvent) => void
}

export interface ServerEndpoint {
  /** To be given to `listen`, or called with any other connection. */
  readonly accept: AcceptConnection
  readonly connectionCount: number
  readonly sessionCount: number
  readonly keyExchangeCount: number
  /** Ends all sessions of a key, after it was revoked. */
  dropAuthKey(authKeyId: bigint, reason: string): void
  /** Ends all sessions and stops all timers. Connections are closed by their listener. */
  close(): void
}

const DEFAULT_LIMITS: ServerEndpointLimits = {
  sessionLifetimeMs: 30 * 60_000,
  sessionsPerKey: 128,
  sessions: 200_000,
  connectionsPerSession: 64,
  ...DEFAULT_HELD_MEMORY_LIMITS,
}
const SWEEP_INTERVAL_MS = 30_000

/**
 * A server's side of MTProto: connections go in, queries come out. Key exchanges, sessions, acknowledgements, salts and
 * resending happen in here; what a query means is the owner's. Sans I/O: connections, clock, randomness and the key
 * store are given.
 */
export function createServerEndpoint(options: ServerEndpointOptions): ServerEndpoint {
  const { authKeys, random } = options
  const clock = createSteadyClock(options.clock ?? systemClock)
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const log = options.log ?? (() => {})
  const ring = new KeyRing(authKeys)
  const sessionRandom = pooledRandom(random)
  const startedAt = clock.now()
  const connections = new Set<ServerConnection>()
  let connectionIds = 0
  let sessionCount = 0
  let closed = false

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

  const httpExchanges = new HttpKeyExchanges({ clock, openKeyExchange: exchanges.open, saveKey })
  const held = new HeldMemory(limits)
  const sessionOwner: SessionOwner = {
    clock,
    connectionsPerSession: limits.connectionsPerSession,
    isFull: (session) => held.isFull(session),
    onHeld,
    onEvent,
    onConnected: options.onSessionConnected ?? (() => {}),
  }
  const connectionOwner = {
    clock,
    ring,
    httpExchanges,
    openKeyExchange: exchanges.open,
    saveKey,
    sessionFor,
    log,
    onClosed: (connection: ServerConnection) => connections.delete(connection),
  }

  const sweeper = new Alarm(clock, sweep)
  sweeper.set(startedAt + SWEEP_INTERVAL_MS)

  function saveKey(event: Extract<ServerKeyExchangeEvent, { type: 'store' }>, exchange: ServerKeyExchange): void {
    const { authKey, serverSalt: salt, expiresAt } = event
    const { id } = authKey
    const createdAt = Math.floor(clock.now() / 1000)
    authKeys.save({ id, key: authKey.bytes.slice(), salt, createdAt, expiresAt }).then(
      (outcome) => {
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

  function sessionFor(key: RingKey, sessionId: bigint): EndpointSession | undefined {
    const known = key.sessions.get(sessionId)
    if (known !== undefined) return known
    if (closed || !makeRoom(key)) return undefined
    const { authKey, salts } = key
    // A key made since the start has no past that could be replayed.
    const notBefore = key.createdAt * 1000 < startedAt ? startedAt : undefined
    const common = {
      authKey,
      salts,
      sessionId,
      random: sessionRandom,
      now: clock.now(),
      limits: options.sessionLimits ?? {},
    }
    const machineOptions = { role: 'server', ...common, ...(notBefore === undefined ? {} : { notBefore }) } as const
    const session = new EndpointSession(sessionOwner, machineOptions, key.expiresAt)
    key.sessions.set(sessionId, session)
    sessionCount++
    options.onSession?.(session)
    return session
  }

  function makeRoom(key: RingKey): boolean {
    if (sessionCount >= limits.sessions) return false
    if (key.sessions.size < limits.sessionsPerKey) return true
    let oldest: EndpointSession | undefined
    for (const session of key.sessions.values()) {
      if (!session.connected && (oldest === undefined || session.idleSince < oldest.idleSince)) oldest = session
    }
    if (oldest === undefined) return false
    endSession(key, oldest)
    return true
  }

  function endSession(key: RingKey, session: EndpointSession): void {
    if (!key.sessions.delete(session.sessionId)) return
    sessionCount--
    session.end()
    options.onSessionEnd?.(session)
  }

  function onEvent(session: EndpointSession, event: SessionEvent): void {
    switch (event.type) {
      case 'request':
        options.onRequest(session.query(event.msgId, event.body, event.connection))
        return
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
        options.onUpdatesLost?.(session)
        return
      case 'exhausted':
        giveUp(session, 'session')
        return
      case 'violation':
        log({ type: 'violation', authKeyId: session.authKeyId, code: event.error.code })
        return
      default:
        return
    }
  }

  function onHeld(session: EndpointSession, bytes: number): void {
    held.change(session, bytes)
    if (bytes <= 0) return
    for (let by = held.overfull(session); by !== undefined; by = held.overfull(session)) {
      const largest = largestHolder(session, by)
      if (largest === undefined) return
      giveUp(largest, by)
    }
  }

  /** Of the sessions that share a bound, the one that holds most; those without a connection come first. */
  function largestHolder({ authKeyId, addressGroup }: EndpointSession, by: HeldBy): EndpointSession | undefined {
    const keys = by === 'key' ? [ring.get(authKeyId)] : ring.keys
    let largest: EndpointSession | undefined
    for (const key of keys) {
      for (const session of key?.sessions.values() ?? []) {
        if (session.heldBytes === 0 || (by === 'address' && session.addressGroup !== addressGroup)) continue
        if (largest === undefined || holdsMore(session, largest)) largest = session
      }
    }
    return largest
  }

  function giveUp(session: EndpointSession, by: HeldBy | 'session'): void {
    const key = ring.get(session.authKeyId)
    log({ type: 'sessionGivenUp', authKeyId: session.authKeyId, heldBytes: session.heldBytes, by })
    session.close('too much was not acknowledged')
    if (key !== undefined) endSession(key, session)
  }

  function destroySession(session: EndpointSession, sessionId: bigint): void {
    const key = ring.get(session.authKeyId)
    const other = key?.sessions.get(sessionId)
    const found = key !== undefined && other !== undefined && other !== session
    if (found) endSession(key, other)
    session.reply({ _: found ? 'destroy_session_ok' : 'destroy_session_none', sessionId })
  }

  function destroyAuthKey(session: EndpointSession): void {
    const { authKeyId } = session
    authKeys.delete(authKeyId).then(
      (existed) => {
        session.reply({ _: existed ? 'destroy_auth_key_ok' : 'destroy_auth_key_none' })
        if (existed) options.onAuthKeyDestroyed?.(authKeyId)
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
    for (const session of [...key.sessions.values()]) {
      session.close(reason)
      endSession(key, session)
    }
    ring.remove(key)
  }

  function sweep(): void {
    const now = clock.now()
    for (const key of ring.keys) {
      if (key.isExpired(now)) {
        dropAuthKey(key.id, 'the temporary key has expired')
        continue
      }
      for (const session of key.sessions.values()) {
        if (!session.connected && now >= session.idleSince + limits.sessionLifetimeMs) endSession(key, session)
      }
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
      return sessionCount
    },
    get keyExchangeCount() {
      return exchanges.active
    },
    dropAuthKey,
    close() {
      closed = true
      sweeper.stop()
      httpExchanges.close()
      for (const key of [...ring.keys]) {
        for (const session of [...key.sessions.values()]) endSession(key, session)
        ring.remove(key)
      }
    },
  }
}

function holdsMore(one: EndpointSession, other: EndpointSession): boolean {
  if (one.connected !== other.connected) return !one.connected
  return one.heldBytes > other.heldBytes
}
