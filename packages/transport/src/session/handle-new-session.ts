import { messageIdTime } from '../message-id.ts'
import type { Message } from './container.ts'
import { restartOrder } from './deliver.ts'
import { createOutgoing } from './outgoing.ts'
import { encodeService, type ServiceOf } from './service-codec.ts'
import { type ClientSide, type ServerSide, type SessionState, serverSeconds } from './state.ts'

/**
 * Server: tells the client that this session is new here, from `firstMsgId` on. Updates follow it: a client takes what
 * was numbered before for what another session of the same name has sent. And a session that has accepted nothing yet
 * may be there only because somebody repeats an old packet, who gets no updates to take away.
 */
export function announceSession(state: SessionState, side: ServerSide, firstMsgId: bigint): void {
  side.unannounced = false
  const uniqueId = new DataView(state.random(8).slice().buffer).getBigInt64(0, true)
  const serverSalt = side.salts.current(serverSeconds(state))
  const body = encodeService({ _: 'new_session_created', firstMsgId, uniqueId, serverSalt })
  state.outbox.push(createOutgoing('push', body))
  state.outbox.releaseEarly()
}

/**
 * Client: the server knows nothing of this session before `firstMsgId`. Requests older than that were not received in
 * it, so they are sent again, and updates may be missing ("Service Messages", "New Session Creation Notification").
 */
export function onNewSession(
  state: SessionState,
  side: ClientSide,
  message: Message,
  service: ServiceOf<'new_session_created'>,
  connection: number,
): void {
  if (side.serverUniqueId === service.uniqueId) return
  const firstLeftAt = state.outbox.unsettled.get(service.firstMsgId)?.numberedAt
  const again = [...state.outbox.unsettled.values()].filter((request) => request.msgId < service.firstMsgId)
  for (const request of again) request.acked = false
  state.outbox.sendAgain(again)
  side.serverUniqueId = service.uniqueId
  side.salts.correct(service.serverSalt)
  side.announced = { msgId: message.msgId, connection }
  // Nothing of the new session came before the message of ours that began it was made.
  const begunAt = firstLeftAt ?? (messageIdTime(service.firstMsgId) - state.ids.timeOffset) * 1000
  restartOrder(state, (message.seqNo + 1) >> 1, message.msgId, begunAt)
  state.events.push({ type: 'newSession', uniqueId: service.uniqueId })
}
