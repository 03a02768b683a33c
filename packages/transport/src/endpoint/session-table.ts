import type { Envelope } from '../session/envelope.ts'
import { BadMessage, packetFault } from '../session/packet-fault.ts'
import { EndedSessions } from './ended-sessions.ts'
import type { HeldBy, HeldMemory } from './held-memory.ts'
import type { KeyRing, RingKey } from './key-ring.ts'
import { LargestHolders } from './largest-holders.ts'
import type { Clock } from './ports.ts'
import type { ServerEndpointEvent, ServerEndpointLimits } from './server-endpoint-options.ts'
import type { EndpointSession } from './server-session.ts'

export interface SessionTablePort {
  readonly clock: Clock
  readonly ring: KeyRing
  readonly held: HeldMemory
  readonly limits: ServerEndpointLimits
  /** @param floor msg_ids up to this were received in a session of this identifier that has ended */
  create(key: RingKey, sessionId: bigint, floor: bigint): EndpointSession
  /** The answer to a packet that is refused as a whole. */
  refuse(key: RingKey, envelope: Envelope, errorCode: number): Uint8Array
  /** There is a session more. */
  onSession(session: EndpointSession): void
  onSessionEnd(session: EndpointSession): void
  log(event: ServerEndpointEvent): void
}

/** Who goes first when there is no room; others, which are connected and wanted, do not go. */
const PLACES = ['unwantedIdle', 'idle', 'unwanted'] as const
type Place = (typeof PLACES)[number]

