import type { LoginToken, LoginWrites } from '../../../domain/identity/logins.ts'
import type { Connection } from '../../engine/connection.ts'
import { createRemoveExpired } from '../../engine/remove-expired.ts'
import { blob, integer, long, optional, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const loginRows: RowsOfAccount = {
  pending_logins: { stays: 'all are ended when the account is deleted' },
  login_tokens: { stays: 'of a key, for some minutes' },
  exported_authorizations: { stays: 'for some minutes; nobody is signed in by one of a deleted account' },
}

export function createLogins(connection: Connection): LoginWrites {
  const longs = { longs: true }
  const selectPending = connection.read('SELECT * FROM pending_logins WHERE auth_key_id = ?', longs)
  const replacePending = connection.write(
    'INSERT OR REPLACE INTO pending_logins (auth_key_id, user_id, hash, expires_at) VALUES (?, ?, ?, ?)',
  )
  const removePending = connection.write('DELETE FROM pending_logins WHERE auth_key_id = ?')
  const selectToken = connection.read('SELECT * FROM login_tokens WHERE digest = ?', longs)
  const selectAccepted = connection.read(
    'SELECT * FROM login_tokens WHERE auth_key_id = ? AND accepted_by IS NOT NULL ORDER BY expires_at DESC LIMIT 1',
    longs,
  )
  const replaceToken = connection.write(
    'INSERT OR REPLACE INTO login_tokens (digest, auth_key_id, hash, accepted_by, expires_at) VALUES (?, ?, ?, ?, ?)',
  )
  const removeTokens = connection.write('DELETE FROM login_tokens WHERE auth_key_id = ?')
  const insertExported = connection.write(
    'INSERT INTO exported_authorizations (digest, user_id, auth_key_id, expires_at) VALUES (?, ?, ?, ?)',
  )
  const takeExported = connection.write('DELETE FROM exported_authorizations WHERE digest = ? RETURNING *', longs)
  const ofUser = [
    'DELETE FROM pending_logins WHERE user_id = ?',
    'DELETE FROM login_tokens WHERE accepted_by = ?',
    'DELETE FROM exported_authorizations WHERE user_id = ?',
  ].map((sql) => connection.write(sql))
  return {
    async pending(authKeyId) {
      const row = selectPending.get(authKeyId)
      return (
        row && {
          authKeyId: long(row['auth_key_id']),
          userId: userIdOf(row['user_id']),
          hash: long(row['hash']),
          expiresAt: integer(row['expires_at']),
        }
      )
    },
    async token(digest) {
      const row = selectToken.get(digest)
      return row && toToken(row)
    },
    async acceptedToken(authKeyId) {
      const row = selectAccepted.get(authKeyId)
      return row && toToken(row)
    },
    async putPending({ authKeyId, userId, hash, expiresAt }) {
      replacePending.run(authKeyId, userId, hash, expiresAt)
    },
    async removePending(authKeyId) {
      removePending.run(authKeyId)
    },
    async putToken({ digest, authKeyId, hash, acceptedBy, expiresAt }) {
      replaceToken.run(digest, authKeyId, hash, acceptedBy ?? null, expiresAt)
    },
    async removeTokens(authKeyId) {
      removeTokens.run(authKeyId)
    },
    async putExported({ digest, userId, authKeyId, expiresAt }) {
      insertExported.run(digest, userId, authKeyId, expiresAt)
    },
    async takeExported(digest) {
      const row = takeExported.get(digest)
      return (
        row && {
          digest: blob(row['digest']),
          userId: userIdOf(row['user_id']),
          authKeyId: long(row['auth_key_id']),
          expiresAt: integer(row['expires_at']),
        }
      )
    },
    async removeOfUser(userId) {
      for (const removal of ofUser) removal.run(userId)
    },
    removeExpired: createRemoveExpired(connection, [
      { table: 'pending_logins', key: 'auth_key_id' },
      { table: 'login_tokens', key: 'digest' },
      { table: 'exported_authorizations', key: 'digest' },
    ]),
  }
}

function toToken(row: Row): LoginToken {
  return {
    digest: blob(row['digest']),
    authKeyId: long(row['auth_key_id']),
    hash: long(row['hash']),
    acceptedBy: optional(userIdOf, row['accepted_by']),
    expiresAt: integer(row['expires_at']),
  }
}
