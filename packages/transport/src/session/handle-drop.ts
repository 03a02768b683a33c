import { createOutgoing } from './outgoing.ts'
import { encodeRpcResult } from './rpc-result.ts'
import { encodeService } from './service-codec.ts'
import type { ServerSide, SessionState } from './state.ts'

/**
 * Server: the client does not want the answer to `droppedMsgId` ("Service Messages", "Cancellation of an RPC Query").
 * What the query did stays done.
 */
export function onDropAnswer(state: SessionState, side: ServerSide, msgId: bigint, droppedMsgId: bigint): void {
  const result = encodeRpcResult(msgId, encodeService(drop(state, side, droppedMsgId)))
  state.outbox.push(createOutgoing('answer', result, 0, msgId))
}

function drop(state: SessionState, side: ServerSide, msgId: bigint) {
  const served = side.served.get(msgId)
  if (served === undefined) return { _: 'rpc_answer_unknown' } as const
  const { answer } = served
  if (answer === undefined) {
    if (served.status === 'running') state.events.push({ type: 'dropped', msgId })
    served.status = 'dropped'
    return { _: 'rpc_answer_dropped_running' } as const
  }
  state.outbox.settle(answer)
  side.served.delete(msgId)
  return { _: 'rpc_answer_dropped', msgId: answer.msgId, seqNo: answer.seqNo, bytes: answer.body.length } as const
}
