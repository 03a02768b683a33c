import type { DialogRecord, DialogWrites } from '../domain/dialogs.ts'
import { type Connection, list } from './connection.ts'
import { integer, type Row } from './rows.ts'

const noBound = Number.MAX_SAFE_INTEGER

/** A user's dialogs are few and stand together, so they are sorted when read; an index would be rewritten by every message. */
export function createDialogs(connection: Connection): DialogWrites {
  const select = connection.read('SELECT * FROM dialogs WHERE box = ? AND peer = ?')
  const selectMany = connection.read('SELECT * FROM dialogs WHERE box = ? AND peer IN (SELECT value FROM json_each(?))')
  const page = connection.read(
    `SELECT * FROM dialogs WHERE box = ? AND (top_date, top_message) < (?, ?)
     ORDER BY top_date DESC, top_message DESC LIMIT ?`,
  )
  const totals = connection.read(
    'SELECT count(*) AS count, coalesce(sum(unread_count), 0) AS unread FROM dialogs WHERE box = ?',
  )
  const recordMessage = connection.write(
    `INSERT INTO dialogs (box, peer, top_message, top_date, first_message, message_count, unread_count,
                          read_inbox_max_id, read_outbox_max_id)
     VALUES (?1, ?2, ?3, ?4, ?3, 1, ?5, 0, 0)
     ON CONFLICT (box, peer) DO UPDATE SET
       top_message = ?3, top_date = ?4, message_count = message_count + 1, unread_count = unread_count + ?5
     RETURNING first_message, unread_count`,
  )
  const setReadInbox = connection.write(
    'UPDATE dialogs SET read_inbox_max_id = ?, unread_count = ? WHERE box = ? AND peer = ?',
  )
  const setReadOutbox = connection.write('UPDATE dialogs SET read_outbox_max_id = ? WHERE box = ? AND peer = ?')
  return {
    async get(box, peer) {
      const row = select.get(box, peer)
      return row && toDialog(row)
    },
    async many(box, peers) {
      return selectMany.all(box, list(peers)).map(toDialog)
    },
    async page(box, { offsetDate, offsetId, limit }) {
      const unbounded = offsetDate === 0
      const id = unbounded && offsetId === 0 ? noBound : offsetId
      return page.all(box, unbounded ? noBound : offsetDate, id, limit).map(toDialog)
    },
    async totals(box) {
      const row = totals.get(box)
      return { count: integer(row?.['count']), unreadMessages: integer(row?.['unread']) }
    },
    async recordMessage(box, { peer, id, date, unread }) {
      const row = recordMessage.get(box, peer, id, date, unread ? 1 : 0)
      return { opened: integer(row?.['first_message']) === id, unreadCount: integer(row?.['unread_count']) }
    },
    async setReadInbox(box, peer, maxId, unreadCount) {
      setReadInbox.run(maxId, unreadCount, box, peer)
    },
    async setReadOutbox(box, peer, maxId) {
      setReadOutbox.run(maxId, box, peer)
    },
  }
}

function toDialog(row: Row): DialogRecord {
  return {
    peer: integer(row['peer']),
    topMessage: integer(row['top_message']),
    topDate: integer(row['top_date']),
    firstMessage: integer(row['first_message']),
    messageCount: integer(row['message_count']),
    unreadCount: integer(row['unread_count']),
    readInboxMaxId: integer(row['read_inbox_max_id']),
    readOutboxMaxId: integer(row['read_outbox_max_id']),
  }
}
