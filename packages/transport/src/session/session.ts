import type { AuthKey, RandomBytes } from '@chappe/crypto'
import { createMessageIdGenerator } from '../message-id.ts'
import { Acknowledgements } from './acknowledgements.ts'
import { AwaitedQuickAcks } from './awaited-quick-acks.ts'
import { ClientSalts } from './client-salts.ts'
import { answer, beginWaiting, pollOrder } from './deliver.ts'
import { DeliveryOrder } from './delivery-order.ts'
import { type Envelope, type Role, sealEnvelope, sealWithToken } from './envelope.ts'
import type { SessionEvent } from './events.ts'
import { keepAlive, keepAliveDeadline, noteLeft, sendPing } from './handle-ping.ts'
import { keepSalts } from './handle-salts.ts'
import { AGAIN_AT_ONCE_BYTES } from './handle-state.ts'
import { deflate, deflateShared } from './inflate.ts'
import { InflateBudget } from './inflate-budget.ts'
import { type SessionLimits, withDefaults } from './limits.ts'
import { Links } from './links.ts'
import { MessageTable } from './message-table.ts'
import { Outbox } from './outbox.ts'
import { createOutgoing, heldBytesOf } from './outgoing.ts'
import { nextBeginAt } from './pace-queries.ts'
import { receive } from './receive.ts'
import { ReceivedMessages } from './received-messages.ts'
import { RefusedAhead, type RefusedOfKey } from './refused-ahead.ts'
import { firstLookAt, lookThrough } from './resend.ts'
import type { ServerSalts } from './server-salts.ts'
import { encodeRpcError, encodeService, type ServiceMessage } from './service-codec.ts'
import { type ClientSide, type Delivery, type ServerSide, type SessionState, serverSeconds } from './state.ts'
import { WaitingQueries } from './waiting-queries.ts'

interface CommonOptions {
  readonly authKey: AuthKey
  readonly sessionId: bigint
  readonly random: RandomBytes
  /** Unix time in ms at creation. */
  readonly now: number
  readonly limits?: Partial<SessionLimits>
}

export interface ServerSessionOptions extends CommonOptions {
  readonly role: 'server'
  readonly salts: ServerSalts
  /** What the sessions of the key may inflate together; a session alone has its own. */
  readonly inflating?: InflateBudget
  /** The highest msg_id received in a session of this identifier that has ended: no packet up to it is taken again. */
  readonly floor?: bigint | undefined
  /** Packets of the key that were refused as being ahead of time, in whatever session. */
  readonly refusedAhead?: RefusedOfKey | undefined
}

export interface ClientSessionOptions extends CommonOptions {
  readonly role: 'client'
  /** The server salt that came with the key, or the last one known. */
  readonly salt: bigint
  /** Seconds to add to the clock, as the key exchange found out. Default 0. */
  readonly timeOffset?: number
}

/** A packet to send over a connection. */
export interface OutgoingPacket {
  readonly connection: number
  readonly packet: Uint8Array
  /** HTTP: this answered the exchange; the session has let go of the connection. */
  readonly last: boolean
  /** Client: the connection is to ask for a quick acknowledgement. */
  readonly quickAck: boolean
}

/** What came out of a session since it was last asked. */
export interface SessionOutput {
  readonly packets: OutgoingPacket[]
  readonly quickAcks: { readonly connection: number; readonly token: number }[]
  readonly events: SessionEvent[]
  /** There is more to send, over a connection that is not congested: poll again when others have had their turn. */
  readonly more: boolean
}

/**
 * One encrypted MTProto session, of either role, without any input or output of its own: opened packets, requests and
 * the time go in; packets, events and the next deadline come out. After every input, `poll` it.
 *
 * Connections are numbers that the owner gives out (above 0). A session may have several, or none for a while.
 */
export class Session {
  readonly #state: SessionState

