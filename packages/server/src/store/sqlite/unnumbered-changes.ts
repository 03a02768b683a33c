import type { UnnumberedChangeWrites } from '../domain/unnumbered-changes.ts'
import type { Connection } from './connection.ts'
import { blob, integer, text } from './rows.ts'

export function createUnnumberedChanges(connection: Connection): UnnumberedChangeWrites {
  const select = connection.read(
    'SELECT qts, key, date, body FROM unnumbered_changes WHERE box = ? AND qts > ? ORDER BY qts LIMIT ?',
  )
  const replace = connection.write(
    'INSERT OR REPLACE INTO unnumbered_changes (box, key, qts, date, body) VALUES (?, ?, ?, ?, ?)',
  )
  return {
    async after(box, qts, limit) {
      return select.all(box, qts, limit).map((row) => ({
        qts: integer(row['qts']),
        key: text(row['key']),
        date: integer(row['date']),
        update: blob(row['body']),
      }))
    },
    async put(box, { qts, key, date, update }) {
      replace.run(box, key, qts, date, update)
    },
  }
}
