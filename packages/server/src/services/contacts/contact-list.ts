import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { viewBirthday } from '../../rules/birthday.ts'
import { listHash } from '../../rules/list-hash.ts'
import { standingOf } from '../../views/standing.ts'

/** The list itself, in several views. */
export function createContactList({ store, clock, userViews }: ServicePorts): Methods {
  const { read } = store

  const idsOf = async (userId: UserId): Promise<UserId[]> =>
    (await read.contacts.list(userId)).map((contact) => contact.userId)

  return {
    async 'contacts.getContacts'({ userId }, request) {
      const [ids, savedCount] = await Promise.all([idsOf(userId), read.contacts.countSaved(userId)])
      // `contacts.getContacts`, the parameter `hash`: the count of saved ones first, then the ids in rising order.
      if (request.hash !== 0n && request.hash === listHash([savedCount, ...ids])) {
        return { _: 'contacts.contactsNotModified' }
      }
      const users = await userViews.of(read, userId, ids)
      const mutual = new Set(users.flatMap((user) => (user._ === 'user' && user.mutualContact ? [user.id] : [])))
      return {
        _: 'contacts.contacts',
        contacts: ids.map((id) => ({ _: 'contact', userId: BigInt(id), mutual: mutual.has(BigInt(id)) })),
        savedCount,
        users,
      }
    },

    async 'contacts.getContactIDs'({ userId }, request) {
      const ids = await idsOf(userId)
      return request.hash !== 0n && request.hash === listHash(ids) ? [] : ids
    },

    async 'contacts.getStatuses'({ userId }) {
      const users = await userViews.of(read, userId, await idsOf(userId))
      return users.flatMap((user): api.contactStatus[] =>
        user._ === 'user' && user.status !== undefined
          ? [{ _: 'contactStatus', userId: user.id, status: user.status }]
          : [],
      )
    },

    // All numbers that the owner saved, in the order of the numbers: whose they are, and whether anybody's, is not said.
    'contacts.getSaved': userMethod({ takeout: { only: true, part: 'contacts' } }, async ({ userId }) => {
      const [saved, contacts] = await Promise.all([read.contacts.saved(userId), read.contacts.list(userId)])
      const found = contacts.flatMap(({ addedAt: date, ...contact }) =>
        contact.phone === '' ? [] : { ...contact, date },
      )
      return [...saved, ...found]
        .toSorted((a, b) => (a.phone < b.phone ? -1 : 1))
        .map(({ phone, firstName, lastName, date }) => ({ _: 'savedPhoneContact', phone, firstName, lastName, date }))
    }),

    async 'contacts.resetSaved'({ userId }) {
      await store.transaction((tx) => tx.contacts.clearSaved(userId))
      return true
    },

    async 'contacts.getBirthdays'({ userId }) {
      const ids = await idsOf(userId)
      const [users, standing] = await Promise.all([read.users.many(ids), standingOf(read, userId, ids)])
      const near = nearDays(new Date(clock.now()))
      const named: UserId[] = []
      const contacts = users.flatMap(({ id, birthday }): api.contactBirthday[] => {
        if (birthday === undefined || !near.has(`${birthday.month}-${birthday.day}`)) return []
        if (!standing.mayAsk(id, 'privacyKeyBirthday')) return []
        named.push(id)
        return [{ _: 'contactBirthday', contactId: BigInt(id), birthday: viewBirthday(birthday) }]
      })
      return { _: 'contacts.contactBirthdays', contacts, users: await userViews.of(read, userId, named) }
    },
  }
}

/** Yesterday, today and tomorrow: it is one of these somewhere. */
function nearDays(now: Date): ReadonlySet<string> {
  const days = [-1, 0, 1].map((offset) => new Date(now.getTime() + offset * 86_400_000))
  return new Set(days.map((day) => `${day.getUTCMonth() + 1}-${day.getUTCDate()}`))
}
