import type { Clock } from '../ports/clock.ts'
import type { GatewaySession } from './gateway-session.ts'

/** How long a client that lost its connection has to come back before it counts as gone. */
const graceMs = 5_000

/** Watches the sessions that said that they are in use, and tells when the last one of a key has lost its connection. */
export interface OnlineWatch {
  set(session: GatewaySession, online: boolean): void
  /** The session is over. */
  ended(session: GatewaySession): void
  stop(): void
}

/** @param onGone told of the key */
export function createOnlineWatch(onGone: (authKeyId: bigint) => void, clock: Clock): OnlineWatch {
  const online = new Set<GatewaySession>()
  let cancel: (() => void) | undefined

  const gone = (session: GatewaySession): void => {
    online.delete(session)
    const authKeyId = session.key?.authKeyId
    if (authKeyId === undefined) return
    for (const other of online) if (other.key?.authKeyId === authKeyId) return
    onGone(authKeyId)
  }

  const look = (): void => {
    cancel = undefined
    for (const session of [...online]) if (!session.transport.connected) gone(session)
    schedule()
  }

  const schedule = (): void => {
    if (online.size > 0) cancel ??= clock.after(graceMs, look)
  }

  return {
    set(session, isOnline) {
      if (!isOnline) online.delete(session)
      else online.add(session)
      schedule()
    },
    ended(session) {
      if (online.has(session)) gone(session)
    },
    stop() {
      cancel?.()
      online.clear()
    },
  }
}
