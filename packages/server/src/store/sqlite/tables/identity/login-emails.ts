import type { LoginEmailWrites } from '../../../domain/identity/login-emails.ts'
import type { Connection } from '../../engine/connection.ts'
import { createRemoveExpired } from '../../engine/remove-expired.ts'
import { blob, integer, optional, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const loginEmailRows: RowsOfAccount = {
  login_emails: { owner: 'user_id', key: 'user_id' },
  email_checks: { stays: 'by name, for some minutes' },
}

export function createLoginEmails(connection: Connection): LoginEmailWrites {
  const select = connection.read('SELECT * FROM login_emails WHERE user_id = ?')
  const replace = connection.write('INSERT OR REPLACE INTO login_emails (user_id, email, reset_at) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM login_emails WHERE user_id = ?')
  const selectCheck = connection.read('SELECT * FROM email_checks WHERE name = ?')
  const replaceCheck = connection.write(
    `INSERT OR REPLACE INTO email_checks (name, email, digest, expires_at, wrong_attempts, sent)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const removeCheck = connection.write('DELETE FROM email_checks WHERE name = ?')
  return {
    async get(userId) {
      const row = select.get(userId)
      return row && { userId, email: text(row['email']), resetAt: optional(integer, row['reset_at']) }
    },
    async check(name) {
      const row = selectCheck.get(name)
      return (
        row && {
          name,
          email: text(row['email']),
          digest: blob(row['digest']),
          expiresAt: integer(row['expires_at']),
          wrongAttempts: integer(row['wrong_attempts']),
          sent: integer(row['sent']),
        }
      )
    },
    async put({ userId, email, resetAt }) {
      replace.run(userId, email, resetAt ?? null)
    },
    async remove(userId) {
      remove.run(userId)
    },
    async putCheck({ name, email, digest, expiresAt, wrongAttempts, sent }) {
      replaceCheck.run(name, email, digest, expiresAt, wrongAttempts, sent)
    },
    async removeCheck(name) {
      removeCheck.run(name)
    },
    removeExpiredChecks: createRemoveExpired(connection, [{ table: 'email_checks', key: 'name' }]),
  }
}
