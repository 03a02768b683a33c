import type { Message } from './container.ts'
import { onBadMessage, onBadServerSalt } from './handle-bad-message.ts'
import { onDropAnswer } from './handle-drop.ts'
import { onGapAnswered, repeatForPing } from './handle-lost-answers.ts'
import { onNewSession } from './handle-new-session.ts'
import { onPing, onPong } from './handle-ping.ts'
import { onFutureSalts, onFutureSaltsRequest } from './handle-salts.ts'
import { onAcknowledged, onDetailedInfo, onResendRequest, onStateRequest, onStates } from './handle-state.ts'
import type { ServiceMessage } from './service-codec.ts'
import type { SessionState } from './state.ts'

/** Acts on one service message. What only the other role may send is ignored. */
export function dispatch(state: SessionState, message: Message, service: ServiceMessage, connection: number): void {
  switch (service._) {
    case 'msgs_ack':
      return onAcknowledged(state, service.msgIds)
    case 'msgs_state_req':
      return onStateRequest(state, message.msgId, service.msgIds)
    case 'msg_resend_req':
      return onResendRequest(state, message.msgId, service.msgIds, connection)
    default:
      if (state.side.role === 'server') dispatchAtServer(state, message, service, connection)
      else dispatchAtClient(state, message, service, connection)
  }
}

function dispatchAtServer(state: SessionState, message: Message, service: ServiceMessage, connection: number): void {
  const { side } = state
  if (side.role !== 'server') return
  switch (service._) {
    case 'ping':
      repeatForPing(state, connection)
      return onPing(state, message.msgId, service.pingId)
    case 'ping_delay_disconnect':
      repeatForPing(state, connection)
      state.links.disconnectAfter(
        connection,
        Math.max(service.disconnectDelay * 1000, state.limits.minDisconnectDelayMs),
        state.now,
      )
      return onPing(state, message.msgId, service.pingId)
    case 'get_future_salts':
      return onFutureSaltsRequest(state, side, message.msgId, service.num)
    case 'http_wait':
      return state.links.wait(connection, service)
    case 'rpc_drop_answer':
      return onDropAnswer(state, side, message.msgId, service.reqMsgId)
    case 'destroy_session':
      state.events.push({ type: 'destroySession', sessionId: service.sessionId })
      return
    case 'destroy_auth_key':
      state.events.push({ type: 'destroyAuthKey', msgId: message.msgId })
      return
    default:
      return
  }
}

function dispatchAtClient(state: SessionState, message: Message, service: ServiceMessage, connection: number): void {
  const { side } = state
  if (side.role !== 'client') return
  switch (service._) {
    case 'bad_server_salt':
      return onBadServerSalt(state, side, service)
    case 'bad_msg_notification':
      return onBadMessage(state, side, message.msgId, service)
    case 'new_session_created':
      return onNewSession(state, side, message, service, connection)
    case 'pong':
      if (service.pingId === side.ping?.id) onGapAnswered(state, side)
      return onPong(state, side, service.pingId)
    case 'future_salts':
      return onFutureSalts(side, service)
    case 'msgs_state_info': {
      const asked = side.stateRequests.get(service.reqMsgId)
      side.stateRequests.delete(service.reqMsgId)
      return asked === undefined ? undefined : onStates(state, asked, service.info)
    }
    case 'msgs_all_info':
      return service.msgIds.forEach((msgId, i) => {
        const known = state.outbox.unsettled.get(msgId)
        if (known !== undefined) onStates(state, [known], service.info.subarray(i, i + 1))
      })
    case 'msg_detailed_info':
    case 'msg_new_detailed_info':
      return onDetailedInfo(state, service.answerMsgId)
    case 'destroy_auth_key_ok':
      state.events.push({ type: 'authKeyDestroyed', result: 'ok' })
      return
    case 'destroy_auth_key_none':
      state.events.push({ type: 'authKeyDestroyed', result: 'none' })
      return
    case 'destroy_auth_key_fail':
      state.events.push({ type: 'authKeyDestroyed', result: 'fail' })
      return
    default:
      return
  }
}
