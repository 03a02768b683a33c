import type { Envelope } from '../session/envelope.ts'
import { BadMessage, packetFault } from '../session/packet-fault.ts'
import { EndedSessions } from './ended-sessions.ts'
import type { HeldBy, HeldMemory } from './held-memory.ts'
import type { KeyRing, RingKey } from './key-ring.ts'
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

/** The sessions of a server: which there are, who makes room for another, and which of them have to end. */
export class SessionTable {
  readonly #port: SessionTablePort
  readonly #ended = new EndedSessions()
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

  /** Ends what has had no connection for its lifetime. */
  sweep(): void {
    const now = this.#port.clock.now()
    for (const key of this.#port.ring.keys) {
      for (const session of key.sessions.values()) {
        if (!session.connected && now >= session.idleSince + this.#port.limits.sessionLifetimeMs) this.end(key, session)
      }
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
    if (this.#size >= limits.sessions) return false
    if (key.sessions.size < limits.sessionsPerKey) return true
    let oldest: EndpointSession | undefined
    for (const session of key.sessions.values()) {
      if (!session.connected && (oldest === undefined || session.idleSince < oldest.idleSince)) oldest = session
    }
    if (oldest === undefined) return false
    this.end(key, oldest)
    return true
  }

  /** Of the sessions that share a bound, the one that holds most; those without a connection come first. */
  #largestHolder({ authKeyId, addressGroup }: EndpointSession, by: HeldBy): EndpointSession | undefined {
    const { ring } = this.#port
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
}

function holdsMore(one: EndpointSession, other: EndpointSession): boolean {
  if (one.connected !== other.connected) return !one.connected
  return one.heldBytes > other.heldBytes
}