/** The sessions of a server: which there are, who makes room for another, and which of them have to end. */
export class SessionTable {
  readonly #port: SessionTablePort
  readonly #ended = new EndedSessions()
  /** Those that may have to go, in the order in which they came into their state. */
  readonly #order: Record<Place, Set<EndpointSession>> = {
    unwantedIdle: new Set(),
    idle: new Set(),
    unwanted: new Set(),
  }
  readonly #largest = new LargestHolders()
  #size = 0
  #closed = false

  constructor(port: SessionTablePort) {
    this.#port = port
  }

  get size(): number {
    return this.#size
  }

  /**
   * The session a packet belongs to, made if need be; undefined when there are too many. A packet that would be refused
   * as a whole makes none: it has its answer at once.
   */
  sessionFor(key: RingKey, envelope: Envelope): EndpointSession | Uint8Array | undefined {
    const { sessionId } = envelope
    const known = key.sessions.get(sessionId)
    if (known !== undefined) return known
    const { clock, ring } = this.#port
    const floor = this.#ended.floorOf(key.id, sessionId)
    const fault = packetFault(envelope, clock.now() / 1000, floor, key)
    if (fault === BadMessage.MSG_ID_TOO_HIGH) key.refusedAhead.add(envelope.msgId, clock.now() / 1000)
    if (fault !== undefined) return this.#port.refuse(key, envelope, fault)
    if (this.#closed || !this.#makeRoom(key)) return undefined
    const session = this.#port.create(key, sessionId, floor)
    key.sessions.set(sessionId, session)
    if (key.sessions.size === 1) ring.noteUsed(key)
    this.#size++
    this.#port.onSession(session)
    return session
  }

  end(key: RingKey, session: EndpointSession): void {
    if (!key.sessions.delete(session.sessionId)) return
    this.#size--
    for (const place of PLACES) this.#order[place].delete(session)
    this.#ended.add(key.id, session.sessionId, session.highestReceived, this.#port.clock.now())
    if (key.sessions.size === 0) this.#port.ring.noteIdle(key)
    session.end()
    this.#port.onSessionEnd(session)
  }

  /** The owner has closed it. */
  closed(session: EndpointSession): void {
    const key = this.#port.ring.get(session.authKeyId)
    if (key === undefined) session.end()
    else this.end(key, session)
  }

  /** Ends all sessions of a key that is gone, and their connections. */
  endAll(key: RingKey, reason: string): void {
    for (const session of [...key.sessions.values()]) session.close(reason)
    this.#ended.forgetKey(key.id)
  }

  /** The session is connected, or no longer, or wanted, or no longer: it takes its place among the others. */
  place(session: EndpointSession): void {
    const place = placeOf(session)
    for (const other of PLACES) this.#order[other].delete(session)
    if (place === undefined) return
    // From here on it counts as idle, so that each order stays the order of times.
    if (!session.connected) session.idleSince = this.#port.clock.now()
    this.#order[place].add(session)
    const { unwantedIdleSessions, unwantedSessions } = this.#port.limits
    this.#endBeyond('unwantedIdle', unwantedIdleSessions)
    this.#endBeyond('unwanted', unwantedSessions)
  }

  /** Ends the oldest of those that are in the same state until no more than `most` are left. */
  #endBeyond(place: Place, most: number): void {
    const sessions = this.#order[place]
    for (const oldest of sessions) {
      if (sessions.size <= most) return
      this.closed(oldest)
    }
  }

  /** Ends what has had no connection for its lifetime. */
  sweep(): void {
    const { sessionLifetimeMs, unwantedSessionLifetimeMs } = this.#port.limits
    this.#endIdleFor('unwantedIdle', Math.min(unwantedSessionLifetimeMs, sessionLifetimeMs))
    this.#endIdleFor('idle', sessionLifetimeMs)
  }

  #endIdleFor(place: Place, lifetimeMs: number): void {
    const now = this.#port.clock.now()
    for (const session of this.#order[place]) {
      if (now < session.idleSince + lifetimeMs) return
      this.closed(session)
    }
  }

  /** The session holds `bytes` more, or less. */
  onHeld(session: EndpointSession, bytes: number): void {
    const { held } = this.#port
    held.change(session, bytes)
    if (bytes <= 0) return
    for (let by = held.overfull(session); by !== undefined; by = held.overfull(session)) {
      const largest = this.#largestHolder(session, by)
      if (largest === undefined) return
      this.giveUp(largest, by)
    }
  }

  giveUp(session: EndpointSession, by: HeldBy | 'session'): void {
    this.#port.log({ type: 'sessionGivenUp', authKeyId: session.authKeyId, heldBytes: session.heldBytes, by })
    session.close('too much was not acknowledged')
  }

  /** Ends all sessions; there will be no others. */
  close(): void {
    this.#closed = true
    for (const key of this.#port.ring.keys) {
      for (const session of [...key.sessions.values()]) this.end(key, session)
    }
  }

  #makeRoom(key: RingKey): boolean {
    const { limits } = this.#port
    if (key.sessions.size >= limits.sessionsPerKey) {
      const oldest = oldestIdle(key.sessions.values())
      if (oldest === undefined) return false
      this.end(key, oldest)
    }
    return this.#size < limits.sessions || this.#endFirst()
  }

  /** Ends the one that goes first; false if there is none that may go. */
  #endFirst(): boolean {
    for (const place of PLACES) {
      for (const session of this.#order[place]) {
        this.closed(session)
        return true
      }
    }
    return false
  }

  /** Of the sessions that share a bound, the one that has to end when they hold too much. */
  #largestHolder({ authKeyId, addressGroup }: EndpointSession, by: HeldBy): EndpointSession | undefined {
    const { ring } = this.#port
    if (by === 'key') return this.#largest.take(`key ${authKeyId}`, () => ring.get(authKeyId)?.sessions.values() ?? [])
    if (by === 'server') return this.#largest.take('', () => this.#all())
    return this.#largest.take(`address ${addressGroup}`, () => this.#all(addressGroup))
  }

  *#all(addressGroup?: string): Generator<EndpointSession> {
    for (const key of this.#port.ring.keys) {
      for (const session of key.sessions.values()) {
        if (addressGroup === undefined || session.addressGroup === addressGroup) yield session
      }
    }
  }
}

function placeOf(session: EndpointSession): Place | undefined {
  if (session.connected) return session.wanted ? undefined : 'unwanted'
  return session.wanted ? 'idle' : 'unwantedIdle'
}

function oldestIdle(sessions: Iterable<EndpointSession>): EndpointSession | undefined {
  let oldest: EndpointSession | undefined
  for (const session of sessions) {
    if (session.connected) continue
    if (oldest === undefined || goesBefore(session, oldest)) oldest = session
  }
  return oldest
}

function goesBefore(one: EndpointSession, other: EndpointSession): boolean {
  if (one.wanted !== other.wanted) return !one.wanted
  return one.idleSince < other.idleSince
}
