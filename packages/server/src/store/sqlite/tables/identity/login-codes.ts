import type { LoginCode, LoginCodeWrites } from '../../../domain/identity/login-codes.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, long, optional, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const loginCodeRows: RowsOfAccount = {
  login_codes: { stays: 'of a number, for some minutes' },
}

export function createLoginCodes(connection: Connection): LoginCodeWrites {
  const select = connection.read('SELECT * FROM login_codes WHERE hash = ?', { longs: true })
  const ofUser = connection.read(
    `SELECT c.* FROM users u JOIN login_codes c ON c.phone = u.phone WHERE u.id = ? AND c.created_at >= ?`,
    { longs: true },
  )
  const replace = connection.write(
    `INSERT OR REPLACE INTO login_codes
     (hash, phone, auth_key_id, digest, created_at, expires_at, wrong_attempts, verified, email, new_email, needs_email)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = connection.write('DELETE FROM login_codes WHERE hash = ?')
  const removeBefore = connection.write(
    `DELETE FROM login_codes WHERE hash IN
     (SELECT hash FROM login_codes WHERE created_at < ? ORDER BY created_at LIMIT ?)`,
  )
  return {
    async get(hash) {
      const row = select.get(hash)
      return row && toLoginCode(row)
    },
    async ofUser(userId, since) {
      return ofUser.all(userId, since).map(toLoginCode)
    },
    async put(code) {
      replace.run(
        code.hash,
        code.phone,
        code.authKeyId,
        code.digest,
        code.createdAt,
        code.expiresAt,
        code.wrongAttempts,
        code.verified ? 1 : 0,
        code.email ?? null,
        code.newEmail ?? null,
        code.needsEmail ? 1 : 0,
      )
    },
    async remove(hash) {
      remove.run(hash)
    },
    async removeBefore(time, limit) {
      return removeBefore.count(time, limit)
    },
  }
}

function toLoginCode(row: Row): LoginCode {
  return {
    hash: text(row['hash']),
    phone: text(row['phone']),
    authKeyId: long(row['auth_key_id']),
    digest: blob(row['digest']),
    createdAt: integer(row['created_at']),
    expiresAt: integer(row['expires_at']),
    wrongAttempts: integer(row['wrong_attempts']),
    verified: integer(row['verified']) === 1,
    email: optional(text, row['email']),
    newEmail: optional(text, row['new_email']),
    needsEmail: integer(row['needs_email']) === 1,
  }
}
