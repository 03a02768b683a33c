import type { MessageWrites } from '../domain/messages.ts'
import { type Connection, list } from './connection.ts'
import { createHistory } from './history.ts'
import { readMessages, toMessage } from './message-rows.ts'
import { integer } from './rows.ts'
import { createSentMessages } from './sent-messages.ts'

export function createMessages(connection: Connection): MessageWrites {
  const select = readMessages(connection, 'box = ? AND id = ?')
  const selectMany = readMessages(connection, 'box = ? AND id IN (SELECT value FROM json_each(?))')
  const lastIncoming = readMessages(
    connection,
    'box = ? AND peer = ? AND id <= ? AND outgoing = 0 ORDER BY id DESC LIMIT 1',
  )
  const countIncoming = connection.read(
    'SELECT count(*) AS count FROM messages WHERE box = ? AND peer = ? AND id > ? AND outgoing = 0',
  )
  const insert = connection.write(
    'INSERT INTO messages (box, id, peer, sender, outgoing, date, pts, twin, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  const replace = connection.write('UPDATE messages SET data = ? WHERE box = ? AND id = ?')
  const remove = connection.write('DELETE FROM messages WHERE box = ? AND id IN (SELECT value FROM json_each(?))')
  const sent = createSentMessages(connection)
  return {
    history: createHistory(connection),
    async get(box, id) {
      const row = select.get(box, id)
      return row && toMessage(row)
    },
    async many(box, ids) {
      return selectMany.all(box, list(ids)).map(toMessage)
    },
    async lastIncoming(box, peer, id) {
      const row = lastIncoming.get(box, peer, id)
      return row && toMessage(row)
    },
    async countIncomingAbove(box, peer, id) {
      return integer(countIncoming.get(box, peer, id)?.['count'])
    },
    async sent(box, randomId) {
      return sent.find(box, randomId)
    },
    async add(message) {
      insert.run(
        message.box,
        message.id,
        message.peer,
        message.from,
        message.out ? 1 : 0,
        message.date,
        message.pts,
        message.twin,
        message.data,
      )
    },
    async replace(box, id, data) {
      replace.run(data, box, id)
    },
    async remove(box, ids) {
      remove.run(box, list(ids))
    },
    async addSent(box, randomId, id, date) {
      sent.add({ box, randomId, id, date })
    },
    async sweepSentBefore(date, limit) {
      return sent.sweepBefore(date, limit)
    },
  }
}
