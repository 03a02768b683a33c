import type { Contact, ContactWrites, Relation } from '../domain/contacts.ts'
import { type Connection, list } from './connection.ts'
import { integer, type Row, text } from './rows.ts'

export function createContacts(connection: Connection): ContactWrites {
  const selectList = connection.read('SELECT * FROM contacts WHERE owner = ? ORDER BY user_id')
  const selectAmong = connection.read(
    'SELECT * FROM contacts WHERE owner = ? AND user_id IN (SELECT value FROM json_each(?))',
  )
  const selectListing = connection.read(
    'SELECT owner FROM contacts WHERE owner IN (SELECT value FROM json_each(?)) AND user_id = ?',
  )
  const replace = connection.write(
    'INSERT OR REPLACE INTO contacts (owner, user_id, first_name, last_name, phone, added_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const remove = connection.write('DELETE FROM contacts WHERE owner = ? AND user_id = ?')
  return {
    async list(owner) {
      return selectList.all(owner).map(toContact)
    },
    async relations(viewer, users) {
      const relations = new Map<number, Relation>()
      for (const row of selectAmong.all(viewer, list(users))) {
        const contact = toContact(row)
        relations.set(contact.userId, { userId: contact.userId, contact, listed: false })
      }
      for (const row of selectListing.all(list(users), viewer)) {
        const userId = integer(row['owner'])
        relations.set(userId, { userId, contact: relations.get(userId)?.contact, listed: true })
      }
      return [...relations.values()]
    },
    async put(owner, { userId, firstName, lastName, phone, addedAt }) {
      replace.run(owner, userId, firstName, lastName, phone, addedAt)
    },
    async remove(owner, userId) {
      return remove.run(owner, userId) === 1
    },
  }
}

function toContact(row: Row): Contact {
  return {
    userId: integer(row['user_id']),
    firstName: text(row['first_name']),
    lastName: text(row['last_name']),
    phone: text(row['phone']),
    addedAt: integer(row['added_at']),
  }
}
