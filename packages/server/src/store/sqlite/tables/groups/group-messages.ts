import type { GroupMessageWrites } from '../../../domain/groups/group-messages.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { chatIdOf, integer, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { filesIn } from '../files/files-in.ts'

export const groupMessageRows: RowsOfAccount = {
  group_contents: { stays: 'as long as anybody has a copy' },
  group_copies: {
    erase: `DELETE FROM group_copies WHERE (content, box) IN (
      SELECT k.content, k.box FROM group_members m JOIN group_contents c ON c.chat = m.chat
      JOIN group_copies k ON k.content = c.id AND k.box = m.user_id WHERE m.user_id = ?1 LIMIT ?2)`,
  },
}

/** Contents are numbered as they come, so that the copies of one stand together at the end of their table. */
export function createGroupMessages(connection: Connection): GroupMessageWrites {
  const selectCopies = connection.read('SELECT box, id FROM group_copies WHERE content = ? ORDER BY box')
  const selectLatest = connection.read('SELECT id FROM group_contents WHERE chat = ? ORDER BY id DESC LIMIT ?')
  const selectDeactivated = connection.read(
    `SELECT -g.number AS chat FROM groups g WHERE g.deactivated = 1 AND g.migrated_to IS NULL
     AND EXISTS (SELECT 1 FROM group_contents c WHERE c.chat = -g.number) LIMIT ?`,
  )
  const insert = connection.write(
    'INSERT INTO group_contents (chat, data, document, photo) VALUES (?, ?, ?, ?) RETURNING id',
  )
  const insertCopy = connection.write('INSERT INTO group_copies (content, box, id) VALUES (?, ?, ?)')
  const replace = connection.write('UPDATE group_contents SET data = ?, document = ?, photo = ? WHERE id = ?')
  const remove = connection.write(
    'DELETE FROM group_copies WHERE box = ? AND content IN (SELECT value FROM json_each(?))',
  )
  return {
    async copies(content) {
      return selectCopies.all(content).map((row) => ({ box: userIdOf(row['box']), id: integer(row['id']) }))
    },
    async latest(chat, limit) {
      return selectLatest.all(chat, limit).map((row) => integer(row['id']))
    },
    async ofDeactivated(limit) {
      return selectDeactivated.all(limit).map((row) => chatIdOf(row['chat']))
    },
    async add(chat, data) {
      const { document, photo } = filesIn(data)
      return integer(insert.get(chat, data, document, photo)?.['id'])
    },
    async addCopies(content, copies) {
      for (const { box, id } of copies) insertCopy.run(content, box, id)
    },
    async replace(content, data) {
      const { document, photo } = filesIn(data)
      replace.run(data, document, photo, content)
    },
    async removeCopies(box, contents) {
      remove.run(box, list(contents))
    },
  }
}
