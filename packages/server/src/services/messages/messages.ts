import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { createForgetRandomIds } from './forget-random-ids.ts'
import { createHistory } from './history.ts'
import { createReadHistory } from './read-history.ts'
import { createSendMessage } from './send-message.ts'

/** Private chats: sending and reading. */
export function createMessagesService(ports: ServicePorts): Service {
  return {
    upkeep: [createForgetRandomIds(ports)],
    user: {
      ...createHistory(ports),
      ...createReadHistory(ports),
      ...createSendMessage(ports),
    },
  }
}
