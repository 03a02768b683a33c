import { createOutgoing } from './outgoing.ts'
import { encodeService } from './service-codec.ts'
import type { ClientSide, SessionState } from './state.ts'

/** Server: answers ping and ping_delay_disconnect. */
export function onPing(state: SessionState, msgId: bigint, pingId: bigint): void {
  state.outbox.push(createOutgoing('reply', encodeService({ _: 'pong', msgId, pingId })))
}

/** Client: the server is there. */
export function onPong(state: SessionState, side: ClientSide, pingId: bigint): void {
  if (side.ping?.id !== pingId) return
  state.events.push({ type: 'pong', pingId, roundTripMs: state.now - side.ping.sentAt })
  side.ping = undefined
}

/**
 * Client: pings in time before the server, which counts from the last ping, would drop the connection, and tells the
 * owner when nothing comes back.
 */
export function keepAlive(state: SessionState, side: ClientSide): void {
  if (state.links.size === 0) return
  const { pingIntervalMs, pongTimeoutMs } = state.limits
  if (side.ping !== undefined) {
    if (state.now < side.ping.sentAt + pongTimeoutMs) return
    side.ping = undefined
    side.heardAt = state.now
    side.pingedAt = state.now
    const link = state.links.choose(state.now, state.outbox.arrivals)
    if (link !== undefined) {
      state.events.push({ type: 'disconnect', connection: link.connection, reason: 'silent' })
    }
    return
  }
  if (state.now < side.pingedAt + pingIntervalMs) return
  sendPing(state, side)
}

/** Client: one ping_delay_disconnect, which also makes the server drop the connection if this side is gone. */
export function sendPing(state: SessionState, side: ClientSide): bigint {
  const pingId = new DataView(state.random(8).slice().buffer).getBigInt64(0, true)
  const disconnectDelay = Math.ceil((state.limits.pingIntervalMs + state.limits.pongTimeoutMs) / 1000)
  state.outbox.push(createOutgoing('service', encodeService({ _: 'ping_delay_disconnect', pingId, disconnectDelay })))
  side.ping = { id: pingId, sentAt: state.now }
  side.pingedAt = state.now
  return pingId
}

/** Client: when `keepAlive` has something to do, in ms. */
export function keepAliveDeadline(state: SessionState, side: ClientSide): number {
  if (state.links.size === 0) return Number.POSITIVE_INFINITY
  const { pingIntervalMs, pongTimeoutMs } = state.limits
  return side.ping === undefined ? side.pingedAt + pingIntervalMs : side.ping.sentAt + pongTimeoutMs
}