  constructor(options: ServerSessionOptions | ClientSessionOptions) {
    const limits = withDefaults(options.limits)
    const ids = createMessageIdGenerator({
      now: () => this.#state.now,
      role: options.role,
      timeOffset: options.role === 'client' ? options.timeOffset : 0,
    })
    this.#state = {
      side: options.role === 'server' ? serverSide(options, limits) : clientSide(options),
      key: options.authKey,
      random: options.random,
      limits,
      ids,
      links: new Links(),
      acks: new Acknowledgements(limits.ackDelayMs),
      outbox: new Outbox(ids, limits.maxPacketBytes, options.role === 'client'),
      order: new DeliveryOrder<Delivery>(
        limits.reorderPatienceMs,
        limits.maxHeldMessages,
        options.role === 'server' ? limits.firstPatienceMs : 0,
      ),
      received: new ReceivedMessages(limits.rememberedMessages),
      events: [],
      sessionId: options.sessionId,
      now: options.now,
      scanAt: Number.POSITIVE_INFINITY,
    }
  }

  get role(): Role {
    return this.#state.side.role
  }

  /** A client's session changes its identifier when it has to begin anew. */
  get sessionId(): bigint {
    return this.#state.sessionId
  }

  /** Seconds that the clock is behind the server's (client). */
  get timeOffset(): number {
    return this.#state.ids.timeOffset
  }

  get connectionCount(): number {
    return this.#state.links.size
  }

  /** Client: requests without answer. Server: queries without answer. */
  get pendingCount(): number {
    const { side } = this.#state
    return side.role === 'client' ? side.requests.size : side.running
  }

  /** The memory that messages take which wait to be sent, acknowledged or served, in bytes. */
  get heldBytes(): number {
    const { outbox, side } = this.#state
    return outbox.bytes + (side.role === 'server' ? side.waiting.bytes : 0)
  }

  /** Entries in everything that the session remembers, a measure of its memory beside `heldBytes`. */
  get records(): number {
    const { outbox, order, received, side } = this.#state
    const own =
      side.role === 'client' ? side.requests.size + side.stateRequests.size : side.served.size + side.waiting.size
    return outbox.records + order.heldCount + received.length + own
  }

  /** The highest msg_id that was received; 0 if there was none. */
  get highestReceived(): bigint {
    return this.#state.received.highest ?? 0n
  }

  /** Whether nothing waits: no message to send, to acknowledge or to be acknowledged. */
  get isQuiet(): boolean {
    const { outbox, acks, order } = this.#state
    return outbox.isEmpty && outbox.unsettled.size === 0 && acks.deadline === undefined && order.heldCount === 0
  }

  /**
   * A connection may be used from now on.
   *
   * @param singleUse HTTP. Server: an exchange, which carries one packet back, held as http_wait asks. Client: every
   *   packet is a POST of its own
   */
  attach(connection: number, now: number, singleUse = false): void {
    this.#state.now = now
    const { side } = this.#state
    this.#state.links.attach(connection, singleUse && side.role === 'server', now)
    if (this.#state.outbox.unsettled.size > 0) this.#state.scanAt = now
    if (side.role === 'client') {
      // A client made it to speak over it.
      this.#state.links.heard(connection)
      side.heardAt = now
      side.pingedAt = now
      side.busyUntil = 0
      side.posts = singleUse
      // The first answer of a new session may be overtaken by the second, and must not come after it.
      if (singleUse) this.#state.order.beginAt(0)
      side.ping = undefined
      // Without a word the server cannot know whose connection this is, and what it has for us stays there.
      // Over HTTP it has to know in any case that the POSTs before are given up (`repeatForPing`).
      if (singleUse || this.#state.outbox.isEmpty) sendPing(this.#state, side)
    }
  }

  /** A connection is gone. What left by it and is not acknowledged will be sent again over another one. */
  detach(connection: number, now: number): void {
    const state = this.#state
    state.now = now
    if (!state.links.has(connection)) return
    state.links.detach(connection)
    const lost = []
    for (const message of state.outbox.unsettled.values()) {
      if (message.connection !== connection) continue
      // A request that was acknowledged will be answered; one is asked after soon in case the server has forgotten it.
      if (message.kind === 'request' && message.acked) message.checkedAt = Number.NEGATIVE_INFINITY
      else lost.push(message)
      // That it left in vain says nothing about the peer's patience: the waits between sends begin anew.
      if (state.side.role === 'server') message.sends = 1
    }
    state.outbox.sendAgain(lost)
    if (state.side.role === 'client') state.side.ping = undefined
  }

  /** Server: whether much of what was sent over this connection has not been taken by the network yet. */
  setCongested(connection: number, congested: boolean): void {
    this.#state.links.setCongested(connection, congested)
  }

  /** Server: whether others with whom this session shares its bounds hold so much that its queries are to wait. */
  slow(slowed: boolean): void {
    this.#server('slow').waiting.slowed = slowed
  }

  /** Bytes have come over a connection, of a packet that is not complete yet: a sign of life like any other. */
  progress(connection: number, now: number): void {
    const state = this.#state
    state.now = now
    state.links.alive(connection, now)
    if (state.side.role === 'client') state.side.heardAt = now
  }

  /** An opened packet; with its `quickAckToken` when the client asks for a quick acknowledgement of it. */
  receive(envelope: Envelope, connection: number, now: number): void {
    const state = this.#state
    state.now = now
    state.links.alive(connection, now)
    const { side } = state
    if (side.role === 'server') {
      side.inflatable = inflatable(state, side)
      side.leavesAgain = AGAIN_AT_ONCE_BYTES
    }
    if (side.role === 'server' && envelope.quickAckToken !== undefined) {
      side.quickAck = { connection, token: envelope.quickAckToken, waiting: 0 }
      receive(state, envelope, connection)
      if (side.quickAck.waiting === 0) side.quickAcks.push(side.quickAck)
      side.quickAck = undefined
      return
    }
    receive(state, envelope, connection)
  }

  /**
   * Client: sends a query (TL bytes) and gives the number under which its `answer` or `error` event will come. It is
   * sent again, under the same msg_id, until the server has it.
   *
   * @param quickAck whether a `received` event is wanted as soon as the server has it, where the transport can tell
   */
  request(body: Uint8Array, now: number, quickAck = false): number {
    this.#state.now = now
    const side = this.#client('request')
    const requestId = this.#sendRequest(side, deflate(body, this.#state.limits))
    const request = side.requests.get(requestId)
    if (quickAck && request !== undefined) {
      request.wantsQuickAck = true
      side.asksForQuickAcks = true
    }
    return requestId
  }

  /** Client: a connection has brought a quick acknowledgement. */
  quickAcknowledged(token: number, now: number): void {
    this.#state.now = now
    for (const { requestId } of this.#client('quickAcknowledged').quickAcks.take(token)) {
      this.#state.events.push({ type: 'received', requestId })
    }
  }

  /**
   * Client: sends a query that names its own msg_id, as auth.bindTempAuthKey does. `bodyFor` is called whenever the
   * query gets a msg_id, and always gives the same number of bytes.
   */
  requestNamingItself(bodyFor: (msgId: bigint) => Uint8Array, now: number): number {
    this.#state.now = now
    return this.#sendRequest(this.#client('requestNamingItself'), bodyFor(0n), bodyFor)
  }

  /** Client: the msg_id of a request once it was sent (for invokeAfterMsg); it changes if the server refuses it. */
  msgIdOf(requestId: number): bigint | undefined {
    const msgId = this.#client('msgIdOf').requests.get(requestId)?.msgId
    return msgId === 0n ? undefined : msgId
  }

  /** Client: the answer is not wanted any more; no event will come for it. */
  cancel(requestId: number, now: number): void {
    this.#state.now = now
    const side = this.#client('cancel')
    const request = side.requests.get(requestId)
    if (request === undefined) return
    const { msgId } = request
    this.#state.outbox.settle(request)
    side.requests.delete(requestId)
    if (msgId === 0n) return
    side.own.add(this.#sendRequest(side, encodeService({ _: 'rpc_drop_answer', reqMsgId: msgId })))
  }

  /** Client: asks for a pong now. */
  ping(now: number): bigint {
    this.#state.now = now
    return sendPing(this.#state, this.#client('ping'))
  }

  /** Client: any message that is not content-related, such as http_wait, destroy_session or destroy_auth_key. */
  sendService(message: ServiceMessage, now: number): void {
    this.#state.now = now
    this.#state.outbox.push(createOutgoing('service', encodeService(message)))
  }

  /** Server: the result of a query, TL bytes. */
  answer(msgId: bigint, result: Uint8Array, now: number): void {
    this.#state.now = now
    answer(this.#state, this.#server('answer'), msgId, result)
  }

  /** Server: the query failed. */
  fail(msgId: bigint, code: number, message: string, now: number): void {
    this.answer(msgId, encodeRpcError(code, message), now)
  }

  /** Server: sends an update (TL bytes, which stay as they are) or another content-related message of its own accord. */
  push(body: Uint8Array, now: number): void {
    const state = this.#state
    state.now = now
    const { unannounced } = this.#server('push')
    const message = createOutgoing('push', deflateShared(body, state.limits))
    if (state.outbox.bytes + heldBytesOf(message) > state.limits.maxOutboxBytes) {
      for (const other of state.outbox.all()) if (other.kind === 'push') state.outbox.settle(other)
      state.events.push({ type: 'updatesLost' })
      return
    }
    if (unannounced) state.outbox.pushEarly(message)
    else state.outbox.push(message)
  }

  /** Server: answers a service query, for example with destroy_session_ok. */
  reply(message: ServiceMessage, now: number): void {
    this.#state.now = now
    this.#state.outbox.push(createOutgoing('reply', encodeService(message)))
  }

  /** Lets time pass and takes what came out: packets to send, events to act on. */
  poll(now: number): SessionOutput {
    const state = this.#state
    state.now = now
    this.#runTimers()
    const packets: OutgoingPacket[] = []
    const more = this.#flush(packets)
    const events = state.events
    if (events.length > 0) state.events = []
    const { side } = state
    const quickAcks = side.role === 'server' && side.quickAcks.length > 0 ? side.quickAcks.splice(0) : []
    return { packets, quickAcks, events, more }
  }

  /** When `poll` is to be called at the latest although nothing came in, in ms. */
  get deadline(): number {
    const state = this.#state
    const keepAliveAt = state.side.role === 'client' ? keepAliveDeadline(state, state.side) : Number.POSITIVE_INFINITY
    const acksAt = state.links.size === 0 ? undefined : state.acks.deadline
    const scanAt = state.outbox.unsettled.size === 0 || state.links.size === 0 ? undefined : state.scanAt
    return Math.min(
      keepAliveAt,
      acksAt ?? Number.POSITIVE_INFINITY,
      scanAt ?? Number.POSITIVE_INFINITY,
      state.order.deadline ?? Number.POSITIVE_INFINITY,
      state.links.deadline,
      state.side.role === 'server' ? nextBeginAt(state, state.side) : Number.POSITIVE_INFINITY,
    )
  }

  #runTimers(): void {
    const state = this.#state
    const { side } = state
    if (side.role === 'server') side.inflatable = inflatable(state, side)
    pollOrder(state)
    if (side.role === 'server') beginWaiting(state, side)
    for (const connection of state.links.takeOverdue(state.now)) {
      state.events.push({ type: 'disconnect', connection, reason: 'ping_delay' })
    }
    if (state.now >= state.scanAt && state.links.size > 0) state.scanAt = lookThrough(state)
    if (side.role === 'client') keepAlive(state, side)
  }

  /** Whether there is more to send now. */
  #flush(packets: OutgoingPacket[]): boolean {
    const state = this.#state
    const { acks, outbox, links, side } = state
    if (side.role === 'server' && side.refusals.length > 0) this.#refuse(side, packets)
    const mostBytes = side.role === 'server' ? state.limits.maxBurstBytes : Number.POSITIVE_INFINITY
    let bytes = 0
    const acksDue = acks.deadline !== undefined && acks.deadline <= state.now
    while (!outbox.isEmpty || acksDue) {
      if (outbox.isEmpty && acks.deadline === undefined) break
      const link = links.choose(state.now, outbox.arrivals)
      if (link === undefined) break
      if (bytes >= mostBytes) return true
      if (side.role === 'client') keepSalts(state, side)
      this.#send(packets, link.connection, link.singleUse)
      for (const connection of link.alike) this.#sendAlike(packets, connection)
      bytes += packets.at(-1)?.packet.length ?? 0
      if (outbox.isEmpty) links.forgetMessages()
    }
    for (const connection of links.expiredHolds(state.now)) this.#send(packets, connection, true)
    return false
  }

  /** Server: tells the connections that brought them which packets were refused. */
  #refuse(side: ServerSide, packets: OutgoingPacket[]): void {
    const { ids, links, outbox, sessionId } = this.#state
    const salt = side.salts.current(serverSeconds(this.#state))
    for (const { connection, body } of side.refusals.splice(0)) {
      if (!links.has(connection)) continue
      const singleUse = links.isExchange(connection)
      const envelope = { salt, sessionId, msgId: ids.next('answer'), seqNo: outbox.evenSeqNo, body }
      packets.push(this.#seal(connection, envelope, singleUse))
      if (singleUse) links.detach(connection)
    }
  }

  #send(packets: OutgoingPacket[], connection: number, singleUse: boolean): void {
    const state = this.#state
    const { acks, outbox, side } = state
    const msgIds = acks.take()
    if (msgIds.length > 0) outbox.push(createOutgoing('service', encodeService({ _: 'msgs_ack', msgIds })))
    const seconds = serverSeconds(state)
    const salt = side.role === 'client' ? side.salts.current(seconds) : side.salts.current(seconds)
    const message = outbox.nextPacket(connection, salt, state.now) ?? {
      msgId: state.ids.next('other'),
      seqNo: outbox.evenSeqNo,
      // Nothing to say: an exchange that has waited long enough. Clients acknowledge anything but this, an empty
      // container too, and would post again at once.
      body: encodeService({ _: 'msgs_ack', msgIds: [] }),
    }
    state.scanAt = Math.min(state.scanAt, firstLookAt(state))
    const { msgId, seqNo, body } = message
    if (side.role === 'client') noteLeft(side, body.length, state.now)
    packets.push(this.#seal(connection, { salt, sessionId: state.sessionId, msgId, seqNo, body }, singleUse))
    if (singleUse) state.links.detach(connection)
  }

  /** The last packet answers this exchange too. */
  #sendAlike(packets: OutgoingPacket[], connection: number): void {
    const packet = packets.at(-1)
    if (packet === undefined) return
    packets.push({ ...packet, connection })
    this.#state.links.detach(connection)
  }

  #seal(connection: number, envelope: Envelope, last: boolean): OutgoingPacket {
    const { side, key, random, outbox } = this.#state
    if (side.role === 'client' && side.asksForQuickAcks) {
      const asking = outbox.contentsOf(envelope.msgId).filter((request) => request.wantsQuickAck)
      if (asking.length > 0) {
        const { packet, token } = sealWithToken(key, side.role, envelope, random)
        side.quickAcks.expect(token, asking)
        return { connection, packet, last, quickAck: true }
      }
    }
    return { connection, packet: sealEnvelope(key, side.role, envelope, random), last, quickAck: false }
  }

  #sendRequest(side: ClientSide, body: Uint8Array, bodyFor?: (msgId: bigint) => Uint8Array): number {
    const requestId = side.nextRequestId++
    const request = createOutgoing('request', body, requestId, 0n, bodyFor)
    side.requests.set(requestId, request)
    this.#state.outbox.push(request)
    return requestId
  }

  #client(call: string): ClientSide {
    const { side } = this.#state
    if (side.role === 'client') return side
    throw new TypeError(`Session.${call} is a client's`)
  }

  #server(call: string): ServerSide {
    const { side } = this.#state
    if (side.role === 'server') return side
    throw new TypeError(`Session.${call} is a server's`)
  }
}

