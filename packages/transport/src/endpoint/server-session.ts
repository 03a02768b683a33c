import { releaseBytes } from '@chappe/tl-codec'
import { type Envelope, HEADER_BYTES } from '../session/envelope.ts'
import type { SessionEvent } from '../session/events.ts'
import { InflateBudget } from '../session/inflate-budget.ts'
import { withDefaults } from '../session/limits.ts'
import type { ServiceMessage } from '../session/service-codec.ts'
import { type ServerSessionOptions, Session } from '../session/session.ts'
import { addressGroup } from './address-group.ts'
import { Alarm } from './alarm.ts'
import type { RingKey } from './key-ring.ts'
import { Outcomes } from './outcomes.ts'
import type { Clock } from './ports.ts'
import type { ServerConnection } from './server-connection.ts'
import type { ServerQuery } from './server-query.ts'

/** How long a query waits for those it is to run after, in ms. */
const AFTER_TIMEOUT_MS = 10_000
const REMEMBERED_OUTCOMES = 1024
/** A connection that does not take what is sent tells so when it does again; this is for one that forgets to. */
const LOOK_AGAIN_MS = 250

/** What a session holds, for metrics and bounds. */
export interface SessionLoad {
  /** The memory of messages that wait to be sent, acknowledged or served, in bytes. */
  readonly heldBytes: number
  /** Entries in everything that it remembers: identifiers received and sent, queries, answers. */
  readonly records: number
  /** Queries being served. */
  readonly unanswered: number
  /** Nothing waits to be sent, acknowledged or put in order. */
  readonly quiet: boolean
}

/** A client's session at a server. The same object as long as the session lives, over all its connections. */
export interface ServerSession {
  readonly authKeyId: bigint
  /** The key is a temporary one: unix time in seconds at which it ends. */
  readonly expiresAt: number | undefined
  /**
   * The data centre that the client meant when it made the key, as p_q_inner_data_dc names it (`readInnerDataDc`);
   * undefined if it named none.
   */
  readonly dc: number | undefined
  readonly sessionId: bigint
  /** Whether a connection is there now. What is pushed meanwhile waits, within a bound. */
  readonly connected: boolean
  /** The address heard from last. */
  readonly remoteAddress: string | undefined
  /** What it holds now. */
  readonly load: SessionLoad
  /**
   * Says whether somebody would miss the session. One that nobody would is forgotten soon after its last connection, and
   * is the first to go when there are too many. Until this is called for the first time, a session is wanted once a query
   * of it was answered by a result.
   */
  setWanted(wanted: boolean): void
  /** Sends an update (TL bytes). */
  push(body: Uint8Array): void
  /** Ends the session and closes its connections. */
  close(reason: string): void
}

export interface SessionOwner {
  readonly clock: Clock
  /** How many connections one session may have; the oldest makes room. */
  readonly connectionsPerSession: number
  /** Whether others with whom the session shares its bounds hold too much. */
  isFull(session: EndpointSession): boolean
  /** The session holds `bytes` more, or less, under its present address. */
  onHeld(session: EndpointSession, bytes: number): void
  onEvent(session: EndpointSession, event: SessionEvent): void
  /** A connection is there, and none was before. */
  onConnected(session: EndpointSession): void
  /** The last connection is gone. */
  onIdle(session: EndpointSession): void
  /** Whether it is wanted has changed. */
  onWanted(session: EndpointSession): void
  /** Its connections were closed, and it is to end. */
  onClosed(session: EndpointSession): void
}

/** Binds a session machine to its connections, its alarm and its owner. */
export class EndpointSession implements ServerSession {
  readonly authKeyId: bigint
  readonly expiresAt: number | undefined
  readonly dc: number | undefined
  readonly sessionId: bigint
  readonly #owner: SessionOwner
  readonly #machine: Session
  readonly #alarm: Alarm
  readonly #connections = new Map<number, ServerConnection>()
  /** These two are made when they are needed: most sessions of strangers never do. */
  #dropped: Set<bigint> | undefined
  #outcomes: Outcomes | undefined
  #remoteAddress: string | undefined
  #addressGroup: string | undefined
  #heldBytes = 0
  /** The first query that this session saw; what a client sent before it went to a session that is forgotten. */
  #firstMsgId: bigint | undefined
  #flushing = false
  #ended = false
  #wanted: 'no' | 'yes' | 'byAnswers' = 'byAnswers'
  #isAnswered = false
  /** Since when no connection is there, unix ms. */
  idleSince: number

