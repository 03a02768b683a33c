import type { KeyChange, KeyChangeWrites } from '../../../domain/identity/key-changes.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, long, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const keyChangeRows: RowsOfAccount = {
  key_changes: { stays: 'for a day: all processes have to know what became of a key' },
}

export function createKeyChanges(connection: Connection): KeyChangeWrites {
  // AUTOINCREMENT: a number is never given twice, also after the last row was forgotten.
  const selectVersion = connection.read("SELECT seq FROM sqlite_sequence WHERE name = 'key_changes'")
  const after = connection.read('SELECT * FROM key_changes WHERE version > ? ORDER BY version LIMIT ?', { longs: true })
  const selectFirst = connection.read('SELECT min(version) AS version FROM key_changes')
  const insert = connection.write('INSERT INTO key_changes (auth_key_id, date) VALUES (?, ?) RETURNING version')
  // A row from while the clock was ahead keeps nothing.
  const forget = connection.write(
    `DELETE FROM key_changes WHERE version IN (SELECT version FROM key_changes WHERE version < coalesce(
       (SELECT min(version) FROM key_changes WHERE date BETWEEN ?1 AND ?2), 9223372036854775807) ORDER BY version LIMIT ?3)`,
  )
  const version = (): number => integer(selectVersion.get()?.['seq'] ?? 0)
  return {
    async version() {
      return version()
    },
    async after(from, limit) {
      return after.all(from, limit).map(toChange)
    },
    async forgottenUpTo() {
      const first = selectFirst.get()?.['version'] ?? null
      return first === null ? version() : integer(first) - 1
    },
    async add(authKeyId, date) {
      return integer(insert.get(authKeyId, date)?.['version'])
    },
    async forget(time, latest, limit) {
      return forget.count(time, latest, limit)
    },
  }
}

function toChange(row: Row): KeyChange {
  return {
    version: integer(row['version']),
    authKeyId: long(row['auth_key_id']),
    date: integer(row['date']),
  }
}
