import { firstPts } from '../domain/boxes.ts'
import type { UserRecord, UserWrites } from '../domain/users.ts'
import { type Connection, list } from './connection.ts'
import { integer, optional, type Row, text } from './rows.ts'

const selectUsers = `
  SELECT u.id, u.phone, u.first_name, u.last_name, u.about, u.created_at, n.name AS username
  FROM users u LEFT JOIN usernames n ON n.peer = u.id`

export function createUsers(connection: Connection): UserWrites {
  const select = connection.read(`${selectUsers} WHERE u.id = ?`)
  const selectMany = connection.read(`${selectUsers} WHERE u.id IN (SELECT value FROM json_each(?))`)
  const selectByPhone = connection.read(`${selectUsers} WHERE u.phone = ?`)
  const selectByPhones = connection.read(`${selectUsers} WHERE u.phone IN (SELECT value FROM json_each(?))`)
  const insert = connection.write(
    `INSERT INTO users (phone, first_name, last_name, about, created_at) VALUES (?, ?, ?, '', ?) RETURNING id`,
  )
  const insertBox = connection.write('INSERT INTO boxes (id, pts, last_message_id, qts, seq) VALUES (?, ?, 0, 0, 0)')
  const setProfile = connection.write('UPDATE users SET first_name = ?, last_name = ?, about = ? WHERE id = ?')
  return {
    async get(id) {
      const row = select.get(id)
      return row && toUser(row)
    },
    async many(ids) {
      return selectMany.all(list(ids)).map(toUser)
    },
    async byPhone(phone) {
      const row = selectByPhone.get(phone)
      return row && toUser(row)
    },
    async byPhones(phones) {
      return selectByPhones.all(list(phones)).map(toUser)
    },
    async create({ phone, firstName, lastName, createdAt }) {
      const id = integer(insert.get(phone ?? null, firstName, lastName, createdAt)?.['id'])
      insertBox.run(id, firstPts)
      return { id, phone, firstName, lastName, about: '', username: undefined, createdAt }
    },
    async setProfile(id, { firstName, lastName, about }) {
      setProfile.run(firstName, lastName, about, id)
    },
  }
}

function toUser(row: Row): UserRecord {
  return {
    id: integer(row['id']),
    phone: optional(text, row['phone']),
    firstName: text(row['first_name']),
    lastName: text(row['last_name']),
    about: text(row['about']),
    username: optional(text, row['username']),
    createdAt: integer(row['created_at']),
  }
}
