import { constructorOf, type Message } from './container.ts'
import { onRpcResult } from './handle-answer.ts'
import { deflate, inflate } from './inflate.ts'
import { createOutgoing, heldBytesOf } from './outgoing.ts'
import { mayBegin, mayWait } from './pace-queries.ts'
import { encodeRpcResult, RPC_RESULT } from './rpc-result.ts'
import { encodeRpcError } from './service-codec.ts'
import type { Delivery, ServerSide, SessionState } from './state.ts'
import { unpackQuery } from './unpack-query.ts'
import { asSessionError, reportViolation } from './violations.ts'

/** Up to this size an answer is given although the session holds too much: what it tells of may have been done. */
const SMALL_ANSWER_BYTES = 16 * 1024
/** What deflate reaches at the most (zlib, "Maximum Expansion Factor"). */
const MAX_DEFLATE_RATIO = 1032

type Numbered = Pick<Message, 'msgId' | 'seqNo'>

/** Puts a message of the peer in its place and delivers what is ready. */
export function deliverInOrder(state: SessionState, message: Numbered, delivery: Delivery | undefined): void {
  deliverAll(state, state.order.add(message.seqNo >> 1, message.msgId, delivery, state.now))
}

/** Server: lets those begin that waited, as far as they may now. */
export function beginWaiting(state: SessionState, side: ServerSide): void {
  while (side.waiting.size > 0 && mayBegin(state, side)) {
    const delivery = side.waiting.shift()
    if (delivery !== undefined) begin(state, side, delivery)
  }
}

/** The peer counts its messages anew from `next`, those above the identifier `since` that came at `notBefore` (ms) or later. */
export function restartOrder(state: SessionState, next: number, since: bigint, notBefore: number): void {
  deliverAll(state, state.order.restart(next, since, notBefore))
}

/** Delivers a message out of turn. */
export function deliverAtOnce(state: SessionState, delivery: Delivery): void {
  deliverAll(state, [delivery])
}

/** Delivers what a gap has held up long enough. */
export function pollOrder(state: SessionState): void {
  deliverAll(state, state.order.poll(state.now))
}

function deliverAll(state: SessionState, deliveries: readonly Delivery[]): void {
  for (const delivery of deliveries) {
    if (state.side.role === 'server') deliverRequest(state, state.side, delivery)
    else deliverToClient(state, delivery)
  }
}

function deliverRequest(state: SessionState, side: ServerSide, delivery: Delivery): void {
  if (side.waiting.size === 0 && mayBegin(state, side)) {
    begin(state, side, delivery)
  } else if (mayWait(state, side, delivery.body.length)) {
    side.waiting.push(delivery)
  } else if (enter(side, delivery.msgId)) {
    answer(state, side, delivery.msgId, encodeRpcError(420, 'FLOOD_WAIT_1'))
  }
}

/** Counts a query among those that are being served; false if its answer is not wanted any more. */
function enter(side: ServerSide, msgId: bigint): boolean {
  const served = side.served.get(msgId)
  if (served === undefined) return false
  if (served.status === 'dropped') {
    side.served.delete(msgId)
    return false
  }
  served.status = 'running'
  side.running++
  return true
}

function begin(state: SessionState, side: ServerSide, { msgId, body, connection }: Delivery): void {
  if (!enter(side, msgId)) return
  side.waiting.beganAt = state.now
  try {
    const unpacked = unpackQuery(body, side.inflatable)
    noteInflated(side, unpacked.inflatedBytes)
    const served = side.served.get(msgId)
    if (served !== undefined) served.bytes = unpacked.body.length
    side.runningBytes += unpacked.body.length
    state.events.push({ type: 'request', msgId, body: unpacked.body, connection })
  } catch (error) {
    reportViolation(state, connection, asSessionError(error), false)
    // So much may have been inflated in vain, which is not to be had again for every other message of the packet.
    noteInflated(side, Math.min(side.inflatable, body.length * MAX_DEFLATE_RATIO))
    answer(state, side, msgId, encodeRpcError(400, 'INPUT_FETCH_ERROR'))
  }
}

function noteInflated(side: ServerSide, bytes: number): void {
  if (bytes === 0) return
  side.inflatable -= bytes
  side.inflating.take(bytes)
}

/**
 * Server: the result of a query, TL bytes or an rpc_error. Says nothing when the client dropped it or knows it already. In
 * place of a result that is too large to be sent, the client gets an error: a query without any answer would hang.
 */
export function answer(state: SessionState, side: ServerSide, msgId: bigint, result: Uint8Array): void {
  const served = side.served.get(msgId)
  if (served === undefined || served.status === 'answered' || served.status === 'held') return
  const body = served.status === 'dropped' ? undefined : answerBody(state, msgId, result)
  side.running--
  side.runningBytes -= served.bytes
  const { quickAck } = served
  if (quickAck !== undefined && --quickAck.waiting === 0) side.quickAcks.push(quickAck)
  if (body === undefined) {
    side.served.delete(msgId)
    state.acks.add(msgId, state.now)
    return
  }
  served.status = 'answered'
  let outgoing = createOutgoing('answer', body, 0, msgId)
  side.waiting.noteAnswer(heldBytesOf(outgoing))
  const free = state.limits.maxOutboxBytes - state.outbox.bytes
  if (heldBytesOf(outgoing) > free && outgoing.body.length > SMALL_ANSWER_BYTES) {
    // More is on its way than was foreseen. The client asks again once it has taken that.
    outgoing = createOutgoing('answer', encodeRpcResult(msgId, encodeRpcError(420, 'FLOOD_WAIT_1')), 0, msgId)
  }
  served.answer = outgoing
  state.outbox.push(outgoing)
  // Only a client gets here that takes thousands of small answers, acknowledges none and goes on asking.
  if (state.outbox.bytes > state.limits.maxOutboxBytes * 2) state.events.push({ type: 'exhausted' })
}

function answerBody(state: SessionState, msgId: bigint, result: Uint8Array): Uint8Array {
  const { limits } = state
  if (result.length <= limits.maxInflatedBytes) {
    const packed = deflate(result, limits)
    if (packed.length <= limits.maxAnswerBytes) return encodeRpcResult(msgId, packed)
  }
  state.events.push({ type: 'answerTooLarge', msgId, bytes: result.length })
  return encodeRpcResult(msgId, encodeRpcError(400, 'RESULT_TOO_LARGE'))
}

function deliverToClient(state: SessionState, { body, connection }: Delivery): void {
  if (state.side.role !== 'client') return
  try {
    const inflated = inflate(body, state.limits.maxInflatedBytes)
    if (constructorOf(inflated) === RPC_RESULT) onRpcResult(state, state.side, inflated)
    else state.events.push({ type: 'update', body: inflated })
  } catch (error) {
    const violation = asSessionError(error)
    // A stream that is broken, or too large for us, spoils this message and nothing else.
    const harmless = violation.code === 'GZIP_INVALID'
    reportViolation(state, connection, violation, !harmless)
    if (harmless) state.events.push({ type: 'updateLost', error: violation })
  }
}
