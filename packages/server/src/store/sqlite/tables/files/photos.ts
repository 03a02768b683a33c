import type { PhotoWrites } from '../../../domain/files/photos.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const photoRows: RowsOfAccount = {
  photos: { stays: 'as long as a message, a person or a chat shows it' },
}

export function createPhotos(connection: Connection): PhotoWrites {
  const select = connection.read('SELECT id, owner, date, size, secret, data FROM photos WHERE id = ?')
  const selectSecrets = connection.read('SELECT id, secret FROM photos WHERE id IN (SELECT value FROM json_each(?))')
  const keep = connection.write("INSERT OR IGNORE INTO files_together (kind, lead, file) VALUES ('photo', ?, ?)")
  const insert = connection.write('INSERT INTO photos (id, owner, date, size, secret, data) VALUES (?, ?, ?, ?, ?, ?)')
  const count = connection.write(
    `INSERT INTO file_usage (user_id, bytes) VALUES (?1, ?2)
     ON CONFLICT DO UPDATE SET bytes = bytes + ?2`,
  )
  const note = connection.write(
    `UPDATE photos SET unused_since = ? WHERE id IN (
       SELECT id FROM photos WHERE uses = 0 AND unused_since IS NULL LIMIT ?)`,
  )
  const remove = connection.write(
    `DELETE FROM photos WHERE id IN (
       SELECT id FROM photos WHERE uses = 0 AND unused_since < ? ORDER BY unused_since LIMIT ?)`,
  )
  const removeOne = connection.write('DELETE FROM photos WHERE id = ? AND uses = 0')
  return {
    async get(id) {
      const row = select.get(id)
      return (
        row && {
          ...{ id: integer(row['id']), owner: userIdOf(row['owner']), date: integer(row['date']) },
          ...{ size: integer(row['size']), secret: blob(row['secret']), data: blob(row['data']) },
        }
      )
    },
    async secrets(ids) {
      return new Map(selectSecrets.all(list(ids)).map((row) => [integer(row['id']), blob(row['secret'])]))
    },
    async add({ id, owner, date, size, secret, data }) {
      insert.run(id, owner, date, size, secret, data)
      count.run(owner, size)
    },
    async noteUnused(now, limit) {
      return note.count(now, limit)
    },
    async keepTogether([lead, ...others]) {
      if (lead === undefined) return
      for (const id of others) keep.run(lead, id)
    },
    async removeUnshown(id) {
      removeOne.run(id)
    },
    async removeUnused(before, limit) {
      return remove.count(before, limit)
    },
  }
}
