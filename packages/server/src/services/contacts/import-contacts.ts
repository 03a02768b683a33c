import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { toUserId } from '../../peers/peer-id.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { cutName } from '../../rules/names.ts'
import { normalizePhoneNumber } from '../../rules/phone-number.ts'
import { standingOf } from '../../views/standing.ts'
import { tellContacts } from './tell-contact.ts'

const maxContacts = 500
const maxSaved = 10_000

/** Contacts by number. Who may not be found by it, and numbers that nobody has, are kept for the day that changes. */
export function createImportContacts(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  return {
    'contacts.importContacts': userMethod(
      { rate: { burst: 60, secondsEach: 2, protects: 'accounts' } },
      async ({ userId, caller }, request) => {
        if (request.contacts.length > maxContacts) throw badRequest('LIMIT_INVALID')
        const wanted = request.contacts.flatMap(toWanted)
        const now = unixSeconds(clock)
        const imported = await store.transaction(async (tx) => {
          const found: api.importedContact[] = []
          const changed: UserId[] = []
          const users = await tx.users.byPhones(wanted.map((contact) => contact.phone))
          const byPhone = new Map(users.map((user) => [user.phone, user]))
          const standing = await standingOf(
            tx,
            userId,
            users.map((user) => user.id),
          )
          let saved = await tx.contacts.countSaved(userId)
          for (const { phone, clientId, firstName, lastName } of wanted) {
            const user = byPhone.get(phone)
            if (user === undefined || !standing.mayAsk(user.id, 'privacyKeyAddedByPhone')) {
              // Nobody is to learn from the list, or its length, that there is an account which hides.
              const isListed = user !== undefined && standing.contact(user.id)?.phone === phone
              if (!isListed && ++saved <= maxSaved) {
                await tx.contacts.putSaved(userId, { phone, firstName, lastName, date: now })
              }
              continue
            }
            found.push({ _: 'importedContact', userId: BigInt(user.id), clientId })
            if (user.id === userId) continue
            const before = standing.contact(user.id)
            const name = firstName === '' && lastName === '' ? (before ?? user) : { firstName, lastName }
            if (before?.firstName === name.firstName && before.lastName === name.lastName && before.phone === phone) {
              continue
            }
            await tx.contacts.put(userId, {
              ...before,
              userId: user.id,
              firstName: name.firstName,
              lastName: name.lastName,
              phone,
              addedAt: before?.addedAt ?? now,
            })
            changed.push(user.id)
          }
          await tellContacts(tx, ports, userId, changed, caller.session)
          return found
        })
        const ids = imported.flatMap((contact) => toUserId(contact.userId) ?? [])
        return {
          _: 'contacts.importedContacts',
          imported,
          popularInvites: [],
          retryContacts: [],
          users: await userViews.of(store.read, userId, ids),
        }
      },
    ),
  }
}

interface Wanted {
  readonly phone: string
  readonly clientId: bigint
  readonly firstName: string
  readonly lastName: string
}

/** Leaves out invalid numbers: for the client they are like numbers without an account. */
function toWanted(contact: api.InputContact): Wanted[] {
  const phone = normalizePhoneNumber(contact.phone)
  if (phone === undefined) return []
  return [
    { phone, clientId: contact.clientId, firstName: cutName(contact.firstName), lastName: cutName(contact.lastName) },
  ]
}
