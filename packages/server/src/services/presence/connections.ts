import { setOffline } from '../../accounts/devices/presence.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { ConnectionPresence } from '../../rpc/connection-presence.ts'
import { logFailure } from '../../rpc/log-failure.ts'

/** Has people go offline when their connections are gone, and stay online when these go on at another process. */
export function createConnectionPresence(ports: ServicePorts): ConnectionPresence {
  const { store, process, clock, log } = ports
  return {
    gone(authKeyId) {
      store
        .transaction((tx) => setOffline(tx, ports, authKeyId, unixSeconds(clock), process))
        .catch((error: unknown) => logFailure(log, 'warn', 'a device stays online until its time ends', error))
    },
    async cameOver({ authKeyId, sessionId }) {
      const isElsewhere = (device: { readonly process: string; readonly sessionId: bigint }): boolean =>
        device.process !== process && device.sessionId === sessionId
      if (!(await store.read.presence.ofDevice(authKeyId)).some(isElsewhere)) return false
      return store.transaction(async (tx) => {
        const before = (await tx.presence.ofDevice(authKeyId)).find(isElsewhere)
        if (before === undefined || before.until <= unixSeconds(clock)) return false
        await tx.presence.put({ ...before, process })
        return true
      })
    },
  }
}
