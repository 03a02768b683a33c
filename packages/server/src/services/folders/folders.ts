import type { ServicePorts } from '../../core-ports.ts'
import { joinMethods, type Service } from '../../rpc/handlers.ts'
import { createDialogFilters } from './dialog-filters.ts'
import { createEditPeerFolders } from './edit-peer-folders.ts'

/** The archive, and the folders that people make themselves. */
export function createFoldersService(ports: ServicePorts): Service {
  return {
    methods: joinMethods(createDialogFilters(ports), createEditPeerFolders(ports)),
  }
}
