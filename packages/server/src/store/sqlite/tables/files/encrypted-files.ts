import type { EncryptedFile, EncryptedFileWrites } from '../../../domain/files/encrypted-files.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, long, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { toObject } from './file-objects.ts'

export const encryptedFileRows: RowsOfAccount = {
  encrypted_files: { stays: 'as long as a secret chat needs it' },
  secret_chat_files: { stays: 'until the secret chat has ended' },
}

export function createEncryptedFiles(connection: Connection): EncryptedFileWrites {
  const longs = { longs: true }
  const select = connection.read('SELECT * FROM encrypted_files WHERE id = ?', longs)
  const selectMany = connection.read(
    'SELECT * FROM encrypted_files WHERE id IN (SELECT value FROM json_each(?))',
    longs,
  )
  const selectObject = connection.read(
    `SELECT o.name, o.size, o.key, o.key_id FROM encrypted_files f JOIN blobs b ON b.hash = f.hash
     JOIN file_objects o ON o.name = b.object WHERE f.id = ?`,
  )
  const insert = connection.write(
    `INSERT INTO encrypted_files (id, owner, date, hash, size, access_hash, key_fingerprint)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  )
  const count = connection.write(
    `INSERT INTO file_usage (user_id, bytes) VALUES (?1, ?2)
     ON CONFLICT DO UPDATE SET bytes = bytes + ?2`,
  )
  const insertInChat = connection.write('INSERT OR IGNORE INTO secret_chat_files (chat, file) VALUES (?, ?)')
  const leave = connection.write(
    `DELETE FROM secret_chat_files WHERE (chat, file) IN (
       SELECT f.chat, f.file FROM secret_chat_files f JOIN secret_chats c ON c.id = f.chat WHERE c.state = 2 LIMIT ?)`,
  )
  const note = connection.write(
    `UPDATE encrypted_files SET unused_since = ? WHERE id IN (
       SELECT id FROM encrypted_files WHERE uses = 0 AND unused_since IS NULL LIMIT ?)`,
  )
  const remove = connection.write(
    `DELETE FROM encrypted_files WHERE id IN (
       SELECT id FROM encrypted_files WHERE uses = 0 AND unused_since < ? ORDER BY unused_since LIMIT ?)`,
  )
  return {
    async get(id) {
      const row = select.get(id)
      return row && toFile(row)
    },
    async many(ids) {
      if (ids.length === 0) return new Map()
      return new Map(selectMany.all(list(ids)).map((row) => [integer(row['id']), toFile(row)]))
    },
    async object(id) {
      const row = selectObject.get(id)
      return row && toObject(row)
    },
    async add({ id, owner, date, hash, size, accessHash, keyFingerprint }) {
      insert.run(id, owner, date, hash, size, accessHash, keyFingerprint)
      count.run(owner, size)
    },
    async addToChat(chat, id) {
      insertInChat.run(chat, id)
    },
    async leaveEndedChats(limit) {
      return leave.count(limit)
    },
    async noteUnused(now, limit) {
      return note.count(now, limit)
    },
    async removeUnused(before, limit) {
      return remove.count(before, limit)
    },
  }
}

function toFile(row: Row): EncryptedFile {
  return {
    id: integer(row['id']),
    owner: userIdOf(row['owner']),
    date: integer(row['date']),
    hash: blob(row['hash']),
    size: integer(row['size']),
    accessHash: long(row['access_hash']),
    keyFingerprint: integer(row['key_fingerprint']),
  }
}
