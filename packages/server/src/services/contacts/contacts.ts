import type { Service } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { createImportContacts } from './import-contacts.ts'
import { createResolve } from './resolve.ts'

/** The list of contacts, and finding people. */
export function createContactsService(ports: ServicePorts): Service {
  const { store, userViews } = ports
  return {
    user: {
      ...createImportContacts(ports),
      ...createResolve(ports),

      async 'contacts.getContacts'({ userId }) {
        const contacts = await store.read.contacts.list(userId)
        const ids = contacts.map((contact) => contact.userId)
        const users = await userViews.of(store.read, userId, ids)
        const mutual = new Set(users.flatMap((user) => (user._ === 'user' && user.mutualContact ? [user.id] : [])))
        return {
          _: 'contacts.contacts',
          contacts: ids.map((id) => ({ _: 'contact', userId: BigInt(id), mutual: mutual.has(BigInt(id)) })),
          savedCount: 0,
          users,
        }
      },
    },
  }
}
