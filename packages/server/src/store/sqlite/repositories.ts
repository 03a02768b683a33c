import { createAuthKeys } from './auth-keys.ts'
import { createAuthorizations } from './authorizations.ts'
import { createBoxes } from './boxes.ts'
import type { Connection } from './connection.ts'
import { createContacts } from './contacts.ts'
import { createDialogs } from './dialogs.ts'
import type { Repositories } from './group-commit.ts'
import { createLoginCodes } from './login-codes.ts'
import { createMessages } from './messages.ts'
import { createSettings } from './settings.ts'
import { createUsernames } from './usernames.ts'
import { createUsers } from './users.ts'

/** One line for each domain of the port. */
export function createRepositories(connection: Connection): Repositories {
  return {
    settings: createSettings(connection),
    authKeys: createAuthKeys(connection),
    authorizations: createAuthorizations(connection),
    loginCodes: createLoginCodes(connection),
    users: createUsers(connection),
    usernames: createUsernames(connection),
    contacts: createContacts(connection),
    boxes: createBoxes(connection),
    messages: createMessages(connection),
    dialogs: createDialogs(connection),
  }
}
