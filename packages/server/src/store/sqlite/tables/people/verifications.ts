import type { Verification, VerificationWrites } from '../../../domain/people/verifications.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const verificationRows: RowsOfAccount = {
  bot_verifiers: { owner: 'user_id', key: 'user_id' },
  // Of whoever has one, and of the bot that has given it.
  verifications: {
    erase:
      'DELETE FROM verifications WHERE peer IN (SELECT peer FROM verifications WHERE peer = ?1 OR bot = ?1 LIMIT ?2)',
    ofChannel: { column: 'peer', key: 'peer' },
  },
}

/** What selects a verification beside the row of whoever has it, by the alias of that row's table. */
export const verificationColumns = `b.user_id AS verifier, b.icon AS verified_icon, b.company AS verified_company,
  coalesce(v.description, b.description) AS verified_description`

export function joinVerifications(table: string): string {
  return `LEFT JOIN verifications v ON v.peer = ${table}.id LEFT JOIN bot_verifiers b ON b.user_id = v.bot`
}

export function toVerification(row: Row): Verification | undefined {
  if (row['verifier'] === null) return undefined
  return {
    bot: userIdOf(row['verifier']),
    icon: integer(row['verified_icon']),
    company: text(row['verified_company']),
    description: optional(text, row['verified_description']),
  }
}

export function createVerifications(connection: Connection): VerificationWrites {
  const selectVerifier = connection.read('SELECT * FROM bot_verifiers WHERE user_id = ?')
  const selectBy = connection.read('SELECT bot FROM verifications WHERE peer = ?')
  const putVerifier = connection.write(
    'INSERT OR REPLACE INTO bot_verifiers (user_id, icon, company, description, own_words) VALUES (?, ?, ?, ?, ?)',
  )
  const removeVerifier = connection.write('DELETE FROM bot_verifiers WHERE user_id = ?')
  const put = connection.write('INSERT OR REPLACE INTO verifications (peer, bot, description) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM verifications WHERE peer = ?')
  return {
    async verifier(bot) {
      const row = selectVerifier.get(bot)
      return (
        row && {
          bot: userIdOf(row['user_id']),
          icon: integer(row['icon']),
          company: text(row['company']),
          description: optional(text, row['description']),
          ownWords: integer(row['own_words']) === 1,
        }
      )
    },
    async by(peer) {
      const row = selectBy.get(peer)
      return row && userIdOf(row['bot'])
    },
    async putVerifier({ bot, icon, company, description, ownWords }) {
      putVerifier.run(bot, icon, company, description ?? null, ownWords ? 1 : 0)
    },
    async removeVerifier(bot) {
      removeVerifier.run(bot)
    },
    async put(peer, bot, description) {
      put.run(peer, bot, description ?? null)
    },
    async remove(peer) {
      remove.run(peer)
    },
  }
}
