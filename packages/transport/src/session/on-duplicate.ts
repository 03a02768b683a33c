import type { Message } from './container.ts'
import { mayLeaveAgain } from './handle-state.ts'
import { createOutgoing } from './outgoing.ts'
import { encodeService } from './service-codec.ts'
import type { SessionState } from './state.ts'

/** A larger answer is announced (msg_detailed_info) rather than sent again at once. */
const SMALL_ANSWER_BYTES = 4096

/**
 * A message arrived again. Nothing is done twice: it is acknowledged again, and a query that has its answer gets the
 * same one ("Service Messages", "Extended Voluntary Communication of Status of One Message").
 */
export function onDuplicate(state: SessionState, message: Message, isApi: boolean, connection: number): void {
  if (message.seqNo % 2 === 0) return
  if (state.side.role === 'client' || !isApi) {
    state.acks.add(message.msgId, state.now)
    state.acks.hurry()
    return
  }
  const served = state.side.served.get(message.msgId)
  if (served === undefined) {
    state.acks.add(message.msgId, state.now)
    state.acks.hurry()
    return
  }
  const { answer } = served
  // Still being served, or its answer is in the queue anyway.
  if (answer === undefined || answer.connection === 0) return
  if (answer.body.length <= SMALL_ANSWER_BYTES) {
    if (mayLeaveAgain(state, state.side, answer, connection)) state.outbox.sendAgain([answer])
    return
  }
  const { msgId: answerMsgId, body } = answer
  const info = { msgId: message.msgId, answerMsgId, bytes: body.length, status: 4 | 32 | 64 }
  state.outbox.push(createOutgoing('service', encodeService({ _: 'msg_detailed_info', ...info })))
}
