import type { ServerSide, SessionState } from './state.ts'

/** A session that holds no more than this always has one query under way, however much others of its key hold. */
const ALWAYS_BYTES = 64 * 1024

/**
 * Server: whether another query may begin. What a client asks for in one go may be more than it should cost to hold, so
 * its queries wait while much is on its way to it. Clients acknowledge with what they send next, or after up to half a
 * minute, so a query begins now and then although nothing is acknowledged, as long as there is room and the connection
 * takes what it is given.
 */
export function mayBegin(state: SessionState, side: ServerSide): boolean {
  const { limits, outbox } = state
  const { waiting, running } = side
  if (running >= limits.maxRunningRequests || side.runningBytes > limits.maxRunningBytes) return false
  // Much was inflated just now; the rest has its turn when others have had theirs.
  if (side.inflatable < limits.maxInflatedBytes / 2) return false
  const held = outbox.bytes + running * waiting.answerBytes
  if (!waiting.slowed && held <= limits.slowAboveBytes) return true
  if (running === 0 && outbox.bytes <= ALWAYS_BYTES) return true
  return hasRoom(state, side) && state.now >= waiting.beganAt + limits.slowPaceMs
}

/** Server: when `mayBegin` is to be asked again although nothing has come, in ms. */
export function nextBeginAt(state: SessionState, side: ServerSide): number {
  if (side.waiting.size === 0 || state.links.size === 0) return Number.POSITIVE_INFINITY
  return Math.max(state.now, side.waiting.beganAt) + state.limits.slowPaceMs
}

/** Server: whether one more may wait. */
export function mayWait(state: SessionState, side: ServerSide, bodyBytes: number): boolean {
  const { maxWaitingRequests, maxWaitingBytes } = state.limits
  return side.waiting.size < maxWaitingRequests && side.waiting.bytes + bodyBytes <= maxWaitingBytes
}

/** Queries that take long to be served do not count, or one such after the other would hold up all the rest. */
function hasRoom(state: SessionState, side: ServerSide): boolean {
  if (side.waiting.slowed || state.links.size === 0 || state.links.congested) return false
  return state.outbox.bytes + side.waiting.answerBytes <= state.limits.maxOutboxBytes
}
