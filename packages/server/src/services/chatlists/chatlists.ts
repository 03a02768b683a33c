import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createChatlistUpdates } from './chatlist-updates.ts'
import { createExportChatlist } from './export-chatlist.ts'
import { createLeaveChatlist } from './leave-chatlist.ts'
import { createUseChatlist } from './use-chatlist.ts'

/** Folders that are shared by links ("Folders", shared folders). */
export function createChatlistsService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(
      createExportChatlist(ports),
      createUseChatlist(ports),
      createChatlistUpdates(ports),
      createLeaveChatlist(ports),
    ),
  }
}
