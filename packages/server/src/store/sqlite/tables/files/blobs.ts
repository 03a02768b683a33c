import type { BlobWrites, StoredBlob } from '../../../domain/files/blobs.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const blobRows: RowsOfAccount = {
  blobs: { stays: 'as long as anything needs the content' },
}

export function createBlobs(connection: Connection): BlobWrites {
  const columns = 'hash, size, object, uses'
  const select = connection.read(`SELECT ${columns} FROM blobs WHERE hash = ?`)
  const selectPage = connection.read(`SELECT ${columns} FROM blobs WHERE hash > ? ORDER BY hash LIMIT ?`)
  const selectUnused = connection.read(
    'SELECT hash, object FROM blobs WHERE uses = 0 AND unused_since < ? ORDER BY unused_since LIMIT ?',
  )
  const insert = connection.write('INSERT INTO blobs (hash, size, object) VALUES (?, ?, ?)')
  const use = connection.write('UPDATE blobs SET uses = uses + 1, unused_since = NULL WHERE hash = ?')
  const release = connection.write('UPDATE blobs SET uses = max(0, uses - 1), unused_since = NULL WHERE hash = ?')
  const move = connection.write('UPDATE blobs SET object = ?2 WHERE hash = ?1')
  const note = connection.write(
    `UPDATE blobs SET unused_since = ? WHERE hash IN (
       SELECT hash FROM blobs WHERE uses = 0 AND unused_since IS NULL LIMIT ?)`,
  )
  const remove = connection.write('DELETE FROM blobs WHERE hash = ?')
  const releaseObject = connection.write('UPDATE file_objects SET remove_at = ?2 WHERE name = ?1 AND dead = 0')
  return {
    async get(hash) {
      const row = select.get(hash)
      return row && toBlob(row)
    },
    async page(after, limit) {
      return selectPage.all(after, limit).map(toBlob)
    },
    async add({ hash, size, object }) {
      insert.run(hash, size, object)
    },
    async use(hash) {
      use.run(hash)
    },
    async release(hash) {
      release.run(hash)
    },
    async move(hash, object) {
      move.run(hash, object)
    },
    async noteUnused(now, limit) {
      return note.count(now, limit)
    },
    async removeUnused(before, removeObjectsAt, limit) {
      const unused = selectUnused.all(before, limit)
      for (const row of unused) {
        remove.run(blob(row['hash']))
        releaseObject.run(text(row['object']), removeObjectsAt)
      }
      return unused.length
    },
  }
}

function toBlob(row: Row): StoredBlob {
  return {
    hash: blob(row['hash']),
    size: integer(row['size']),
    object: text(row['object']),
    uses: integer(row['uses']),
  }
}
