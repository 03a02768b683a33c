import { createOutgoing } from './outgoing.ts'
import { encodeService, type ServiceOf } from './service-codec.ts'
import { type ClientSide, type ServerSide, type SessionState, serverSeconds } from './state.ts'

/** A client asks for so many; at half an hour each they last for a night. */
const ASKED_SALTS = 32
/** It asks anew when the known ones last no longer than this, and not more often than that. */
const ASK_BEFORE_S = 3600
const ASK_INTERVAL_MS = 60_000

/** Server: whoever asks again sooner than this, in ms, gets the present salt alone: each salt costs a hash. */
const GIVE_INTERVAL_MS = 1000

/** Server: answers get_future_salts. */
export function onFutureSaltsRequest(state: SessionState, side: ServerSide, msgId: bigint, count: number): void {
  const seconds = serverSeconds(state)
  const isSoon = state.now < side.saltsGivenAt + GIVE_INTERVAL_MS && state.now >= side.saltsGivenAt
  if (!isSoon) side.saltsGivenAt = state.now
  const salts = side.salts.future(seconds, isSoon ? 1 : count).map((salt) => ({ _: 'future_salt' as const, ...salt }))
  const body = encodeService({ _: 'future_salts', reqMsgId: msgId, now: Math.floor(seconds), salts })
  state.outbox.push(createOutgoing('reply', body))
}

/** Client: takes the answer. */
export function onFutureSalts(side: ClientSide, service: ServiceOf<'future_salts'>): void {
  side.salts.setFuture(service.salts)
}

/** Client: asks for future salts when the known ones run out. */
export function keepSalts(state: SessionState, side: ClientSide): void {
  if (state.now < side.saltsAskedAt + ASK_INTERVAL_MS) return
  if (side.salts.knownUntil > serverSeconds(state) + ASK_BEFORE_S) return
  side.saltsAskedAt = state.now
  state.outbox.push(createOutgoing('service', encodeService({ _: 'get_future_salts', num: ASKED_SALTS })))
}
