import type { ServicePorts } from '../../core-ports.ts'
import { type Service, withActs } from '../../rpc/handlers.ts'
import { createDialogFilters } from './dialog-filters.ts'
import { createEditPeerFolders } from './edit-peer-folders.ts'

/** What each of these does in a chat. */
const acts = {
  'folders.editPeerFolders': ['arrange'],
} as const

/** The archive, and the folders that people make themselves. */
export function createFoldersService(ports: ServicePorts): Service {
  return {
    user: withActs(acts, {
      ...createDialogFilters(ports),
      'folders.editPeerFolders': createEditPeerFolders(ports),
    }),
  }
}
