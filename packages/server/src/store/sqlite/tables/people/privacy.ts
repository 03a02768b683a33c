import type { PrivacyRecord, PrivacyWrites } from '../../../domain/people/privacy.ts'
import { type Connection, readAmong } from '../../engine/connection.ts'
import { blob, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const privacyRows: RowsOfAccount = {
  privacy: { owner: 'user_id', key: 'key' },
}

export function createPrivacy(connection: Connection): PrivacyWrites {
  const select = connection.read('SELECT * FROM privacy WHERE user_id = ? AND key = ?')
  const selectMany = readAmong(connection, 'SELECT * FROM privacy WHERE user_id IN (@list)')
  const replace = connection.write('INSERT OR REPLACE INTO privacy (user_id, key, rules) VALUES (?, ?, ?)')
  return {
    async get(userId, key) {
      const row = select.get(userId, key)
      return row && toRecord(row)
    },
    async ofUsers(users) {
      return selectMany(users).map(toRecord)
    },
    async put({ userId, key, rules }) {
      replace.run(userId, key, rules)
    },
  }
}

function toRecord(row: Row): PrivacyRecord {
  return { userId: userIdOf(row['user_id']), key: text(row['key']), rules: blob(row['rules']) }
}
