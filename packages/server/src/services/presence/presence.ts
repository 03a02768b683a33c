import { unixSeconds } from '../../ports/clock.ts'
import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { setOffline, setOnline } from './devices.ts'

/** Who is there ("Working with Updates", `updateUserStatus`). */
export function createPresenceService(ports: ServicePorts): Service {
  const { store, clock } = ports
  return {
    user: {
      async 'account.updateStatus'({ userId, caller }, request) {
        const { authKeyId } = caller.key
        const now = unixSeconds(clock)
        await store.transaction((tx) =>
          request.offline ? setOffline(tx, ports, authKeyId, now) : setOnline(tx, ports, { authKeyId, userId }, now),
        )
        caller.setOnline(!request.offline)
        return true
      },
    },
  }
}
