import type { FileSizeWrites } from '../../../domain/files/file-sizes.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { toObject } from './file-objects.ts'

export const fileSizeRows: RowsOfAccount = {
  file_sizes: { stays: 'as long as the photo or document whose size it is' },
}

export function createFileSizes(connection: Connection): FileSizeWrites {
  const selectObject = connection.read(
    `SELECT o.name, o.size, o.key, o.key_id FROM file_sizes s JOIN blobs b ON b.hash = s.hash
     JOIN file_objects o ON o.name = b.object WHERE s.file = ? AND s.kind = ? AND s.type = ?`,
  )
  const selectAll = connection.read('SELECT type, hash, size FROM file_sizes WHERE file = ? AND kind = ? ORDER BY type')
  const remove = connection.write('DELETE FROM file_sizes WHERE file = ? AND kind = ? AND type = ?')
  const insert = connection.write('INSERT INTO file_sizes (file, kind, type, hash, size) VALUES (?, ?, ?, ?, ?)')
  return {
    async object({ kind, id }, type) {
      const row = selectObject.get(id, kind, type)
      return row && toObject(row)
    },
    async of({ kind, id }) {
      const rows = selectAll.all(id, kind)
      return rows.map((row) => ({
        ...{ kind, id, type: text(row['type']) },
        ...{ hash: blob(row['hash']), size: integer(row['size']) },
      }))
    },
    async put({ kind, id, type, hash, size }) {
      // A trigger releases the content of what goes; it would not hear of a row that is replaced.
      remove.run(id, kind, type)
      insert.run(id, kind, type, hash, size)
    },
  }
}
