import type { Service } from '../rpc/handlers.ts'
import { createAccountService } from './account/account.ts'
import { createAuthService } from './auth/auth.ts'
import { createContactsService } from './contacts/contacts.ts'
import { createDialogsService } from './dialogs/dialogs.ts'
import { createFoldersService } from './folders/folders.ts'
import { createHelpService } from './help/help.ts'
import { createMessagesService } from './messages/messages.ts'
import type { ServicePorts } from './ports.ts'
import { createUpdatesService } from './updates/updates.ts'
import { createUsersService } from './users/users.ts'

/** All services, one line for each. */
export function createServices(ports: ServicePorts): Service[] {
  return [
    createAccountService(ports),
    createAuthService(ports),
    createContactsService(ports),
    createDialogsService(ports),
    createFoldersService(ports),
    createHelpService(ports),
    createMessagesService(ports),
    createUpdatesService(ports),
    createUsersService(ports),
  ]
}
