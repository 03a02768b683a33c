import type { InstalledSet, InstalledSetWrites } from '../../../domain/lists/installed-sets.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { kindOf } from '../files/sticker-sets.ts'

export const installedSetRows: RowsOfAccount = {
  installed_sets: { owner: 'user_id', key: 'set_id' },
}

export function createInstalledSets(connection: Connection): InstalledSetWrites {
  const columns = 'set_id, kind, archived, date'
  const select = connection.read(`SELECT ${columns} FROM installed_sets WHERE user_id = ? AND set_id = ?`)
  const selectAll = connection.read(
    `SELECT ${columns} FROM installed_sets WHERE user_id = ? AND kind = ? AND archived = ? ORDER BY place DESC`,
  )
  const put = connection.write(
    `INSERT OR REPLACE INTO installed_sets (user_id, set_id, kind, archived, date, place) VALUES (?1, ?2, ?3, ?4, ?5,
       1 + coalesce((SELECT max(place) FROM installed_sets WHERE user_id = ?1), 0))`,
  )
  const remove = connection.write('DELETE FROM installed_sets WHERE user_id = ? AND set_id = ?')
  const place = connection.write(
    `UPDATE installed_sets SET place = 1 + (SELECT max(place) FROM installed_sets WHERE user_id = ?1)
     WHERE user_id = ?1 AND set_id = ?2`,
  )
  return {
    async get(userId, set) {
      const row = select.get(userId, set)
      return row && toInstalled(row)
    },
    async list(userId, kind, archived) {
      return selectAll.all(userId, kind, Number(archived)).map(toInstalled)
    },
    async put(userId, { set, kind, archived, date }) {
      put.run(userId, set, kind, Number(archived), date)
    },
    async remove(userId, set) {
      remove.run(userId, set)
    },
    async reorder(userId, sets) {
      for (const set of sets.toReversed()) place.run(userId, set)
    },
  }
}

function toInstalled(row: Row): InstalledSet {
  return {
    set: integer(row['set_id']),
    kind: kindOf(text(row['kind'])),
    archived: integer(row['archived']) === 1,
    date: integer(row['date']),
  }
}
