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
  side.busyUntil = 0
}

/** No line is taken to be slower than a kilobyte a second, nor to be busy for longer than this. */
const MS_PER_BYTE = 1
const MAX_BUSY_MS = 180_000
const WORTH_COUNTING_BYTES = 1024
/** How long a ping waits after one that was refused. */
const PING_AGAIN_MS = 500

/** Client: bytes leave. On the way of a slow line, a ping has to wait behind them. */
export function noteLeft(side: ClientSide, bytes: number, now: number): void {
  if (bytes < WORTH_COUNTING_BYTES) return
  side.busyUntil = Math.min(Math.max(side.busyUntil, now) + bytes * MS_PER_BYTE, now + MAX_BUSY_MS)
}

/** When the connection counts as dead although a ping was sent, in ms. Any byte that comes is a sign of life. */
function silentAt(state: SessionState, side: ClientSide, pingedAt: number): number {
  return Math.max(pingedAt, side.heardAt, side.busyUntil) + state.limits.pongTimeoutMs
}

/**
 * Client: pings in time before the server, which counts from the last ping, would drop the connection, and tells the
 * owner when nothing comes back.
 */
export function keepAlive(state: SessionState, side: ClientSide): void {
  if (state.links.size === 0) return
  const { pingIntervalMs } = state.limits
  if (side.ping !== undefined) {
    if (state.now < silentAt(state, side, side.ping.sentAt)) return
    side.ping = undefined
    side.heardAt = state.now
    side.pingedAt = state.now
    side.busyUntil = 0
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

/**
 * Client: the server has refused a packet, perhaps the one with the ping. Nothing else may be on its way, and a server that
 * has forgotten the session sends nothing to it before it has heard from it. A second ping that is refused as well does
 * not come at once.
 */
export function pingAgain(state: SessionState, side: ClientSide): void {
  if (side.ping !== undefined) pingSoon(state, side)
}

/** Client: the same for a session that begins anew. The server knows nothing of it, and there may be nothing else to say. */
export function pingSoon(state: SessionState, side: ClientSide): void {
  side.ping = undefined
  side.pingedAt = state.now + PING_AGAIN_MS - state.limits.pingIntervalMs
}

/** Client: when `keepAlive` has something to do, in ms. */
export function keepAliveDeadline(state: SessionState, side: ClientSide): number {
  if (state.links.size === 0) return Number.POSITIVE_INFINITY
  if (side.ping === undefined) return side.pingedAt + state.limits.pingIntervalMs
  return silentAt(state, side, side.ping.sentAt)
}