/** What may be inflated in one turn. */
function inflatable({ limits, now }: SessionState, { inflating }: ServerSide): number {
  return Math.max(0, Math.min(limits.maxInflatedBytes, inflating.left(now)))
}

function serverSide(options: ServerSessionOptions, limits: SessionLimits): ServerSide {
  return {
    role: 'server',
    salts: options.salts,
    saltsGivenAt: Number.NEGATIVE_INFINITY,
    served: new MessageTable(),
    running: 0,
    waiting: new WaitingQueries(),
    runningBytes: 0,
    leavesAgain: 0,
    inflatable: 0,
    inflating: options.inflating ?? new InflateBudget(limits, options.now),
    unannounced: true,
    refusedAhead: options.refusedAhead ?? new RefusedAhead().of(options.authKey.id),
    floor: options.floor ?? 0n,
    refusals: [],
    quickAck: undefined,
    quickAcks: [],
  }
}

function clientSide(options: ClientSessionOptions): ClientSide {
  return {
    role: 'client',
    salts: new ClientSalts(options.salt),
    requests: new MessageTable(),
    nextRequestId: 1,
    quickAcks: new AwaitedQuickAcks(),
    asksForQuickAcks: false,
    own: new Set(),
    serverUniqueId: undefined,
    announced: undefined,
    floor: { msgId: 0n, since: Number.NEGATIVE_INFINITY },
    stateRequests: new Map(),
    ping: undefined,
    heardAt: options.now,
    pingedAt: options.now,
    busyUntil: 0,
    saltsAskedAt: Number.NEGATIVE_INFINITY,
    posts: false,
    gapAsked: undefined,
    outOfTime: [],
  }
}
