import { messageIdTime } from '../message-id.ts'
import { constructorOf, decodeContainer, decodeCopy, type Message, MSG_CONTAINER, MSG_COPY } from './container.ts'
import { deliverInOrder } from './deliver.ts'
import { dispatch } from './dispatch.ts'
import type { Envelope } from './envelope.ts'
import { correctClock, refuse, refusePacket, restartSession } from './handle-bad-message.ts'
import { doubtWindow, noteFloor, provesClockSetBack } from './handle-clock-set-back.ts'
import { askAboutGap, repeatUnacknowledged } from './handle-lost-answers.ts'
import { announceSession } from './handle-new-session.ts'
import { sendPing } from './handle-ping.ts'
import { inflate } from './inflate.ts'
import { onDuplicate } from './on-duplicate.ts'
import { BadMessage, MAX_AGE_S, MAX_AHEAD_S, packetFault } from './packet-fault.ts'
import { decodeRpcResult, RPC_RESULT } from './rpc-result.ts'
import { decodeService, type ServiceMessage, serviceKind } from './service-codec.ts'
import { SessionError } from './session-error.ts'
import { type ClientSide, type ServerSide, type SessionState, serverSeconds } from './state.ts'
import { takeInTurn } from './take-in-turn.ts'
import { asSessionError, reportViolation } from './violations.ts'

const MOVE_AFTER_MS = 1000
/** How many packets that seem to be out of time a client keeps until it knows. */
const MAX_PUT_ASIDE = 32

/** Takes one opened packet. Whatever is wrong with it is answered or reported, never thrown. */
export function receive(state: SessionState, envelope: Envelope, connection: number): void {
  try {
    if (envelope.sessionId !== state.sessionId) {
      throw new SessionError('SESSION_MISMATCH', 'the packet belongs to another session')
    }
    if (state.side.role === 'server') receiveAtServer(state, state.side, envelope, connection)
    else receiveAtClient(state, state.side, envelope, connection)
  } catch (error) {
    const violation = asSessionError(error)
    // A packet for a session that has been left, or one that is out of time, is no attack by itself (MS-3, MS-5).
    const harmless = ['SESSION_MISMATCH', 'MSG_ID_TOO_OLD', 'MSG_ID_TOO_NEW'].includes(violation.code)
    reportViolation(state, connection, violation, state.side.role === 'client' && !harmless)
  }
}

function receiveAtServer(state: SessionState, side: ServerSide, envelope: Envelope, connection: number): void {
  const fault = packetFault(envelope, serverSeconds(state), side.floor, side)
  if (fault !== undefined) {
    if (fault !== BadMessage.MSG_ID_PARITY) passOver(state, envelope)
    if (fault === BadMessage.MSG_ID_TOO_HIGH) side.refusedAhead.add(envelope.msgId, serverSeconds(state))
    return refusePacket(state, side, envelope, fault, connection)
  }
  let messages: Message[]
  try {
    messages = unpack(state, envelope)
  } catch (error) {
    refusePacket(state, side, envelope, BadMessage.BAD_CONTAINER, connection)
    throw error
  }
  if (side.unannounced) announceSession(state, side, lowestId(envelope, messages))
  acceptAll(state, envelope, messages, connection)
}

function receiveAtClient(state: SessionState, side: ClientSide, envelope: Envelope, connection: number): void {
  requireServerParity(envelope.msgId)
  const messages = unpack(state, envelope)
  const time = messageIdTime(envelope.msgId)
  const far = isFar(time, serverSeconds(state))
  if ((far || side.outOfTime.length > 0) && provesFreshness(state, side, messages)) {
    if (far) correctClock(state, envelope.msgId)
    lookAgain(state, side)
  }
  const seconds = serverSeconds(state)
  if (isFar(time, seconds)) {
    putAside(state, side, envelope, connection)
    if (time < seconds) throw new SessionError('MSG_ID_TOO_OLD', 'a packet older than 300 seconds')
    throw new SessionError('MSG_ID_TOO_NEW', 'a packet from over 30 seconds ahead')
  }
  for (const message of messages) requireServerParity(message.msgId)
  side.heardAt = state.now
  const setBack = provesClockSetBack(state, side, envelope, messages)
  acceptAll(state, envelope, messages, connection)
  noteFloor(state, side)
  askAboutGap(state, side)
  if (setBack) restartSession(state, side, envelope.msgId)
}

/** Client: either the packet is out of time or our clock is. The answer to a ping will tell. */
function putAside(state: SessionState, side: ClientSide, envelope: Envelope, connection: number): void {
  if (side.outOfTime.length < MAX_PUT_ASIDE) {
    side.outOfTime.push({ envelope: { ...envelope, body: envelope.body.slice() }, connection })
  }
  if (side.ping === undefined) sendPing(state, side)
}

