import { constructorOf, type Message } from './container.ts'
import type { Envelope } from './envelope.ts'
import { sendPing } from './handle-ping.ts'
import { decodeRpcResult, RPC_RESULT } from './rpc-result.ts'
import { decodeService, serviceKind } from './service-codec.ts'
import type { ClientSide, SessionState } from './state.ts'

// A server that is started anew with its clock set back gives out identifiers again that lie below a client's window. There
// they are not to be told from repetitions of what the server sent before ("Security Guidelines", "Checking msg_id"), so
// in this session the client would take nothing from it but answers until the time has come again. It leaves the session
// for another one, whose identifiers begin with it. TDLib does so whenever a packet comes from below its window, which
// anybody can bring about who repeats an old one; here an answer has to prove it.

/**
 * Client: whether a packet from below the window answers what left after the window was there: its number was given out
 * later than those of the window, and is lower.
 */
export function provesClockSetBack(
  state: SessionState,
  side: ClientSide,
  { msgId }: Envelope,
  messages: readonly Message[],
): boolean {
  if (!state.received.isForgotten(msgId)) return false
  return messages.some(({ body }) => {
    if (constructorOf(body) === RPC_RESULT) {
      const request = state.outbox.unsettled.get(decodeRpcResult(body).requestMsgId)
      return request !== undefined && request.numberedAt > side.floor.since
    }
    const kind = serviceKind(body)
    if (kind !== 'object') return false
    const service = decodeService(body, kind)
    return service._ === 'pong' && service.pingId === side.ping?.id && side.ping.sentAt > side.floor.since
  })
}

/** Client: a message came from below the window. It is a repetition, or the window is what is wrong; a pong will tell. */
export function doubtWindow(state: SessionState, side: ClientSide): void {
  if (side.ping === undefined || side.ping.sentAt <= side.floor.since) sendPing(state, side)
}

/** Client: notes since when identifiers are forgotten up to where they are now. */
export function noteFloor(state: SessionState, side: ClientSide): void {
  const { floor } = state.received
  if (floor !== side.floor.msgId) side.floor = { msgId: floor, since: state.now }
}
