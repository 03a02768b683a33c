import type { UserId } from '../../../../ids.ts'
import type { Contact, ContactWrites, Relation, SavedContact } from '../../../domain/people/contacts.ts'
import { type Connection, list, readAmong } from '../../engine/connection.ts'
import { blob, integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const contactRows: RowsOfAccount = {
  contacts: { owner: 'owner', key: 'user_id' },
  saved_contacts: { owner: 'owner', key: 'phone' },
}

export function createContacts(connection: Connection): ContactWrites {
  const selectList = connection.read('SELECT * FROM contacts WHERE owner = ? ORDER BY user_id')
  const selectAmong = readAmong(connection, 'SELECT * FROM contacts WHERE user_id IN (@list) AND owner = ?')
  const selectListing = readAmong(
    connection,
    'SELECT owner, close_friend FROM contacts WHERE owner IN (@list) AND user_id = ?',
  )
  const selectOwners = connection.read('SELECT owner FROM contacts WHERE user_id = ? ORDER BY owner LIMIT ?')
  const selectSaved = connection.read('SELECT * FROM saved_contacts WHERE owner = ? ORDER BY phone')
  const countSaved = connection.read('SELECT count(*) AS count FROM saved_contacts WHERE owner = ?')
  const put = connection.write(
    `INSERT INTO contacts (owner, user_id, first_name, last_name, phone, added_at, close_friend, note)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
     ON CONFLICT DO UPDATE SET first_name = ?3, last_name = ?4, phone = ?5, added_at = ?6, close_friend = ?7, note = ?8`,
  )
  const setPhoto = connection.write('UPDATE contacts SET photo = ?3 WHERE owner = ?1 AND user_id = ?2')
  const remove = connection.write('DELETE FROM contacts WHERE owner = ? AND user_id = ?')
  const setCloseFriends = connection.write(
    `UPDATE contacts SET close_friend = user_id IN (SELECT value FROM json_each(?)) WHERE owner = ?`,
  )
  const replaceSaved = connection.write(
    'INSERT OR REPLACE INTO saved_contacts (owner, phone, first_name, last_name, date) VALUES (?, ?, ?, ?, ?)',
  )
  const removeSaved = connection.write(
    'DELETE FROM saved_contacts WHERE owner = ? AND phone IN (SELECT value FROM json_each(?))',
  )
  const clearSaved = connection.write('DELETE FROM saved_contacts WHERE owner = ?')
  const takeSaved = connection.write('DELETE FROM saved_contacts WHERE phone = ? RETURNING *')
  return {
    async list(owner) {
      return selectList.all(owner).map(toContact)
    },
    async relations(viewer, users) {
      const relations = new Map<UserId, Relation>()
      for (const row of selectAmong(users, viewer)) {
        const contact = toContact(row)
        relations.set(contact.userId, { userId: contact.userId, contact, listed: false, closeFriendOf: false })
      }
      for (const row of selectListing(users, viewer)) {
        const userId = userIdOf(row['owner'])
        const closeFriendOf = integer(row['close_friend']) === 1
        relations.set(userId, { userId, contact: relations.get(userId)?.contact, listed: true, closeFriendOf })
      }
      return [...relations.values()]
    },
    async owners(userId, limit) {
      return selectOwners.all(userId, limit).map((row) => userIdOf(row['owner']))
    },
    async saved(owner) {
      return selectSaved.all(owner).map(toSaved)
    },
    async countSaved(owner) {
      return integer(countSaved.get(owner)?.['count'])
    },
    async put(owner, { userId, firstName, lastName, phone, addedAt, closeFriend, note }) {
      put.run(owner, userId, firstName, lastName, phone, addedAt, closeFriend ? 1 : 0, note ?? null)
    },
    async setPhoto(owner, userId, photo) {
      setPhoto.run(owner, userId, photo ?? null)
    },
    async remove(owner, userId) {
      return remove.count(owner, userId) === 1
    },
    async setCloseFriends(owner, users) {
      setCloseFriends.run(list(users), owner)
    },
    async putSaved(owner, { phone, firstName, lastName, date }) {
      replaceSaved.run(owner, phone, firstName, lastName, date)
    },
    async removeSaved(owner, phones) {
      removeSaved.run(owner, list(phones))
    },
    async clearSaved(owner) {
      clearSaved.run(owner)
    },
    async takeSaved(phone) {
      return takeSaved.all(phone).map((row) => ({ ...toSaved(row), owner: userIdOf(row['owner']) }))
    },
  }
}

function toContact(row: Row): Contact {
  return {
    userId: userIdOf(row['user_id']),
    firstName: text(row['first_name']),
    lastName: text(row['last_name']),
    phone: text(row['phone']),
    addedAt: integer(row['added_at']),
    closeFriend: integer(row['close_friend']) === 1,
    note: optional(blob, row['note']),
    photo: optional(blob, row['photo']),
  }
}

function toSaved(row: Row): SavedContact {
  return {
    phone: text(row['phone']),
    firstName: text(row['first_name']),
    lastName: text(row['last_name']),
    date: integer(row['date']),
  }
}
