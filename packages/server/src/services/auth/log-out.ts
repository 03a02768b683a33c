import { revoke } from '../../accounts/authorize.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { giveFutureAuthToken } from './future-auth-tokens.ts'

/** The key stays valid, but nobody is signed in by it any more. */
export function createLogOut(ports: ServicePorts): Methods {
  const { store } = ports
  return {
    'auth.logOut': openMethod({}, async ({ caller }) => {
      const { authKeyId } = caller.key
      const futureAuthToken = await store.transaction(async (tx) => {
        const token = await giveFutureAuthToken(tx, ports, authKeyId)
        await revoke(tx, ports, authKeyId, caller.session)
        return token
      })
      caller.setOnline(false)
      return { _: 'auth.loggedOut', futureAuthToken }
    }),
  }
}
