import type { OpenHandlers } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'

/** The key stays; it just speaks for nobody any more. */
export function createLogOut({ store, bus }: ServicePorts): NonNullable<OpenHandlers['auth.logOut']> {
  return async ({ caller }) => {
    const { authKeyId } = caller.key
    await store.transaction(async (tx) => {
      if (await tx.authorizations.remove(authKeyId)) {
        tx.onCommit(() => bus.publish({ type: 'authorization', authKeyId }))
      }
    })
    return { _: 'auth.loggedOut' }
  }
}
