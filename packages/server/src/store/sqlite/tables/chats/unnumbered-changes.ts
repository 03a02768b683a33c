import type { UnnumberedChangeWrites } from '../../../domain/chats/unnumbered-changes.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, optional, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const unnumberedChangeRows: RowsOfAccount = {
  unnumbered_changes: { owner: 'box', key: 'key' },
}

export function createUnnumberedChanges(connection: Connection): UnnumberedChangeWrites {
  const select = connection.read(
    `SELECT number, key, date, body, expires_at FROM unnumbered_changes
     WHERE box = ? AND number > ? ORDER BY number LIMIT ?`,
  )
  // Dates rise with the numbers, and whoever asks has mostly missed the last ones only.
  const selectLastBefore = connection.read(
    'SELECT number FROM unnumbered_changes WHERE box = ? AND date < ? ORDER BY number DESC LIMIT 1',
  )
  const selectNext = connection.read(
    'SELECT number FROM unnumbered_changes WHERE box = ? AND number > ? ORDER BY number LIMIT 1',
  )
  const replace = connection.write(
    `INSERT OR REPLACE INTO unnumbered_changes (box, key, number, date, body, expires_at) VALUES (?1, ?2, ?3,
     max(?4, coalesce((SELECT date FROM unnumbered_changes WHERE box = ?1 ORDER BY number DESC LIMIT 1), 0)), ?5, ?6)`,
  )
  const removeExpired = connection.write(
    `DELETE FROM unnumbered_changes WHERE (box, key) IN
     (SELECT box, key FROM unnumbered_changes WHERE expires_at < ? ORDER BY expires_at LIMIT ?)`,
  )
  return {
    async after(box, number, limit) {
      return select.all(box, number, limit).map((row) => ({
        number: integer(row['number']),
        key: text(row['key']),
        date: integer(row['date']),
        update: blob(row['body']),
        expiresAt: optional(integer, row['expires_at']),
      }))
    },
    async firstSince(box, date) {
      const known = selectLastBefore.get(box, date)
      const row = selectNext.get(box, known === undefined ? 0 : integer(known['number']))
      return row && integer(row['number'])
    },
    async put(box, { number, key, date, update, expiresAt }) {
      replace.run(box, key, number, date, update, expiresAt ?? null)
    },
    async removeExpired(time, limit) {
      return removeExpired.count(time, limit)
    },
  }
}
