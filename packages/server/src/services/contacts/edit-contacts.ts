import { type api, encode } from '@chappe/tl-codec/api'
import { putPrivacy } from '../../accounts/put-privacy.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods, UserContext } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { checkEntities, withOpenableLinks } from '../../rules/entities.ts'
import { cutName } from '../../rules/names.ts'
import { normalizePhoneNumber } from '../../rules/phone-number.ts'
import { orderRules } from '../../rules/privacy.ts'
import { isLonger } from '../../rules/text-length.ts'
import { isDeleted } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { rulesIn } from '../../views/standing.ts'
import { answerContacts, tellContacts } from './tell-contact.ts'

const maxNoteLength = 128
const maxUsers = 1000

/** Adding, renaming and removing contacts. */
export function createEditContacts(ports: ServicePorts): Methods {
  const { store, clock, inputPeers } = ports

  const other = async (userId: UserId, input: api.InputUser): Promise<UserId> => {
    const id = await inputPeers.user(userId, input)
    if (id === undefined || id === userId) throw badRequest('CONTACT_ID_INVALID')
    return id
  }

  return {
    async 'contacts.addContact'({ userId, caller }, request) {
      const id = await other(userId, request.id)
      const firstName = cutName(request.firstName)
      const lastName = cutName(request.lastName)
      if (firstName === '' && lastName === '') throw badRequest('CONTACT_NAME_EMPTY')
      const phone = normalizePhoneNumber(request.phone) ?? ''
      const note = request.note && checkNote(request.note)
      const told = await store.transaction(async (tx) => {
        const known = await tx.users.get(id)
        if (known === undefined || isDeleted(known)) throw badRequest('CONTACT_ID_INVALID')
        const [relation] = await tx.contacts.relations(userId, [id])
        const before = relation?.contact
        await tx.contacts.put(userId, {
          userId: id,
          firstName,
          lastName,
          phone: phone || before?.phone || '',
          addedAt: before?.addedAt ?? unixSeconds(clock),
          closeFriend: before?.closeFriend ?? false,
          note: note ?? before?.note,
        })
        if (request.addPhonePrivacyException) await sharePhone(tx, ports, { userId, caller }, id)
        return tellContacts(tx, ports, userId, [id], caller.session)
      })
      return answerContacts(ports, userId, told)
    },

    async 'contacts.acceptContact'({ userId, caller }, request) {
      const id = await other(userId, request.id)
      const told = await store.transaction(async (tx) => {
        const user = await tx.users.get(id)
        if (user?.phone === undefined) throw badRequest('CONTACT_ID_INVALID')
        const [relation] = await tx.contacts.relations(userId, [id])
        // Clients offer this in a bar that is shown only to somebody whom the other person has added.
        if (relation?.listed !== true) throw badRequest('CONTACT_REQ_MISSING')
        if (relation.contact === undefined) {
          const { firstName, lastName } = user
          await tx.contacts.put(userId, { userId: id, firstName, lastName, phone: '', addedAt: unixSeconds(clock) })
        }
        await sharePhone(tx, ports, { userId, caller }, id)
        return tellContacts(tx, ports, userId, [id], caller.session)
      })
      return answerContacts(ports, userId, told)
    },

    async 'contacts.deleteContacts'({ userId, caller }, request) {
      if (request.id.length > maxUsers) throw badRequest('LIMIT_INVALID')
      const ids = await Promise.all(request.id.map((input) => inputPeers.user(userId, input)))
      const told = await store.transaction(async (tx) => {
        const removed: UserId[] = []
        for (const id of ids) {
          if (id !== undefined && (await tx.contacts.remove(userId, id))) removed.push(id)
        }
        return tellContacts(tx, ports, userId, removed, caller.session)
      })
      return answerContacts(ports, userId, told)
    },

    async 'contacts.deleteByPhones'({ userId, caller }, request) {
      if (request.phones.length > maxUsers) throw badRequest('LIMIT_INVALID')
      const phones = request.phones.flatMap((phone) => normalizePhoneNumber(phone) ?? [])
      await store.transaction(async (tx) => {
        await tx.contacts.removeSaved(userId, phones)
        const removed: UserId[] = []
        for (const contact of await tx.contacts.list(userId)) {
          if (!phones.includes(contact.phone)) continue
          await tx.contacts.remove(userId, contact.userId)
          removed.push(contact.userId)
        }
        await tellContacts(tx, ports, userId, removed, caller.session)
      })
      return true
    },

    async 'contacts.editCloseFriends'({ userId, caller }, request) {
      if (request.id.length > maxUsers) throw badRequest('LIMIT_INVALID')
      await store.transaction(async (tx) => {
        const wanted = new Set(request.id.map(Number))
        const contacts = await tx.contacts.list(userId)
        const changed = contacts.filter((contact) => contact.closeFriend !== wanted.has(contact.userId))
        const friends = contacts.filter((contact) => wanted.has(contact.userId))
        await tx.contacts.setCloseFriends(
          userId,
          friends.map((contact) => contact.userId),
        )
        const ids = changed.map((contact) => contact.userId)
        await tellContacts(tx, ports, userId, ids, caller.session)
      })
      return true
    },

    async 'contacts.updateContactNote'({ userId, caller }, request) {
      const id = await other(userId, request.id)
      const note = checkNote(request.note)
      await store.transaction(async (tx) => {
        const [relation] = await tx.contacts.relations(userId, [id])
        if (relation?.contact === undefined) throw badRequest('CONTACT_MISSING')
        await tx.contacts.put(userId, { ...relation.contact, note })
        await tellContacts(tx, ports, userId, [id], caller.session)
      })
      return true
    },
  }
}

/** Undefined for an empty text, which removes the note. */
function checkNote(note: api.textWithEntities): Uint8Array | undefined {
  if (isLonger(note.text, maxNoteLength)) throw badRequest('NOTE_TOO_LONG')
  checkEntities(note.text, note.entities)
  const { text } = note
  const entities = [...withOpenableLinks(text, note.entities)]
  return text === '' ? undefined : encode({ _: 'textWithEntities', text, entities })
}

/** Within a unit: lets one person see the number, whatever else holds for it (`add_phone_privacy_exception`). */
async function sharePhone(
  tx: Transaction,
  ports: ServicePorts,
  { userId, caller }: UserContext,
  other: UserId,
): Promise<void> {
  const key = 'privacyKeyPhoneNumber'
  const record = await tx.privacy.get(userId, key)
  const rules = rulesIn(record, key)
  const id = BigInt(other)
  const others = rules.flatMap((rule): api.PrivacyRule[] => {
    if (rule._ === 'privacyValueAllowUsers') return []
    if (rule._ !== 'privacyValueDisallowUsers') return [rule]
    const users = rule.users.filter((user) => user !== id)
    return users.length === 0 ? [] : [{ ...rule, users }]
  })
  const allowed = rules.flatMap((rule) => (rule._ === 'privacyValueAllowUsers' ? rule.users : []))
  const changed = orderRules([{ _: 'privacyValueAllowUsers', users: [...new Set([...allowed, id])] }, ...others])
  await putPrivacy(tx, ports, { userId, key, rules: changed, except: caller.session })
}
