import type {
  EmailedCode,
  PasswordRecord,
  PasswordVerifier,
  PasswordWrites,
} from '../../../domain/identity/passwords.ts'
import type { Connection } from '../../engine/connection.ts'
import { createRemoveExpired } from '../../engine/remove-expired.ts'
import { blob, integer, long, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** A password that waits is one column: verifier, then both salts, each behind its length. */
const lengthBytes = 2

export const passwordRows: RowsOfAccount = {
  passwords: { owner: 'user_id', key: 'user_id' },
  temporary_passwords: { owner: 'user_id', key: 'user_id' },
  password_challenges: { stays: 'of a key, for some minutes' },
}

export function createPasswords(connection: Connection): PasswordWrites {
  const select = connection.read('SELECT * FROM passwords WHERE user_id = ?')
  const replace = connection.write(
    `INSERT OR REPLACE INTO passwords
     (user_id, verifier, salt1, salt2, hint, email, pending, pending_email, email_digest, email_expires_at,
      email_attempts, recovery_digest, recovery_expires_at, recovery_attempts, reset_at, reset_declined_at, set_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const remove = connection.write('DELETE FROM passwords WHERE user_id = ?')
  const selectChallenge = connection.read('SELECT * FROM password_challenges WHERE auth_key_id = ?', { longs: true })
  const replaceChallenge = connection.write(
    `INSERT OR REPLACE INTO password_challenges (auth_key_id, user_id, srp_id, b, srp_b, expires_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const removeChallenge = connection.write('DELETE FROM password_challenges WHERE auth_key_id = ?')
  const selectTemporary = connection.read('SELECT * FROM temporary_passwords WHERE user_id = ?')
  const replaceTemporary = connection.write(
    'INSERT OR REPLACE INTO temporary_passwords (user_id, digest, expires_at) VALUES (?, ?, ?)',
  )
  const removeTemporary = connection.write('DELETE FROM temporary_passwords WHERE user_id = ?')
  return {
    async get(userId) {
      const row = select.get(userId)
      return row && toRecord(row)
    },
    async challenge(authKeyId) {
      const row = selectChallenge.get(authKeyId)
      return (
        row && {
          authKeyId: long(row['auth_key_id']),
          userId: userIdOf(row['user_id']),
          srpId: long(row['srp_id']),
          b: blob(row['b']),
          srpB: blob(row['srp_b']),
          expiresAt: integer(row['expires_at']),
        }
      )
    },
    async temporary(userId) {
      const row = selectTemporary.get(userId)
      return row && { userId, digest: blob(row['digest']), expiresAt: integer(row['expires_at']) }
    },
    async put(record) {
      const { current, emailCode, recoveryCode } = record
      replace.run(
        record.userId,
        current?.verifier ?? null,
        current?.salt1 ?? null,
        current?.salt2 ?? null,
        record.hint,
        record.email ?? null,
        record.pending === undefined ? null : pack(record.pending),
        record.pendingEmail ?? null,
        emailCode?.digest ?? null,
        emailCode?.expiresAt ?? 0,
        emailCode?.wrongAttempts ?? 0,
        recoveryCode?.digest ?? null,
        recoveryCode?.expiresAt ?? 0,
        recoveryCode?.wrongAttempts ?? 0,
        record.resetAt ?? null,
        record.resetDeclinedAt ?? null,
        record.setAt ?? 0,
      )
    },
    async remove(userId) {
      remove.run(userId)
      removeTemporary.run(userId)
    },
    async putTemporary({ userId, digest, expiresAt }) {
      replaceTemporary.run(userId, digest, expiresAt)
    },
    async removeTemporary(userId) {
      removeTemporary.run(userId)
    },
    async putChallenge({ authKeyId, userId, srpId, b, srpB, expiresAt }) {
      replaceChallenge.run(authKeyId, userId, srpId, b, srpB, expiresAt)
    },
    async removeChallenge(authKeyId) {
      removeChallenge.run(authKeyId)
    },
    removeExpired: createRemoveExpired(connection, [
      { table: 'password_challenges', key: 'auth_key_id' },
      { table: 'temporary_passwords', key: 'user_id' },
    ]),
  }
}

function toRecord(row: Row): PasswordRecord {
  const code = (name: 'email' | 'recovery'): EmailedCode | undefined => {
    const digest = optional(blob, row[`${name}_digest`])
    if (digest === undefined) return undefined
    return {
      digest,
      expiresAt: integer(row[`${name}_expires_at`]),
      wrongAttempts: integer(row[`${name}_attempts`]),
    }
  }
  return {
    userId: userIdOf(row['user_id']),
    current:
      row['verifier'] === null
        ? undefined
        : { verifier: blob(row['verifier']), salt1: blob(row['salt1']), salt2: blob(row['salt2']) },
    setAt: integer(row['set_at']) || undefined,
    hint: text(row['hint']),
    email: optional(text, row['email']),
    pending: row['pending'] === null ? undefined : unpack(blob(row['pending'])),
    pendingEmail: optional(text, row['pending_email']),
    emailCode: code('email'),
    recoveryCode: code('recovery'),
    resetAt: optional(integer, row['reset_at']),
    resetDeclinedAt: optional(integer, row['reset_declined_at']),
  }
}

function pack({ verifier, salt1, salt2 }: PasswordVerifier): Uint8Array {
  const parts = [verifier, salt1, salt2]
  const packed = new Uint8Array(parts.reduce((length, part) => length + lengthBytes + part.length, 0))
  const view = new DataView(packed.buffer)
  let offset = 0
  for (const part of parts) {
    view.setUint16(offset, part.length)
    packed.set(part, offset + lengthBytes)
    offset += lengthBytes + part.length
  }
  return packed
}

function unpack(packed: Uint8Array): PasswordVerifier {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength)
  let offset = 0
  const next = (): Uint8Array => {
    const start = offset + lengthBytes
    offset = start + view.getUint16(offset)
    return packed.slice(start, offset)
  }
  return { verifier: next(), salt1: next(), salt2: next() }
}
