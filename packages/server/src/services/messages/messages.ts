import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { createDialogs } from './dialogs.ts'
import { createHistory } from './history.ts'
import { createReadHistory } from './read-history.ts'
import { createSendMessage } from './send-message.ts'

/** Private chats: sending, reading, listing. */
export function createMessagesService(ports: ServicePorts): Service {
  return {
    user: {
      ...createDialogs(ports),
      ...createHistory(ports),
      ...createReadHistory(ports),
      ...createSendMessage(ports),
    },
  }
}
