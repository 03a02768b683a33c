import type { SessionEvent } from './events.ts'
import { inflate } from './inflate.ts'
import { decodeRpcResult } from './rpc-result.ts'
import { decodeRpcError } from './service-codec.ts'
import type { ClientSide, SessionState } from './state.ts'
import { asSessionError } from './violations.ts'

/** Client: an rpc_result. An answer to nothing that waits is a repetition and is only acknowledged. */
export function onRpcResult(state: SessionState, side: ClientSide, body: Uint8Array): void {
  const { requestMsgId, result } = decodeRpcResult(body)
  const request = state.outbox.unsettled.get(requestMsgId)
  if (request === undefined || request.kind !== 'request') return
  request.answered = false
  const { requestId } = request
  state.outbox.settle(request)
  side.requests.delete(requestId)
  const isOwn = side.own.delete(requestId)
  if (!isOwn) state.events.push(eventOf(state, requestId, result))
}

/** What the answer says. One that cannot be read is the end of its request: asked again, it would come again as it is. */
function eventOf(state: SessionState, requestId: number, result: Uint8Array): SessionEvent {
  try {
    const inflated = inflate(result, state.limits.maxInflatedBytes)
    const failure = decodeRpcError(inflated)
    return failure === undefined
      ? { type: 'answer', requestId, body: inflated }
      : { type: 'error', requestId, code: failure.errorCode, message: failure.errorMessage }
  } catch (error) {
    return { type: 'answerInvalid', requestId, error: asSessionError(error), body: result }
  }
}
