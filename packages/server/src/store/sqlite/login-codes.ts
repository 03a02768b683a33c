import type { LoginCode, LoginCodeWrites } from '../domain/login-codes.ts'
import type { Connection } from './connection.ts'
import { blob, integer, long, type Row, text } from './rows.ts'

export function createLoginCodes(connection: Connection): LoginCodeWrites {
  const select = connection.read('SELECT * FROM login_codes WHERE hash = ?', { longs: true })
  const count = connection.read('SELECT count(*) AS count FROM login_codes WHERE phone = ? AND created_at >= ?')
  const replace = connection.write(
    `INSERT OR REPLACE INTO login_codes
     (hash, phone, auth_key_id, digest, created_at, expires_at, wrong_attempts, verified) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = connection.write('DELETE FROM login_codes WHERE hash = ?')
  const removeExpired = connection.write('DELETE FROM login_codes WHERE expires_at < ?')
  return {
    async get(hash) {
      const row = select.get(hash)
      return row && toLoginCode(row)
    },
    async countSince(phone, since) {
      return integer(count.get(phone, since)?.['count'])
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
      )
    },
    async remove(hash) {
      remove.run(hash)
    },
    async removeExpired(time) {
      removeExpired.run(time)
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
  }
}
