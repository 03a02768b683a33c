import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

/**
 * The account that answers people's questions. Clients open a chat with whichever user the answer names, so no answer
 * can mean "nobody": where the operator names no account the method fails, and clients then open no chat.
 */
export function createSupport({ store, settings, userViews }: ServicePorts): Methods {
  return {
    async 'help.getSupport'({ userId }) {
      const found = settings.support === undefined ? undefined : await store.read.users.byPhone(settings.support)
      const [user] = found === undefined ? [] : await userViews.of(store.read, userId, [found.id])
      if (user === undefined) throw badRequest('SUPPORT_UNAVAILABLE')
      // The number is left empty: no client shows it, and not everybody may see it.
      return { _: 'help.support', phoneNumber: '', user }
    },
  }
}