/** Client: the clock is known to be right. */
function lookAgain(state: SessionState, side: ClientSide): void {
  const packets = side.outOfTime
  side.outOfTime = []
  for (const { envelope, connection } of packets) {
    if (!isFar(messageIdTime(envelope.msgId), serverSeconds(state))) receive(state, envelope, connection)
  }
}

function acceptAll(state: SessionState, envelope: Envelope, messages: readonly Message[], connection: number): void {
  // A repetition may come from someone else's connection, which must not become the one to speak over.
  const fresh = isFresh(state, envelope.msgId)
  if (fresh) noteHeard(state, connection)
  const inContainer = messages[0]?.msgId !== envelope.msgId
  if (inContainer && !recordContainer(state, envelope)) return
  for (const message of messages) accept(state, message, connection)
  if (state.side.role === 'server' && fresh) repeatUnacknowledged(state, connection)
}

function isFresh(state: SessionState, msgId: bigint): boolean {
  return !state.received.has(msgId) && !state.received.isForgotten(msgId)
}

/**
 * The peer speaks over this connection. It has most likely lost the others, so what they have not carried yet goes over
 * this one, before anything newer. For a peer that really uses several in turn, a message does so once, and again only
 * after a while.
 */
function noteHeard(state: SessionState, connection: number): void {
  const heard = state.links.heard(connection)
  if (heard === undefined) return
  const elsewhere = [...state.outbox.unsettled.values()].filter(
    ({ connection: sentBy, sends, sentAt }) =>
      sentBy !== connection && (heard === 'first' || sends === 1 || state.now >= sentAt + MOVE_AFTER_MS),
  )
  state.outbox.sendAgain(elsewhere)
}

/** Whether the container's own identifier and number are in order. A repeated one is looked through all the same. */
function recordContainer(state: SessionState, { msgId, seqNo }: Envelope): boolean {
  if (seqNo % 2 !== 0 && state.side.role === 'server') {
    refuse(state, { msgId, seqNo }, BadMessage.SEQ_NO_EVEN_EXPECTED)
    return false
  }
  const arrival = state.received.add(msgId, seqNo, state.side.role === 'server')
  if (state.side.role === 'client') return true
  // Of one below the window, each message is judged by itself: some of them may be in service.
  if (arrival === 'new' || arrival === 'duplicate' || arrival === 'forgotten') return true
  refuse(state, { msgId, seqNo }, codeOf(arrival))
  return false
}

function accept(state: SessionState, message: Message, connection: number): void {
  const { side } = state
  const atServer = side.role === 'server'
  if (atServer && (message.msgId & 3n) !== 0n) return refuse(state, message, BadMessage.MSG_ID_PARITY)
  if (constructorOf(message.body) === MSG_COPY) return accept(state, decodeCopy(message.body), connection)
  const kind = serviceKind(message.body)
  const contentRelated = message.seqNo % 2 !== 0
  // Peers disagree on which service messages are content-related, so only queries are held to it.
  if (atServer && kind === undefined && !contentRelated) return refuse(state, message, BadMessage.SEQ_NO_ODD_EXPECTED)
  const service = kind === undefined ? undefined : decodeService(message.body, kind)
  // A query that waits for its answer or its acknowledgement is known however far the window has moved on.
  const known = side.role === 'server' && side.served.has(message.msgId)
  const arrival = known ? 'duplicate' : state.received.add(message.msgId, message.seqNo, atServer)
  if (arrival !== 'new' && !(side.role === 'client' && answersPending(state, message.body))) {
    if (arrival !== 'duplicate' && atServer) return refuse(state, message, codeOf(arrival))
    // At a client, below the window: not to be told from a replay, so it is not taken; but without a word the server
    // would send it for ever.
    if (arrival === 'forgotten' && side.role === 'client') doubtWindow(state, side)
    holdQuickAck(side, message.msgId)
    return onDuplicate(state, message, service === undefined, connection)
  }
  if (service !== undefined) return acceptService(state, message, service, contentRelated, connection)
  const delivery = { msgId: message.msgId, body: message.body, connection }
  if (side.role === 'server') {
    // The answer is the acknowledgement, and it comes when the query is done: durable before acknowledged.
    const { quickAck } = side
    if (quickAck !== undefined) quickAck.waiting++
    side.served.set(message.msgId, { status: 'held', answer: undefined, quickAck, bytes: 0 })
  } else {
    state.acks.add(message.msgId, state.now)
    noteAnswer(state, message.body)
  }
  takeInTurn(state, message, delivery, connection)
}

