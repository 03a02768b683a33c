import { sendPing } from './handle-ping.ts'
import type { Outgoing } from './outgoing.ts'
import type { ClientSide, SessionState } from './state.ts'

/** Time enough for one ping to fail and for another one, over the next connection, to be answered. */
const GAP_PONGS = 3

/**
 * Client, over HTTP: what is missing in the server's order may have been in an answer that was lost. The server does not
 * know that; a ping makes it say again what is not acknowledged, and until the pong is here the gap is waited for.
 */
export function askAboutGap(state: SessionState, side: ClientSide): void {
  const { gapSince } = state.order
  if (!side.posts || gapSince === undefined || gapSince === side.gapAsked) return
  side.gapAsked = gapSince
  sendPing(state, side)
  state.order.waitUntil(state.now + GAP_PONGS * state.limits.pongTimeoutMs)
}

/** Client: the pong is here, and with it whatever the server still had. */
export function onGapAnswered(state: SessionState, side: ClientSide): void {
  if (side.posts) state.order.waitUntil(state.now + state.limits.reorderPatienceMs)
}

/** A POST that was made before an answer could reach the client says nothing about it. */
const CROSSING_MS = 1000

/**
 * Server, over HTTP: an answer to a POST may be lost without a word, since a client gives a POST up by itself. What a
 * client says first on a new connection is a ping (`Session.attach`), so whatever left by other POSTs and is not
 * acknowledged goes again with its pong, before anything newer.
 */
export function repeatForPing(state: SessionState, connection: number): void {
  if (!state.links.isExchange(connection)) return
  repeat(state, connection, () => true)
}

/**
 * Server, over HTTP: clients acknowledge with each POST what has come, so an update that this one has not acknowledged,
 * though it left a while ago, may be lost.
 */
export function repeatUnacknowledged(state: SessionState, connection: number): void {
  if (!state.links.isExchange(connection)) return
  repeat(
    state,
    connection,
    ({ kind, sentAt, sends }) => kind === 'push' && state.now >= sentAt + CROSSING_MS * 2 ** (sends - 1),
  )
}

function repeat(state: SessionState, connection: number, isLost: (message: Outgoing) => boolean): void {
  const { outbox } = state
  if (outbox.unsettled.size === 0) return
  const lost: Outgoing[] = []
  for (const message of outbox.unsettled.values()) {
    if (message.connection !== connection && isLost(message)) lost.push(message)
  }
  outbox.sendAgain(lost)
}
