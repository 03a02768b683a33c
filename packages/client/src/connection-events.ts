import type { ClientState, Clock, Waiting } from '@chappe/transport/client'
import { type ConnectionWaiters, createConnectionWaiters } from './connected.ts'
import type { ClientError } from './errors.ts'
import { unreachable } from './state.ts'
import type { Emitter } from './updates/events.ts'

/** What becomes of the connection, for the app and for whoever waits for it. */
export interface ConnectionEvents {
  readonly waiters: ConnectionWaiters
  /** Why there is no connection, as far as that is known. */
  readonly whyNot: ClientError | undefined
  onState(state: ClientState, waiting: Waiting | undefined): void
}

/** @param onBack the connection stands again */
export function createConnectionEvents(clock: Clock, emitter: Emitter, onBack: () => void): ConnectionEvents {
  let connectedBefore = false
  let whyNot: ClientError | undefined
  const waiters = createConnectionWaiters(clock, () => whyNot)
  return {
    waiters,
    get whyNot() {
      return whyNot
    },
    onState(state, waiting) {
      if (state === 'waiting') {
        if (waiting === undefined) return
        const cause = unreachable(waiting)
        const { attempt, retryInMs } = waiting
        whyNot = cause
        emitter.emit('state', { state, cause, attempt, nextAt: clock.now() + retryInMs })
        return
      }
      if (state === 'connected') {
        if (connectedBefore) onBack()
        connectedBefore = true
        whyNot = undefined
        waiters.connected()
      }
      emitter.emit('state', { state })
    },
  }
}
