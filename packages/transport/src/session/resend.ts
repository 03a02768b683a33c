import { askAfter } from './handle-state.ts'
import type { Outgoing } from './outgoing.ts'
import type { ClientSide, SessionState } from './state.ts'

/**
 * Finds what has waited too long although the connection stands: a client asks after it, a server sends it again.
 * Gives the time, in ms, at which this is to be called again.
 */
export function lookThrough(state: SessionState): number {
  return state.side.role === 'client' ? askAfterStale(state, state.side) : resendStale(state)
}

/** When a message that leaves now is looked at, in ms. */
export function firstLookAt(state: SessionState): number {
  const { stateCheckAfterMs, resendAfterMs } = state.limits
  return state.now + (state.side.role === 'client' ? stateCheckAfterMs : resendAfterMs)
}

function askAfterStale(state: SessionState, side: ClientSide): number {
  const { stateCheckAfterMs } = state.limits
  const stale: Outgoing[] = []
  let next = Number.POSITIVE_INFINITY
  for (const message of state.outbox.unsettled.values()) {
    if (message.connection === 0) continue
    if (state.now >= message.checkedAt + stateCheckAfterMs) {
      message.checkedAt = state.now
      stale.push(message)
    }
    next = Math.min(next, message.checkedAt + stateCheckAfterMs)
  }
  if (stale.length > 0) askAfter(state, side, stale)
  return next
}

function resendStale(state: SessionState): number {
  const { resendAfterMs, maxSends } = state.limits
  const stale: Outgoing[] = []
  const givenUp: Outgoing[] = []
  let next = Number.POSITIVE_INFINITY
  for (const message of state.outbox.unsettled.values()) {
    if (message.connection === 0) continue
    // A slow line is busy with it for a millisecond a byte.
    const due = message.sentAt + message.body.length + resendAfterMs * 2 ** (message.sends - 1)
    if (state.now < due) next = Math.min(next, due)
    else if (message.sends < maxSends) stale.push(message)
    else if (message.kind === 'push') givenUp.push(message)
  }
  state.outbox.sendAgain(stale)
  for (const message of givenUp) state.outbox.settle(message)
  if (givenUp.length > 0) state.events.push({ type: 'updatesLost' })
  return next
}
