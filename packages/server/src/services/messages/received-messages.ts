import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

export function createReceivedMessages(): Methods {
  return {
    /**
     * A client tells up to which message it has shown notifications. The server sends none by another way, so it has
     * nothing to answer.
     */
    async 'messages.receivedMessages'(_, { maxId }) {
      if (maxId < 0) throw badRequest('MSG_ID_INVALID')
      return []
    },
  }
}
