import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/**
 * Whoever answers what people ask. All clients open a chat with the user in the answer as it stands, so there is none that
 * would say "nobody": where the operator names no account, it is an error, at which they stay where they are.
 */
export function createSupport({ store, settings, userViews }: ServicePorts): Methods {
  return {
    async 'help.getSupport'({ userId }) {
      const found = settings.support === undefined ? undefined : await store.read.users.byPhone(settings.support)
      const [user] = found === undefined ? [] : await userViews.of(store.read, userId, [found.id])
      if (user === undefined) throw badRequest('SUPPORT_UNAVAILABLE')
      // The number stays with those who may see it; no client shows this one.
      return { _: 'help.support', phoneNumber: '', user }
    },
  }
}
