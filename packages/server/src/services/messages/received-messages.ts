import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

export function createReceivedMessages(): Methods {
  return {
    /** A client tells what it has shown in notifications; nothing is left to be told by another way. */
    async 'messages.receivedMessages'(_, { maxId }) {
      if (maxId < 0) throw badRequest('MSG_ID_INVALID')
      return []
    },
  }
}
