import { setOffline } from '../../accounts/devices/presence.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { logFailure } from '../../rpc/log-failure.ts'

/** Has people go offline when a gateway says that their connections are gone. */
export function followDevices(ports: ServicePorts): () => void {
  const { store, bus, clock, log } = ports
  return bus.subscribe((message) => {
    if (message.type !== 'deviceGone') return
    store
      .transaction((tx) => setOffline(tx, ports, message.authKeyId, unixSeconds(clock)))
      .catch((error: unknown) => logFailure(log, 'warn', 'a device stays online until its time ends', error))
  })
}
