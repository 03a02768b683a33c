import type { UnnumberedChangeWrites } from '../../../domain/chats/unnumbered-changes.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, optional, text } from '../../engine/rows.ts'

export function createUnnumberedChanges(connection: Connection): UnnumberedChangeWrites {
  const select = connection.read(
    'SELECT qts, key, date, body, expires_at FROM unnumbered_changes WHERE box = ? AND qts > ? ORDER BY qts LIMIT ?',
  )
  const replace = connection.write(
    'INSERT OR REPLACE INTO unnumbered_changes (box, key, qts, date, body, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const removeExpired = connection.write(
    `DELETE FROM unnumbered_changes WHERE (box, key) IN
     (SELECT box, key FROM unnumbered_changes WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
  )
  return {
    async after(box, qts, limit) {
      return select.all(box, qts, limit).map((row) => ({
        qts: integer(row['qts']),
        key: text(row['key']),
        date: integer(row['date']),
        update: blob(row['body']),
        expiresAt: optional(integer, row['expires_at']),
      }))
    },
    async put(box, { qts, key, date, update, expiresAt }) {
      replace.run(box, key, qts, date, update, expiresAt ?? null)
    },
    async removeExpired(time, limit) {
      return removeExpired.count(time, limit)
    },
  }
}
