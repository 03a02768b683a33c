import type { FileObjectWrites, StoredObject } from '../../../domain/files/file-objects.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const fileObjectRows: RowsOfAccount = {
  file_objects: { stays: 'as long as anything needs the object' },
}

export function createFileObjects(connection: Connection): FileObjectWrites {
  const columns = 'name, size, key, key_id'
  const select = connection.read(`SELECT ${columns} FROM file_objects WHERE name = ? AND dead = 0`)
  const selectPage = connection.read(
    `SELECT ${columns} FROM file_objects WHERE name > ? AND remove_at IS NULL ORDER BY name LIMIT ?`,
  )
  const selectKnown = connection.read('SELECT name FROM file_objects WHERE name IN (SELECT value FROM json_each(?))')
  const selectDead = connection.read(
    'SELECT name FROM file_objects WHERE dead = 1 AND remove_at IS NOT NULL ORDER BY remove_at LIMIT ?',
  )
  const insert = connection.write(
    `INSERT INTO file_objects (name, size, key, key_id, remove_at) VALUES (?, 0, x'', '', ?)`,
  )
  const claim = connection.write(
    'UPDATE file_objects SET size = ?2, key = ?3, key_id = ?4, remove_at = NULL WHERE name = ?1 AND dead = 0',
  )
  const release = connection.write('UPDATE file_objects SET remove_at = ?2 WHERE name = ?1 AND dead = 0')
  const giveUp = connection.write(
    `UPDATE file_objects SET dead = 1 WHERE name IN (
       SELECT name FROM file_objects WHERE dead = 0 AND remove_at <= ? ORDER BY remove_at LIMIT ?)`,
  )
  const forget = connection.write(
    'DELETE FROM file_objects WHERE dead = 1 AND name IN (SELECT value FROM json_each(?))',
  )
  const rewrap = connection.write('UPDATE file_objects SET key = ?2, key_id = ?3 WHERE name = ?1')
  return {
    async get(name) {
      const row = select.get(name)
      return row && toObject(row)
    },
    async page(after, limit) {
      return selectPage.all(after, limit).map(toObject)
    },
    async known(names) {
      return new Set(selectKnown.all(list(names)).map((row) => text(row['name'])))
    },
    async dead(limit) {
      return selectDead.all(limit).map((row) => text(row['name']))
    },
    async reserve(names, until) {
      for (const name of names) insert.run(name, until)
    },
    async claim({ name, size, key, keyId }) {
      return claim.count(name, size, key, keyId) === 1
    },
    async release(name, at) {
      release.run(name, at)
    },
    async giveUp(now, limit) {
      return giveUp.count(now, limit)
    },
    async forget(names) {
      forget.run(list(names))
    },
    async rewrap(name, key, keyId) {
      rewrap.run(name, key, keyId)
    },
  }
}

export function toObject(row: Row): StoredObject {
  return {
    name: text(row['name']),
    size: integer(row['size']),
    key: blob(row['key']),
    keyId: text(row['key_id']),
  }
}
