import type { api } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { normalizePhoneNumber } from '../../rules/phone-number.ts'
import type { ServicePorts } from '../ports.ts'

const maxContacts = 500
const maxNameLength = 64

export function createImportContacts(ports: ServicePorts): Pick<UserHandlers, 'contacts.importContacts'> {
  const { store, clock, userViews } = ports
  return {
    async 'contacts.importContacts'({ userId }, request) {
      if (request.contacts.length > maxContacts) throw badRequest('LIMIT_INVALID')
      const wanted = request.contacts.flatMap(toWanted)
      const now = unixSeconds(clock)
      const imported = await store.transaction(async (tx) => {
        const found: api.importedContact[] = []
        const users = await tx.users.byPhones(wanted.map((contact) => contact.phone))
        const byPhone = new Map(users.map((user) => [user.phone, user]))
        for (const { phone, clientId, firstName, lastName } of wanted) {
          const user = byPhone.get(phone)
          if (user === undefined) continue
          found.push({ _: 'importedContact', userId: BigInt(user.id), clientId })
          if (user.id === userId) continue
          const name = firstName === '' && lastName === '' ? user : { firstName, lastName }
          await tx.contacts.put(userId, {
            userId: user.id,
            firstName: name.firstName,
            lastName: name.lastName,
            phone,
            addedAt: now,
          })
        }
        return found
      })
      const ids = imported.map((contact) => Number(contact.userId))
      return {
        _: 'contacts.importedContacts',
        imported,
        popularInvites: [],
        retryContacts: [],
        users: await userViews.of(store.read, userId, ids),
      }
    },
  }
}

interface Wanted {
  readonly phone: string
  readonly clientId: bigint
  readonly firstName: string
  readonly lastName: string
}

/** Numbers that cannot be are left out, as numbers that nobody has are. */
function toWanted(contact: api.InputContact): Wanted[] {
  const phone = normalizePhoneNumber(contact.phone)
  if (phone === undefined) return []
  const name = (text: string): string => text.trim().slice(0, maxNameLength)
  return [{ phone, clientId: contact.clientId, firstName: name(contact.firstName), lastName: name(contact.lastName) }]
}