/** Client: an answer has come, though it may have to wait for its turn. */
function noteAnswer(state: SessionState, body: Uint8Array): void {
  if (constructorOf(body) !== RPC_RESULT) return
  const request = state.outbox.unsettled.get(decodeRpcResult(body).requestMsgId)
  if (request !== undefined) request.answered = true
}

/** Server: a query that came again and is not answered yet holds up the quick acknowledgement of this packet too. */
function holdQuickAck(side: ServerSide | ClientSide, msgId: bigint): void {
  if (side.role !== 'server' || side.quickAck === undefined) return
  const served = side.served.get(msgId)
  if (served === undefined || served.status === 'answered') return
  served.quickAck = side.quickAck
  side.quickAck.waiting++
}

function acceptService(
  state: SessionState,
  message: Message,
  service: ServiceMessage,
  contentRelated: boolean,
  connection: number,
): void {
  if (contentRelated) {
    state.acks.add(message.msgId, state.now)
    takeInTurn(state, message, undefined, connection)
  }
  dispatch(state, message, service, connection)
}

/** A refused packet's messages will come under other numbers: nobody has to wait for these. */
function passOver(state: SessionState, envelope: Envelope): void {
  let messages: Message[]
  try {
    messages = unpack(state, envelope)
  } catch (error) {
    asSessionError(error)
    return
  }
  for (const message of messages) {
    if (message.seqNo % 2 !== 0) deliverInOrder(state, message, undefined)
  }
}

/** The messages of a packet: those of its container, or itself. */
function unpack(state: SessionState, envelope: Envelope): Message[] {
  if (constructorOf(envelope.body) === MSG_CONTAINER) return decodeContainer(envelope.msgId, envelope.body)
  // Some peers pack a service message; a packed container is not allowed.
  if (state.side.role === 'client') {
    const inflated = inflateOrLeave(envelope.body, state.limits.maxInflatedBytes)
    if (inflated !== envelope.body) {
      if (constructorOf(inflated) === MSG_CONTAINER) {
        throw new SessionError('CONTAINER_INVALID', 'invalid container: it is packed by gzip')
      }
      return [{ msgId: envelope.msgId, seqNo: envelope.seqNo, body: inflated }]
    }
  }
  return [envelope]
}

/** The body as it is when it does not inflate: that is told when its turn has come, and spoils no other message. */
function inflateOrLeave(body: Uint8Array, maxBytes: number): Uint8Array {
  try {
    return inflate(body, maxBytes)
  } catch (error) {
    asSessionError(error)
    return body
  }
}

/**
 * Client: an answer that is waited for cannot be a replay, however far the window has moved on, and even if a server
 * that was started anew with its clock set back has used the identifier before.
 */
function answersPending(state: SessionState, body: Uint8Array): boolean {
  return constructorOf(body) === RPC_RESULT && state.outbox.unsettled.has(decodeRpcResult(body).requestMsgId)
}

/**
 * Client: whether a packet answers something of ours that still waits for it. Such a packet cannot be a replay, so its
 * time is the server's time even where our clock says otherwise.
 */
function provesFreshness(state: SessionState, side: ClientSide, messages: readonly Message[]): boolean {
  return messages.some(({ msgId, body }) => {
    if (state.received.has(msgId)) return false
    if (constructorOf(body) === RPC_RESULT) {
      return state.outbox.unsettled.has(decodeRpcResult(body).requestMsgId)
    }
    const kind = serviceKind(body)
    if (kind !== 'object') return false
    const service = decodeService(body, kind)
    if (service._ === 'bad_msg_notification' || service._ === 'bad_server_salt') {
      return state.outbox.hasSent(service.badMsgId)
    }
    return service._ === 'pong' && service.pingId === side.ping?.id
  })
}

function isFar(time: number, seconds: number): boolean {
  return time < seconds - MAX_AGE_S || time > seconds + MAX_AHEAD_S
}

function requireServerParity(msgId: bigint): void {
  if ((msgId & 1n) === 0n) throw new SessionError('MSG_ID_PARITY', 'a message of the server with an even msg_id')
}

function lowestId(envelope: Envelope, messages: readonly Message[]): bigint {
  let lowest = envelope.msgId
  for (const { msgId } of messages) if (msgId < lowest) lowest = msgId
  return lowest
}

function codeOf(arrival: 'forgotten' | 'seq_no_too_low' | 'seq_no_too_high' | 'duplicate'): number {
  if (arrival === 'seq_no_too_low') return BadMessage.SEQ_NO_TOO_LOW
  if (arrival === 'seq_no_too_high') return BadMessage.SEQ_NO_TOO_HIGH
  return BadMessage.MSG_TOO_OLD
}
