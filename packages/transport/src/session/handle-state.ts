import type { Outgoing } from './outgoing.ts'
import { createOutgoing, heldBytesOf, isContentRelated } from './outgoing.ts'
import { encodeService } from './service-codec.ts'
import type { ClientSide, ServerSide, SessionState } from './state.ts'

// One byte for each message asked after ("Service Messages", "Informational Message regarding Status of Messages").
const UNKNOWN = 1
const NOT_RECEIVED = 2
const NOT_RECEIVED_TOO_HIGH = 3
const RECEIVED = 4
const ACKNOWLEDGED = 8
const NO_ACKNOWLEDGEMENT_NEEDED = 16
const BEING_PROCESSED = 32
const ANSWER_GENERATED = 64

const STATE = 7
/** "Service Messages": at most so many identifiers in one request. */
const MAX_ASKED = 8192
/** For so long a message counts as being on its way over the connection that took it. */
const ON_ITS_WAY_MS = 1000
export const AGAIN_AT_ONCE_BYTES: number = 64 * 1024

/** Both: answers msgs_state_req. */
export function onStateRequest(state: SessionState, msgId: bigint, msgIds: readonly bigint[]): void {
  const info = Uint8Array.from(msgIds.slice(0, MAX_ASKED), (id) => statusOf(state, id))
  state.outbox.push(createOutgoing('reply', encodeService({ _: 'msgs_state_info', reqMsgId: msgId, info })))
}

function statusOf(state: SessionState, msgId: bigint): number {
  const served = state.side.role === 'server' ? state.side.served.get(msgId) : undefined
  if (served !== undefined || state.received.has(msgId)) {
    if (state.side.role === 'client') return RECEIVED
    if (served === undefined) return RECEIVED | ACKNOWLEDGED
    if (served.status === 'answered') return RECEIVED | BEING_PROCESSED | ANSWER_GENERATED
    return served.status === 'held' ? RECEIVED : RECEIVED | BEING_PROCESSED
  }
  if (state.received.isForgotten(msgId)) return UNKNOWN
  const { highest } = state.received
  return highest !== undefined && msgId > highest ? NOT_RECEIVED_TOO_HIGH : NOT_RECEIVED
}

/** Client: what msgs_state_info or msgs_all_info says about messages of ours. */
export function onStates(state: SessionState, messages: readonly Outgoing[], info: Uint8Array): void {
  const again: Outgoing[] = []
  for (const [i, message] of messages.entries()) {
    const status = info[i]
    if (status === undefined || message.settled) continue
    const known = status & STATE
    if (known === RECEIVED) message.acked = true
    else if (known === UNKNOWN || known === NOT_RECEIVED || known === NOT_RECEIVED_TOO_HIGH) again.push(message)
    // An answer that was made but is not here was lost on the way; the same query again makes the server repeat it.
    if (known === RECEIVED && (status & ANSWER_GENERATED) !== 0) again.push(message)
    if ((status & NO_ACKNOWLEDGEMENT_NEEDED) !== 0) message.acked = true
  }
  state.outbox.sendAgain(again)
}

/** Client: asks what became of `messages`. */
export function askAfter(state: SessionState, side: ClientSide, messages: readonly Outgoing[]): void {
  const asked = messages.slice(0, MAX_ASKED)
  const body = encodeService({ _: 'msgs_state_req', msgIds: asked.map((message) => message.msgId) })
  const request = createOutgoing('service', body)
  // The identifier is needed to match the answer, so it is given out now rather than when the packet is made.
  request.msgId = state.ids.next('other')
  request.seqNo = state.outbox.evenSeqNo
  state.outbox.push(request)
  side.stateRequests.set(request.msgId, asked)
  for (const oldest of side.stateRequests.keys()) {
    if (side.stateRequests.size <= 16) break
    side.stateRequests.delete(oldest)
  }
}

/** Both: sends what the peer asks for again; if any of it is not there, tells what is known of all of it. */
export function onResendRequest(
  state: SessionState,
  msgId: bigint,
  msgIds: readonly bigint[],
  connection: number,
): void {
  const asked = msgIds.slice(0, MAX_ASKED)
  const found = asked.map((id) => state.outbox.unsettled.get(id)).filter((message) => message !== undefined)
  const { side } = state
  const again = side.role === 'client' ? found : found.filter((one) => mayLeaveAgain(state, side, one, connection))
  state.outbox.sendAgain(again)
  if (found.length < asked.length) onStateRequest(state, msgId, asked)
}

/**
 * Server: what left over this connection just now is on its way there. Little of it may be had again all the same, but a
 * few bytes must not ask for megabytes over and over.
 */
export function mayLeaveAgain(state: SessionState, side: ServerSide, message: Outgoing, connection: number): boolean {
  if (message.connection !== connection || state.now >= message.sentAt + ON_ITS_WAY_MS) return true
  side.leavesAgain -= heldBytesOf(message)
  return side.leavesAgain >= 0
}

/** Client: the server has an answer or message for us; ask for it unless it came. */
export function onDetailedInfo(state: SessionState, answerMsgId: bigint): void {
  if (state.received.has(answerMsgId)) {
    state.acks.add(answerMsgId, state.now)
    return
  }
  const body = encodeService({ _: 'msg_resend_req', msgIds: [answerMsgId] })
  state.outbox.push(createOutgoing('service', body))
}

/** Both: the peer has these messages of ours. */
export function onAcknowledged(state: SessionState, msgIds: readonly bigint[]): void {
  for (const msgId of msgIds) {
    const message = state.outbox.unsettled.get(msgId)
    if (message === undefined || !isContentRelated(message.kind)) continue
    message.acked = true
    if (message.kind === 'request') continue
    state.outbox.settle(message)
    if (message.kind === 'answer' && state.side.role === 'server') state.side.served.delete(message.requestMsgId)
  }
}
