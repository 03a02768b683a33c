import { constructorOf, type Message } from './container.ts'
import { onRpcResult } from './handle-answer.ts'
import { deflate, inflate } from './inflate.ts'
import { createOutgoing } from './outgoing.ts'
import { encodeRpcResult, RPC_RESULT } from './rpc-result.ts'
import { encodeRpcError } from './service-codec.ts'
import type { Delivery, ServerSide, SessionState } from './state.ts'
import { asSessionError, reportViolation } from './violations.ts'

type Numbered = Pick<Message, 'msgId' | 'seqNo'>

/** Puts a message of the peer in its place and delivers what is ready. */
export function deliverInOrder(state: SessionState, message: Numbered, delivery: Delivery | undefined): void {
  deliverAll(state, state.order.add(message.seqNo >> 1, message.msgId, delivery, state.now))
}

/** The peer counts its messages anew from `next`, those above the identifier `since`. */
export function restartOrder(state: SessionState, next: number, since: bigint): void {
  deliverAll(state, state.order.restart(next, since))
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

function deliverRequest(state: SessionState, side: ServerSide, { msgId, body, connection }: Delivery): void {
  const served = side.served.get(msgId)
  if (served === undefined) return
  if (served.status === 'dropped') {
    side.served.delete(msgId)
    return
  }
  served.status = 'running'
  side.running++
  if (side.running > state.limits.maxRunningRequests) {
    answer(state, side, msgId, encodeRpcError(420, 'FLOOD_WAIT_1'))
    return
  }
  try {
    state.events.push({ type: 'request', msgId, body: inflate(body, state.limits), connection })
  } catch (error) {
    reportViolation(state, connection, asSessionError(error), false)
    answer(state, side, msgId, encodeRpcError(400, 'INPUT_FETCH_ERROR'))
  }
}

/** Server: the result of a query, TL bytes or an rpc_error. Says nothing when the client dropped it or knows it already. */
export function answer(state: SessionState, side: ServerSide, msgId: bigint, result: Uint8Array): void {
  const served = side.served.get(msgId)
  if (served === undefined || served.status === 'answered' || served.status === 'held') return
  side.running--
  const { quickAck } = served
  if (quickAck !== undefined && --quickAck.waiting === 0) side.quickAcks.push(quickAck)
  if (served.status === 'dropped') {
    side.served.delete(msgId)
    state.acks.add(msgId, state.now)
    return
  }
  served.status = 'answered'
  served.answer = createOutgoing('answer', encodeRpcResult(msgId, deflate(result, state.limits)), 0, msgId)
  state.outbox.push(served.answer)
  if (state.outbox.bytes > state.limits.maxOutboxBytes) state.events.push({ type: 'exhausted' })
}

function deliverToClient(state: SessionState, { body, connection }: Delivery): void {
  if (state.side.role !== 'client') return
  try {
    const inflated = inflate(body, state.limits)
    if (constructorOf(inflated) === RPC_RESULT) onRpcResult(state, state.side, inflated)
    else state.events.push({ type: 'update', body: inflated })
  } catch (error) {
    reportViolation(state, connection, asSessionError(error), true)
  }
}
