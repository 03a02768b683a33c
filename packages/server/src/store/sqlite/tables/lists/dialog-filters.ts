import type { UserId } from '../../../../ids.ts'
import type { DialogFilterWrites, StoredDialogFilter } from '../../../domain/lists/dialog-filters.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const dialogFilterRows: RowsOfAccount = {
  dialog_filters: { owner: 'owner', key: 'id' },
}

export function createDialogFilters(connection: Connection): DialogFilterWrites {
  const select = connection.read('SELECT id, data FROM dialog_filters WHERE owner = ? ORDER BY position')
  const upsert = connection.write(
    `INSERT INTO dialog_filters (owner, id, position, data)
     VALUES (?1, ?2, (SELECT coalesce(max(position), 0) + 1 FROM dialog_filters WHERE owner = ?1), ?3)
     ON CONFLICT (owner, id) DO UPDATE SET data = excluded.data`,
  )
  const remove = connection.write('DELETE FROM dialog_filters WHERE owner = ? AND id = ?')
  const move = connection.write('UPDATE dialog_filters SET position = ? WHERE owner = ? AND id = ?')
  const filters = (owner: UserId): StoredDialogFilter[] =>
    select.all(owner).map((row) => ({ id: integer(row['id']), data: blob(row['data']) }))
  return {
    async list(owner) {
      return filters(owner)
    },
    async put(owner, { id, data }) {
      upsert.run(owner, id, data)
    },
    async remove(owner, id) {
      return remove.count(owner, id) > 0
    },
    async reorder(owner, ids) {
      const all = filters(owner).map(({ id }) => id)
      const first = [...new Set(ids)].filter((id) => all.includes(id))
      const rest = all.filter((id) => !first.includes(id))
      for (const [index, id] of [...first, ...rest].entries()) move.run(index + 1, owner, id)
    },
  }
}
