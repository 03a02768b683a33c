import { messageIdAt, messageIdTime } from '../message-id.ts'
import type { Message } from './container.ts'
import { restartOrder } from './deliver.ts'
import { pingAgain, pingSoon } from './handle-ping.ts'
import { createOutgoing, type Outgoing } from './outgoing.ts'
import { BadMessage, MAX_AHEAD_S, refusalOf } from './packet-fault.ts'
import { ReceivedMessages } from './received-messages.ts'
import { encodeService, type ServiceOf } from './service-codec.ts'
import { type ClientSide, type ServerSide, type SessionState, serverSeconds } from './state.ts'

type Refused = Pick<Message, 'msgId' | 'seqNo'>

/** Server: tells the client that a message was ignored, and why; if for its salt, which one to use. */
export function refuse(state: SessionState, message: Refused, errorCode: number): void {
  const { side } = state
  if (side.role !== 'server') return
  const refusal = refusalOf(message, errorCode, side.salts.current(serverSeconds(state)))
  state.outbox.push(createOutgoing('reply', encodeService(refusal)))
}

/**
 * Server: tells the client that a whole packet was ignored, and why; if for its salt, which one to use. That goes over the
 * connection that brought it. The one by which the client spoke before may be lost, which the server would not know for
 * long, and a client that is refused has not shown that it speaks over this one.
 */
export function refusePacket(
  state: SessionState,
  side: ServerSide,
  packet: Refused,
  errorCode: number,
  connection: number,
): void {
  const refusal = refusalOf(packet, errorCode, side.salts.current(serverSeconds(state)))
  side.refusals.push({ connection, body: encodeService(refusal) })
}

/**
 * Client: takes the right salt and sends again, in order and before anything new, all that left under another one: the
 * server either refused it as well or knows it already by its msg_id.
 */
export function onBadServerSalt(state: SessionState, side: ClientSide, notice: ServiceOf<'bad_server_salt'>): void {
  side.salts.correct(notice.newServerSalt)
  const stale = [...state.outbox.unsettled.values()].filter((message) => message.salt !== notice.newServerSalt)
  state.outbox.sendAgain(stale)
  pingAgain(state, side)
}

/** Client: a message or a whole packet was ignored. `noticeId` carries the server's time. */
export function onBadMessage(
  state: SessionState,
  side: ClientSide,
  noticeId: bigint,
  notice: ServiceOf<'bad_msg_notification'>,
): void {
  // What has left in a later packet since is not what the server speaks of, and that packet may have been accepted.
  const refused = state.outbox.contentsOf(notice.badMsgId).filter(({ packetId }) => packetId === notice.badMsgId)
  switch (notice.errorCode) {
    case BadMessage.MSG_ID_TOO_LOW:
    case BadMessage.MSG_ID_TOO_HIGH:
      correctClock(state, noticeId)
      sendUnderRightTime(state, refused, noticeId)
      pingAgain(state, side)
      return
    case BadMessage.MSG_TOO_OLD:
      // The server remembers no query in service under this identifier, and will accept none.
      for (const message of state.outbox.contentsOf(notice.badMsgId)) state.outbox.sendAnew(message)
      return
    case BadMessage.SEQ_NO_EVEN_EXPECTED:
    case BadMessage.SEQ_NO_ODD_EXPECTED:
    case BadMessage.MSG_ID_PARITY:
    case BadMessage.SEQ_NO_TOO_LOW:
    case BadMessage.SEQ_NO_TOO_HIGH:
    case BadMessage.BAD_CONTAINER:
      // Nothing but a new numbering helps, and the protocol has that only in a new session.
      restartSession(state, side, noticeId)
      return
    default:
      for (const message of refused) state.outbox.sendAgain([message])
  }
}

/**
 * Client: a refused packet's messages go out under new identifiers, unless an earlier packet that held them may have
 * been accepted: then a new identifier would execute them twice, and a new container with the right time will do.
 */
function sendUnderRightTime(state: SessionState, refused: readonly Outgoing[], noticeId: bigint): void {
  const acceptable = highestAcceptable(noticeId)
  const refusedAsWell = [...state.outbox.unsettled.values()].filter(({ msgId }) => msgId > acceptable)
  for (const message of new Set([...refused, ...refusedAsWell])) {
    if (message.sends === 1 || message.msgId > acceptable) state.outbox.sendAnew(message)
    else state.outbox.sendAgain([message])
  }
  // Below what may have been accepted, the server would find the numbering out of order.
  state.ids.restart(state.outbox.highestUsed(acceptable))
}

/** No msg_id above this can have been accepted when the server made `serverMsgId`. */
function highestAcceptable(serverMsgId: bigint): bigint {
  return messageIdAt(messageIdTime(serverMsgId) + MAX_AHEAD_S)
}

/** Client: sets the clock by the msg_id of a message that the server has just made. */
export function correctClock(state: SessionState, serverMsgId: bigint): void {
  const offset = messageIdTime(serverMsgId) - state.now / 1000
  const before = state.ids.timeOffset
  if (Math.abs(offset - before) < 1) return
  state.ids.setTimeOffset(offset)
  if (offset < before) state.ids.restart(state.outbox.highestUsed(highestAcceptable(serverMsgId)))
  state.events.push({ type: 'clockCorrected', offset })
}

/** Client: begins a new session, since `noticeId` says that the old one is of no use; unanswered requests go out again in it. */
export function restartSession(state: SessionState, side: ClientSide, noticeId: bigint): void {
  const left = state.sessionId
  state.sessionId = new DataView(state.random(8).slice().buffer).getBigInt64(0, true)
  state.outbox.restart()
  state.ids.restart()
  state.received = new ReceivedMessages(state.limits.rememberedMessages)
  side.floor = { msgId: 0n, since: Number.NEGATIVE_INFINITY }
  side.stateRequests.clear()
  side.serverUniqueId = undefined
  side.announced = undefined
  state.outbox.push(createOutgoing('service', encodeService({ _: 'destroy_session', sessionId: left })))
  pingSoon(state, side)
  // Nothing has come in the new session yet.
  if (side.posts) restartOrder(state, 0, noticeId, Number.POSITIVE_INFINITY)
  state.events.push({ type: 'restarted', sessionId: state.sessionId })
}
