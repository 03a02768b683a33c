import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createDhConfig } from './dh-config.ts'
import { createHandshake } from './handshake.ts'
import { createReading } from './reading.ts'
import { createSend } from './send.ts'
import { createForgetSecrets } from './upkeep.ts'

/** Secret chats, of which the server knows who is in them and when, and nothing of what is said ("End-to-end encryption"). */
export function createSecretChatsService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(createDhConfig(ports), createHandshake(ports), createSend(ports), createReading(ports)),
    upkeep: [createForgetSecrets(ports)],
  }
}
