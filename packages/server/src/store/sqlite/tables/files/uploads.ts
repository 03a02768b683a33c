import type { Upload, UploadWrites } from '../../../domain/files/uploads.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, long, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { toObject } from './file-objects.ts'

export const uploadRows: RowsOfAccount = {
  uploads: { owner: 'user_id', key: 'file_id' },
  upload_parts: {
    erase: `DELETE FROM upload_parts WHERE (user_id, file_id, part) IN (
      SELECT user_id, file_id, part FROM upload_parts WHERE user_id = ?1 LIMIT ?2)`,
  },
}

/** What a part counts for at least, so that many small ones are not free. */
const leastPartBytes = 1_024

export function createUploads(connection: Connection): UploadWrites {
  const select = connection.read('SELECT * FROM uploads WHERE user_id = ? AND file_id = ?', { longs: true })
  const selectParts = connection.read(
    `SELECT p.part, o.name, o.size, o.key, o.key_id FROM upload_parts p JOIN file_objects o ON o.name = p.object
     WHERE p.user_id = ? AND p.file_id = ? AND p.part >= ? ORDER BY p.part LIMIT ?`,
  )
  const selectPart = connection.read(
    'SELECT object, size FROM upload_parts WHERE user_id = ? AND file_id = ? AND part = ?',
  )
  const selectPending = connection.read(
    'SELECT count(*) AS uploads, count(hash) AS finished, coalesce(sum(bytes), 0) AS bytes FROM uploads WHERE user_id = ?',
  )
  const selectOld = connection.read(
    'SELECT user_id, file_id FROM uploads WHERE touched_at < ? ORDER BY touched_at LIMIT ?',
    { longs: true },
  )
  const put = connection.write(
    `INSERT INTO uploads (user_id, file_id, is_big, total, part_size, bytes, touched_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
     ON CONFLICT DO UPDATE SET is_big = ?3, total = ?4, part_size = ?5, bytes = bytes + ?6, touched_at = ?7`,
  )
  const putPart = connection.write(
    'INSERT INTO upload_parts (user_id, file_id, part, object, size) VALUES (?, ?, ?, ?, ?)',
  )
  const removePart = connection.write('DELETE FROM upload_parts WHERE user_id = ? AND file_id = ? AND part = ?')
  const removeParts = connection.write('DELETE FROM upload_parts WHERE user_id = ? AND file_id = ?')
  const finish = connection.write(
    `UPDATE uploads SET bytes = 0, touched_at = ?3, hash = ?4, size = ?5, md5 = ?6, parts = ?7
     WHERE user_id = ?1 AND file_id = ?2`,
  )
  const remove = connection.write('DELETE FROM uploads WHERE user_id = ? AND file_id = ?')
  const charged = (size: number): number => Math.max(leastPartBytes, size)
  return {
    async get({ userId, fileId }) {
      const row = select.get(userId, fileId)
      return row && toUpload(row)
    },
    async parts({ userId, fileId }, from, limit) {
      const rows = selectParts.all(userId, fileId, from, limit)
      return rows.map((row) => ({ part: integer(row['part']), object: toObject(row) }))
    },
    async pending(userId) {
      const row = selectPending.get(userId)
      const finished = integer(row?.['finished'])
      return { uploads: integer(row?.['uploads']) - finished, finished, bytes: integer(row?.['bytes']) }
    },
    async putPart({ userId, fileId, isBig, total, partSize }, part, { name, size }, now) {
      const before = selectPart.get(userId, fileId, part)
      if (before !== undefined) removePart.run(userId, fileId, part)
      const more = charged(size) - (before === undefined ? 0 : charged(integer(before['size'])))
      put.run(userId, fileId, isBig ? 1 : 0, total ?? null, partSize ?? null, more, now)
      putPart.run(userId, fileId, part, name, size)
    },
    async finish({ userId, fileId }, { hash, size, md5, parts }, now) {
      removeParts.run(userId, fileId)
      finish.run(userId, fileId, now, hash, size, md5, parts)
    },
    async removeBefore(time, limit) {
      const old = selectOld.all(time, limit)
      for (const row of old) {
        const [userId, fileId] = [userIdOf(row['user_id']), long(row['file_id'])]
        removeParts.run(userId, fileId)
        remove.run(userId, fileId)
      }
      return old.length
    },
  }
}

function toUpload(row: Row): Upload {
  const hash = optional(blob, row['hash'] ?? null)
  return {
    userId: userIdOf(row['user_id']),
    fileId: long(row['file_id']),
    isBig: integer(row['is_big']) === 1,
    total: optional(integer, row['total'] ?? null),
    partSize: optional(integer, row['part_size'] ?? null),
    content: hash && { hash, size: integer(row['size']), md5: text(row['md5']), parts: integer(row['parts']) },
  }
}
