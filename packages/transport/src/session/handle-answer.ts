import { onResultBody } from './inflate.ts'
import { decodeRpcResult } from './rpc-result.ts'
import { decodeRpcError } from './service-codec.ts'
import type { ClientSide, SessionState } from './state.ts'

/** Client: an rpc_result. An answer to nothing that waits is a repetition and is only acknowledged. */
export function onRpcResult(state: SessionState, side: ClientSide, body: Uint8Array): void {
  const { requestMsgId, result } = decodeRpcResult(body)
  const request = state.outbox.unsettled.get(requestMsgId)
  if (request === undefined || request.kind !== 'request') return
  request.answered = false
  const inflated = onResultBody(state, result)
  const failure = decodeRpcError(inflated)
  const { requestId } = request
  state.outbox.settle(request)
  side.requests.delete(requestId)
  if (side.own.delete(requestId)) return
  state.events.push(
    failure === undefined
      ? { type: 'answer', requestId, body: inflated }
      : { type: 'error', requestId, code: failure.errorCode, message: failure.errorMessage },
  )
}
