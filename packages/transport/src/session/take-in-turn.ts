import { constructorOf, type Message } from './container.ts'
import { deliverAtOnce, deliverInOrder } from './deliver.ts'
import { RPC_RESULT } from './rpc-result.ts'
import type { ClientSide, Delivery, SessionState } from './state.ts'

/**
 * What an earlier session has sent has no place in the order of this one. Its answers count; its updates are left to the
 * difference that new_session_created has the owner ask for.
 */
export function takeInTurn(
  state: SessionState,
  message: Message,
  delivery: Delivery | undefined,
  connection: number,
): void {
  const { side } = state
  if (side.role === 'server' || !isOfEarlierSession(side, message.msgId, connection)) {
    deliverInOrder(state, message, delivery)
  } else if (delivery !== undefined && constructorOf(delivery.body) === RPC_RESULT) {
    deliverAtOnce(state, delivery)
  }
}

/**
 * Client: whether a message was sent before new_session_created, hence by an earlier session, whose numbers mean nothing
 * any more. Identifiers only grow while the server runs, and when it ends, its connections end with it.
 */
function isOfEarlierSession({ announced }: ClientSide, msgId: bigint, connection: number): boolean {
  return announced !== undefined && connection === announced.connection && msgId < announced.msgId
}
