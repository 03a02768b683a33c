import type { FutureAuthTokenWrites } from '../../../domain/identity/future-auth-tokens.ts'
import type { Connection } from '../../engine/connection.ts'
import { createRemoveExpired } from '../../engine/remove-expired.ts'
import { blob, integer, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const futureAuthTokenRows: RowsOfAccount = {
  future_auth_tokens: { owner: 'user_id', key: 'digest' },
}

export function createFutureAuthTokens(connection: Connection): FutureAuthTokenWrites {
  const select = connection.read('SELECT * FROM future_auth_tokens WHERE digest = ?')
  const insert = connection.write(
    'INSERT OR REPLACE INTO future_auth_tokens (digest, user_id, created_at, expires_at) VALUES (?, ?, ?, ?)',
  )
  const removeOldest = connection.write(
    `DELETE FROM future_auth_tokens WHERE digest IN
     (SELECT digest FROM future_auth_tokens WHERE user_id = ? ORDER BY created_at DESC, rowid DESC LIMIT -1 OFFSET ?)`,
  )
  const remove = connection.write('DELETE FROM future_auth_tokens WHERE digest = ?')
  const removeAll = connection.write('DELETE FROM future_auth_tokens WHERE user_id = ?')
  return {
    async get(digest) {
      const row = select.get(digest)
      return (
        row && {
          digest: blob(row['digest']),
          userId: userIdOf(row['user_id']),
          createdAt: integer(row['created_at']),
          expiresAt: integer(row['expires_at']),
        }
      )
    },
    async add({ digest, userId, createdAt, expiresAt }, limit) {
      insert.run(digest, userId, createdAt, expiresAt)
      removeOldest.run(userId, limit)
    },
    async remove(digest) {
      remove.run(digest)
    },
    async removeAll(userId) {
      removeAll.run(userId)
    },
    removeExpired: createRemoveExpired(connection, [{ table: 'future_auth_tokens', key: 'digest' }]),
  }
}
