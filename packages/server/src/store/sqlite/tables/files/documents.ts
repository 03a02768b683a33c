import type { DocumentWrites, StoredDocument } from '../../../domain/files/documents.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { toObject } from './file-objects.ts'

export const documentRows: RowsOfAccount = {
  documents: { stays: 'as long as a message shows it' },
  file_usage: { stays: 'what the documents take that stay' },
  files_together: { stays: 'as long as the file that leads' },
}

/** Of `documents d`, for `toDocument`. */
export const documentColumns = 'd.id, d.owner, d.date, d.hash, d.size, d.secret, d.data'

export function toDocument(row: Row): StoredDocument {
  return {
    ...{ id: integer(row['id']), owner: userIdOf(row['owner']), date: integer(row['date']) },
    ...{ hash: blob(row['hash']), size: integer(row['size']), secret: blob(row['secret']) },
    data: blob(row['data']),
  }
}

export function createDocuments(connection: Connection): DocumentWrites {
  const select = connection.read(`SELECT ${documentColumns} FROM documents d WHERE id = ?`)
  const selectMany = connection.read(
    `SELECT ${documentColumns} FROM documents d WHERE id IN (SELECT value FROM json_each(?))`,
  )
  const selectOfContent = connection.read(
    `SELECT ${documentColumns} FROM documents d WHERE owner = ? AND hash = ? ORDER BY date DESC, id DESC LIMIT ?`,
  )
  const selectObject = connection.read(
    `SELECT o.name, o.size, o.key, o.key_id FROM documents d JOIN blobs b ON b.hash = d.hash
     JOIN file_objects o ON o.name = b.object WHERE d.id = ?`,
  )
  const selectSecrets = connection.read('SELECT id, secret FROM documents WHERE id IN (SELECT value FROM json_each(?))')
  const selectUsage = connection.read('SELECT bytes FROM file_usage WHERE user_id = ?')
  const insert = connection.write(
    'INSERT INTO documents (id, owner, date, hash, size, secret, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const setData = connection.write('UPDATE documents SET data = ?2 WHERE id = ?1')
  const count = connection.write(
    `INSERT INTO file_usage (user_id, bytes) VALUES (?1, ?2)
     ON CONFLICT DO UPDATE SET bytes = bytes + ?2`,
  )
  const note = connection.write(
    `UPDATE documents SET unused_since = ? WHERE id IN (
       SELECT id FROM documents WHERE uses = 0 AND unused_since IS NULL LIMIT ?)`,
  )
  const keep = connection.write("INSERT OR IGNORE INTO files_together (kind, lead, file) VALUES ('document', ?, ?)")
  const remove = connection.write(
    `DELETE FROM documents WHERE id IN (
       SELECT id FROM documents WHERE uses = 0 AND unused_since < ? ORDER BY unused_since LIMIT ?)`,
  )
  const removeOne = connection.write('DELETE FROM documents WHERE id = ? AND uses = 0')
  return {
    async get(id) {
      const row = select.get(id)
      return row && toDocument(row)
    },
    async many(ids) {
      return new Map(selectMany.all(list(ids)).map((row) => [integer(row['id']), toDocument(row)]))
    },
    async ofContent(owner, hash, limit) {
      return selectOfContent.all(owner, hash, limit).map(toDocument)
    },
    async object(id) {
      const row = selectObject.get(id)
      return row && toObject(row)
    },
    async secrets(ids) {
      return new Map(selectSecrets.all(list(ids)).map((row) => [integer(row['id']), blob(row['secret'])]))
    },
    async usage(owner) {
      const row = selectUsage.get(owner)
      return row === undefined ? 0 : integer(row['bytes'])
    },
    async add({ id, owner, date, hash, size, secret, data }) {
      insert.run(id, owner, date, hash, size, secret, data)
      count.run(owner, size)
    },
    async setData(id, data) {
      setData.run(id, data)
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
