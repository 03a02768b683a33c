import type { AuthKey } from '@chappe/crypto'
import type { PacketConnection } from '../drivers/packet-connection.ts'
import { constructorOf, decodeContainer, type Message, MSG_CONTAINER } from '../session/container.ts'
import { openEnvelope } from '../session/envelope.ts'
import { DEFAULT_SESSION_LIMITS } from '../session/limits.ts'
import { SessionError } from '../session/session-error.ts'
import type { Timeline } from './timeline.ts'

/** A packet that has come to the server. */
interface Arrival {
  readonly packet: Uint8Array
  readonly name: string
  /** Virtual ms. */
  readonly at: number
  /** The same bytes have come before. */
  readonly again: boolean
}

/** A message that a session serves. */
export interface ServedMessage {
  readonly session: { readonly authKeyId: bigint; readonly sessionId: bigint }
  readonly msgId: bigint
}

/**
 * Which encrypted packets left the clients and came to the server, and when each client had his answers. It tells a
 * request that was under way when its answer came from one that somebody repeats.
 */
export class PacketJournal {
  readonly #timeline: Pick<Timeline, 'now'>
  readonly #keys = new Map<bigint, AuthKey>()
  /** When each packet left, in the order of all that is noted. */
  readonly #left = new Map<string, number>()
  readonly #answered = new Map<string, number>()
  #noted = 0
  #arrivals: Arrival[] = []
  readonly #arrived = new Set<string>()
  /** How many packets had come when a session of this identifier ended. */
  #ended = new Map<bigint, number>()
  readonly #onDisorder: (what: string) => void

  /** @param onDisorder told of each packet of a client whose messages stand in another order than they were numbered in */
  constructor(timeline: Pick<Timeline, 'now'>, onDisorder: (what: string) => void = () => {}) {
    this.#timeline = timeline
    this.#onDisorder = onDisorder
  }

  learn(key: AuthKey): void {
    this.#keys.set(key.id, key)
  }

  /** Notes what a client sends over a connection. */
  watch(connection: Pick<PacketConnection, 'send'>): void {
    const send = connection.send.bind(connection)
    connection.send = (packet, options) => {
      const name = nameOf(packet)
      if (name !== undefined && !this.#left.has(name)) this.#left.set(name, ++this.#noted)
      this.#checkOrder(packet)
      send(packet, options)
    }
  }

  #checkOrder(packet: Uint8Array): void {
    const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
    const key = packet.length < 24 ? undefined : this.#keys.get(view.getBigInt64(0, true))
    const counted = key === undefined ? [] : messagesIn(key, packet).filter(({ seqNo }) => seqNo % 2 === 1)
    for (const [at, { msgId, seqNo }] of counted.entries()) {
      const before = counted[at - 1]
      if (before === undefined || (before.seqNo < seqNo && before.msgId < msgId)) continue
      this.#onDisorder(`message ${seqNo} (${msgId}) stands behind ${before.seqNo} (${before.msgId}) in a container`)
    }
  }

  /** A packet has come to the server, from whomever. */
  came(packet: Uint8Array): void {
    const name = nameOf(packet)
    if (name === undefined) return
    this.#arrivals.push({ packet: packet.slice(), name, at: this.#timeline.now, again: this.#arrived.has(name) })
    this.#arrived.add(name)
  }

  /** The client has the answer to this request. */
  answered(request: string): void {
    if (!this.#answered.has(request)) this.#answered.set(request, ++this.#noted)
  }

  sessionEnded(sessionId: bigint): void {
    this.#ended.set(sessionId, this.#arrivals.length)
  }

  /** The server was started anew: all sessions have ended. */
  memoryLost(): void {
    this.#arrivals = []
    this.#ended = new Map()
  }

  /**
   * Whether the client had the answer to the request before he sent what brings it to the server now, or somebody else
   * brings it. He may have sent it again while the answer was on its way: told of a new session, or connected anew. If
   * the session that answered is destroyed before that packet comes, the session that the packet begins cannot know of
   * the answer and serves it, as it has to serve a request whose answer was lost. So a packet that left before the answer
   * came, and that comes for the first time, breaks nothing.
   */
  isOver(request: string, { session, msgId }: ServedMessage): boolean {
    const answeredAt = this.#answered.get(request)
    if (answeredAt === undefined) return false
    const key = this.#keys.get(session.authKeyId)
    const arrivals = this.#arrivals.slice(this.#ended.get(session.sessionId) ?? 0)
    return !arrivals.some(({ packet, name, at, again }) => {
      const leftAt = this.#left.get(name)
      if (key === undefined || again || leftAt === undefined || leftAt > answeredAt) return false
      if (!holds(key, packet, session.sessionId, msgId)) return false
      // One that was taken may have waited for what came before it, for so long. If it was repeated and is served later
      // than that, it was refused when it came first, and the repetition was taken.
      const repeated = arrivals.some((other) => other.again && other.name === name)
      return !repeated || this.#timeline.now <= at + DEFAULT_SESSION_LIMITS.reorderPatienceMs
    })
  }
}

/** An encrypted packet is known by its msg_key, which follows the identifier of its key; undefined for plain ones. */
function nameOf(packet: Uint8Array): string | undefined {
  if (packet.length < 24) return undefined
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  if (view.getBigUint64(0) === 0n) return undefined
  return `${view.getBigUint64(0)}/${view.getBigUint64(8)}/${view.getBigUint64(16)}`
}

function holds(key: AuthKey, packet: Uint8Array, sessionId: bigint, msgId: bigint): boolean {
  return messagesIn(key, packet, sessionId).some((message) => message.msgId === msgId)
}

/** What a packet of a client brings; nothing if it cannot be read, or is of another session than the one asked for. */
function messagesIn(key: AuthKey, packet: Uint8Array, sessionId?: bigint): readonly Message[] {
  try {
    const envelope = openEnvelope(key, 'client', packet)
    if (sessionId !== undefined && envelope.sessionId !== sessionId) return []
    if (constructorOf(envelope.body) !== MSG_CONTAINER) return [envelope]
    return decodeContainer(envelope.msgId, envelope.body)
  } catch (error) {
    if (error instanceof SessionError) return []
    throw error
  }
}