  constructor(
    owner: SessionOwner,
    options: ServerSessionOptions,
    key: Pick<RingKey, 'expiresAt' | 'dc' | 'inflating'>,
  ) {
    this.#owner = owner
    this.authKeyId = options.authKey.id
    this.sessionId = options.sessionId
    this.expiresAt = key.expiresAt
    this.dc = key.dc
    key.inflating ??= new InflateBudget(withDefaults(options.limits), options.now)
    this.#machine = new Session({ ...options, inflating: key.inflating })
    this.#alarm = new Alarm(owner.clock, () => this.run())
    this.idleSince = owner.clock.now()
  }

  get outcomes(): Outcomes {
    this.#outcomes ??= new Outcomes(REMEMBERED_OUTCOMES)
    return this.#outcomes
  }

  get connected(): boolean {
    return this.#connections.size > 0
  }

  /** Somebody would miss it. */
  get wanted(): boolean {
    return this.#wanted === 'byAnswers' ? this.#isAnswered : this.#wanted === 'yes'
  }

  setWanted(wanted: boolean): void {
    const before = this.wanted
    this.#wanted = wanted ? 'yes' : 'no'
    if (wanted !== before && !this.#ended) this.#owner.onWanted(this)
  }

  get remoteAddress(): string | undefined {
    return this.#remoteAddress
  }

  /** Whose bounds by address it counts under. */
  get addressGroup(): string | undefined {
    return this.#addressGroup
  }

  /** What it holds, as its owner knows. */
  get heldBytes(): number {
    return this.#heldBytes
  }

  /** The highest msg_id that it has received; 0 if there was none. */
  get highestReceived(): bigint {
    return this.#machine.highestReceived
  }

  get load(): SessionLoad {
    const { heldBytes, records, pendingCount, isQuiet } = this.#machine
    return { heldBytes, records, unanswered: pendingCount, quiet: isQuiet }
  }

  get connections(): Iterable<ServerConnection> {
    return this.#connections.values()
  }

  attach(connection: ServerConnection): void {
    if (this.#ended || this.#connections.has(connection.id)) return
    const wasAway = !this.connected
    this.#connections.set(connection.id, connection)
    if (this.#connections.size > this.#owner.connectionsPerSession) {
      const [oldest] = this.#connections.values()
      oldest?.close('too many connections of one session')
    }
    this.#machine.attach(connection.id, this.#owner.clock.now(), connection.singleUse)
    if (wasAway) this.#owner.onConnected(this)
  }

  detach(connection: ServerConnection, answered: boolean): void {
    if (!this.#connections.delete(connection.id)) return
    if (!answered) this.#machine.detach(connection.id, this.#owner.clock.now())
    this.run()
    this.#noteIdle()
  }

  receive(envelope: Envelope, connection: ServerConnection): void {
    if (this.#ended) return
    this.#noteAddress(connection.remoteAddress)
    if (this.#ended) return
    this.#machine.slow(this.#owner.isFull(this))
    this.#machine.receive(envelope, connection.id, this.#owner.clock.now())
    this.run()
  }

  /** Bytes of a packet have come. */
  progress(connection: ServerConnection): void {
    if (!this.#ended) this.#machine.progress(connection.id, this.#owner.clock.now())
  }

  push(body: Uint8Array): void {
    if (this.#ended) return
    this.#machine.push(body, this.#owner.clock.now())
    this.#runSoon()
  }

  reply(message: ServiceMessage): void {
    if (this.#ended) return
    this.#machine.reply(message, this.#owner.clock.now())
    this.run()
  }

  query(msgId: bigint, body: Uint8Array, connection: number): ServerQuery {
    this.#firstMsgId ??= msgId
    return new SessionQuery(this, msgId, body, this.#connections.get(connection)?.remoteAddress ?? this.#remoteAddress)
  }

  /** The client does not want the answer any more. */
  isDropped(msgId: bigint): boolean {
    return this.#dropped?.has(msgId) === true
  }

  answer(msgId: bigint, result: Uint8Array): void {
    if (!this.#isAnswered) {
      this.#isAnswered = true
      if (this.#wanted === 'byAnswers' && !this.#ended) this.#owner.onWanted(this)
    }
    this.#settle(msgId, 'ok')
    this.#machine.answer(msgId, result, this.#owner.clock.now())
  }

  fail(msgId: bigint, code: number, message: string): void {
    this.#settle(msgId, 'failed')
    this.#machine.fail(msgId, code, message, this.#owner.clock.now())
  }

  drop(msgId: bigint): void {
    this.#dropped ??= new Set()
    this.#dropped.add(msgId)
  }

  close(reason: string): void {
    for (const connection of [...this.#connections.values()]) connection.close(reason)
    this.#owner.onClosed(this)
  }

  /** Nothing goes in or out any more. */
  end(): void {
    this.#ended = true
    this.#alarm.stop()
    this.#noteHeld(0)
    this.#outcomes?.end()
    const connections = [...this.#connections.values()]
    this.#connections.clear()
    for (const connection of connections) {
      connection.forget(this)
      // Nobody would ever answer the request, and its client is to learn soon that it has to begin anew.
      if (connection.singleUse) connection.close('its session has ended')
    }
  }

  /** Lets the machine speak and acts on what it says. */
  run(): void {
    if (this.#ended) return
    let congested = false
    for (const connection of this.#connections.values()) {
      this.#machine.setCongested(connection.id, connection.congested)
      congested ||= connection.congested
    }
    this.#machine.slow(this.#owner.isFull(this))
    const wasConnected = this.connected
    const { packets, quickAcks, events, more } = this.#machine.poll(this.#owner.clock.now())
    for (const { connection, token } of quickAcks) this.#connections.get(connection)?.sendQuickAck(token)
    for (const { connection, packet, last } of packets) {
      const target = this.#connections.get(connection)
      if (last) this.#connections.delete(connection)
      target?.send(packet)
    }
    for (const event of events) {
      if (event.type === 'disconnect') this.#connections.get(event.connection)?.close(`ping: ${event.reason}`)
      else this.#owner.onEvent(this, event)
    }
    if (this.#ended) return
    this.#noteHeld(this.#machine.heldBytes)
    // The owner may have ended it for what it holds.
    if (this.#ended) return
    if (wasConnected) this.#noteIdle()
    if (more) this.#runSoon()
    const lookAgainAt = congested ? this.#owner.clock.now() + LOOK_AGAIN_MS : Number.POSITIVE_INFINITY
    this.#alarm.set(Math.min(this.#machine.deadline, lookAgainAt))
  }

  #noteIdle(): void {
    if (this.#ended || this.connected) return
    this.idleSince = this.#owner.clock.now()
    this.#owner.onIdle(this)
  }

  #noteAddress(address: string | undefined): void {
    if (address === this.#remoteAddress) return
    const held = this.#heldBytes
    this.#noteHeld(0)
    this.#remoteAddress = address
    this.#addressGroup = addressGroup(address)
    this.#noteHeld(held)
  }

  #noteHeld(bytes: number): void {
    const change = bytes - this.#heldBytes
    if (change === 0) return
    this.#heldBytes = bytes
    this.#owner.onHeld(this, change)
  }

  #settle(msgId: bigint, outcome: 'ok' | 'failed'): void {
    this.#dropped?.delete(msgId)
    this.outcomes.settle(msgId, outcome)
    this.#runSoon()
  }

  /** Several answers and updates of one turn share a packet. */
  #runSoon(): void {
    if (this.#flushing || this.#ended) return
    this.#flushing = true
    this.#owner.clock.defer(() => {
      this.#flushing = false
      this.run()
    })
  }

  /** Waits for others on behalf of the query `own`; see `ServerQuery.after`. */
  async after(own: bigint, msgIds: readonly bigint[]): Promise<'ok' | 'failed' | 'timeout'> {
    const first = this.#firstMsgId ?? own
    // What came before this session is not known here, and nothing waits for what comes later than itself.
    if (msgIds.some((msgId) => msgId < first || msgId >= own)) return 'failed'
    const wait = this.outcomes.wait(msgIds)
    if (typeof wait === 'string') return wait === 'full' ? 'timeout' : wait
    return new Promise((resolve) => {
      const stop = this.#owner.clock.after(AFTER_TIMEOUT_MS, () => {
        wait.cancel()
        resolve('timeout')
      })
      void wait.outcome.then((outcome) => {
        stop()
        resolve(outcome)
      })
    })
  }
}

/** A class, since an object made with a getter has a shape of its own each time. */
class SessionQuery implements ServerQuery {
  readonly session: EndpointSession
  readonly msgId: bigint
  readonly body: Uint8Array
  readonly remoteAddress: string | undefined
  #isAnswered = false

  constructor(session: EndpointSession, msgId: bigint, body: Uint8Array, remoteAddress: string | undefined) {
    this.session = session
    this.msgId = msgId
    this.body = body
    this.remoteAddress = remoteAddress
  }

  get dropped(): boolean {
    return this.session.isDropped(this.msgId)
  }

  answer(result: Uint8Array, isPassing = false): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.session.answer(this.msgId, result)
    if (isPassing) releaseBytes(result)
  }

  fail(code: number, message: string): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.session.fail(this.msgId, code, message)
  }

  after(msgIds: readonly bigint[]): Promise<'ok' | 'failed' | 'timeout'> {
    return this.session.after(this.msgId, msgIds)
  }

  release(): void {
    const { buffer, byteOffset } = this.body
    // What came in a container begins further behind, and has its memory in common with others.
    if (byteOffset <= HEADER_BYTES) releaseBytes(new Uint8Array(buffer))
  }
}
