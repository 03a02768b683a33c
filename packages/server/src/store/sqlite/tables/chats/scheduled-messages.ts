import type { ScheduledMessage, ScheduledMessageWrites } from '../../../domain/chats/scheduled-messages.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, long, peerIdOf, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { filesIn } from '../files/files-in.ts'

export const scheduledMessageRows: RowsOfAccount = {
  scheduled_messages: { owner: 'box', key: 'id' },
  scheduled_message_numbers: { stays: 'the last number of all boxes' },
}

export function createScheduledMessages(connection: Connection): ScheduledMessageWrites {
  const read = (rest: string) => connection.read(`SELECT * FROM scheduled_messages ${rest}`, { longs: true })
  const selectMany = read('WHERE box = ? AND id IN (SELECT value FROM json_each(?))')
  const selectOfChat = read('WHERE box = ? AND peer = ? ORDER BY date DESC, id DESC')
  const selectAll = read('WHERE box = ? ORDER BY date, id')
  const selectAny = read('WHERE box = ? LIMIT 1')
  const selectByRandomId = read('WHERE box = ? AND random_id = ?')
  const selectDue = read('WHERE date <= ? ORDER BY date, id LIMIT ?')
  const next = connection.write('UPDATE scheduled_message_numbers SET last = last + 1 RETURNING last')
  const insert = connection.write(
    'INSERT OR REPLACE INTO scheduled_messages (box, id, peer, date, random_id, data, document, photo) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const remove = connection.write(
    'DELETE FROM scheduled_messages WHERE box = ? AND id IN (SELECT value FROM json_each(?))',
  )
  return {
    async many(box, ids) {
      return selectMany.all(box, list(ids)).map(toScheduled)
    },
    async ofChat(box, peer) {
      return selectOfChat.all(box, peer).map(toScheduled)
    },
    async all(box) {
      return selectAll.all(box).map(toScheduled)
    },
    async any(box) {
      return selectAny.get(box) !== undefined
    },
    async byRandomId(box, randomId) {
      const row = selectByRandomId.get(box, randomId)
      return row && toScheduled(row)
    },
    async due(now, limit) {
      return selectDue.all(now, limit).map(toScheduled)
    },
    async nextId() {
      return integer(next.get()?.['last'])
    },
    async put({ box, id, peer, date, randomId, data }) {
      const { document, photo } = filesIn(data)
      insert.run(box, id, peer, date, randomId, data, document, photo)
    },
    async remove(box, ids) {
      remove.run(box, list(ids))
    },
  }
}

function toScheduled(row: Row): ScheduledMessage {
  return {
    box: userIdOf(row['box']),
    id: integer(row['id']),
    peer: peerIdOf(row['peer']),
    date: integer(row['date']),
    randomId: long(row['random_id']),
    data: blob(row['data']),
  }
}
