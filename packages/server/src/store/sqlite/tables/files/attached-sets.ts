import type { AttachedSetWrites } from '../../../domain/files/attached-sets.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const attachedSetRows: RowsOfAccount = {
  attached_sets: { stays: 'as long as the photo or document on which the stickers are' },
}

export function createAttachedSets(connection: Connection): AttachedSetWrites {
  const select = connection.read('SELECT set_id FROM attached_sets WHERE file = ? AND kind = ? ORDER BY place')
  const insert = connection.write('INSERT INTO attached_sets (file, kind, place, set_id) VALUES (?, ?, ?, ?)')
  return {
    async of({ kind, id }) {
      return select.all(id, kind).map((row) => integer(row['set_id']))
    },
    async add({ kind, id }, sets) {
      for (const [place, set] of sets.entries()) insert.run(id, kind, place, set)
    },
  }
}
