import { unixSeconds } from '../../ports/clock.ts'
import type { OpenHandlers } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { setOffline } from '../presence/devices.ts'
import { revoke } from './authorize.ts'

/** The key stays; it just speaks for nobody any more. */
export function createLogOut(ports: ServicePorts): NonNullable<OpenHandlers['auth.logOut']> {
  const { store, clock } = ports
  return async ({ caller }) => {
    const { authKeyId } = caller.key
    await store.transaction(async (tx) => {
      await setOffline(tx, ports, authKeyId, unixSeconds(clock))
      await revoke(tx, ports, authKeyId)
    })
    caller.setOnline(false)
    return { _: 'auth.loggedOut' }
  }
}
