import type { Authorization, AuthorizationWrites } from '../domain/authorizations.ts'
import type { Connection } from './connection.ts'
import { integer, long, type Row } from './rows.ts'

export function createAuthorizations(connection: Connection): AuthorizationWrites {
  const select = connection.read('SELECT * FROM authorizations WHERE auth_key_id = ?', { longs: true })
  const ofUser = connection.read('SELECT * FROM authorizations WHERE user_id = ? ORDER BY created_at, auth_key_id', {
    longs: true,
  })
  const replace = connection.write(
    'INSERT OR REPLACE INTO authorizations (auth_key_id, user_id, hash, created_at, active_at) VALUES (?, ?, ?, ?, ?)',
  )
  const touch = connection.write('UPDATE authorizations SET active_at = ? WHERE auth_key_id = ?')
  const remove = connection.write('DELETE FROM authorizations WHERE auth_key_id = ?')
  return {
    async get(authKeyId) {
      const row = select.get(authKeyId)
      return row && toAuthorization(row)
    },
    async ofUser(userId) {
      return ofUser.all(userId).map(toAuthorization)
    },
    async put({ authKeyId, userId, hash, createdAt, activeAt }) {
      replace.run(authKeyId, userId, hash, createdAt, activeAt)
    },
    async touch(authKeyId, activeAt) {
      touch.run(activeAt, authKeyId)
    },
    async remove(authKeyId) {
      return remove.run(authKeyId) === 1
    },
  }
}

function toAuthorization(row: Row): Authorization {
  return {
    authKeyId: long(row['auth_key_id']),
    userId: integer(row['user_id']),
    hash: long(row['hash']),
    createdAt: integer(row['created_at']),
    activeAt: integer(row['active_at']),
  }
}
