import { isChannel } from '../../../../ids.ts'
import type { MessageWrites, StoredMessage } from '../../../domain/chats/messages.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { integer, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { createChannelLog } from '../channels/channel-log.ts'
import { filesIn, noFiles } from '../files/files-in.ts'
import type { ArrivedMessages } from './arrived-messages.ts'
import { createHistory } from './history.ts'
import { messageReader, readMessages } from './message-rows.ts'
import { createMessagesAtPlaces } from './messages-at-places.ts'
import { encodeOwnPart } from './own-part.ts'
import { createSentMessages } from './sent-messages.ts'

export const messageRows: RowsOfAccount = {
  messages: { owner: 'box', key: 'id' },
  arrived_messages: { stays: 'sorted into the others before these are erased' },
  settled_boxes: { stays: 'of a box whose rows have left that table' },
  sent_messages: { owner: 'box', key: 'random_id' },
  arrived_sent_messages: { stays: 'forgotten by their age, within days' },
}

export function createMessages(connection: Connection, arrived: ArrivedMessages): MessageWrites {
  const toMessage = messageReader(connection)
  const select = readMessages(connection, 'box = ? AND id = ?')
  const selectMany = readMessages(connection, 'box = ? AND id IN (SELECT value FROM json_each(?))')
  const lastIncoming = readMessages(
    connection,
    'box = ? AND peer = ? AND id <= ? AND outgoing = 0 ORDER BY id DESC LIMIT 1',
  )
  const countIncoming = connection.read(
    'SELECT count(*) AS count FROM messages WHERE box = ? AND peer = ? AND id > ? AND outgoing = 0',
  )
  const authorsBetween = connection.read(
    `SELECT sender, max(twin) AS twin FROM messages
     WHERE box = ? AND peer = ? AND id > ? AND id <= ? AND outgoing = 0 GROUP BY sender`,
  )
  const replace = connection.write('UPDATE messages SET data = ?, document = ?, photo = ? WHERE box = ? AND id = ?')
  const remove = connection.write('DELETE FROM messages WHERE box = ? AND id IN (SELECT value FROM json_each(?))')
  const log = createChannelLog(connection)
  const sent = createSentMessages(connection)
  return {
    history: createHistory(connection, arrived),
    atPlaces: createMessagesAtPlaces(connection, arrived),
    async get(box, id) {
      arrived.settle(box)
      const row = select.get(box, id)
      return row === undefined ? arrived.named(box, [id])[0] : toMessage(row, box)
    },
    async many(box, ids) {
      arrived.settle(box)
      // What is asked for right after it has come is not among the sorted ones.
      const fresh = arrived.named(box, ids)
      if (fresh.length === ids.length) return fresh
      const found = new Set(fresh.map(({ id }) => id))
      const others = selectMany.all(box, list(ids.filter((id) => !found.has(id))))
      return [...others.map((row) => toMessage(row, box)), ...fresh]
    },
    async lastIncoming(box, peer, id) {
      arrived.settle(box)
      const isIncoming = (message: StoredMessage): boolean => message.peer === peer && message.id <= id && !message.out
      const newer = arrived.of(box).findLast(isIncoming)
      if (newer !== undefined) return newer
      const row = lastIncoming.get(box, peer, id)
      return row && toMessage(row, box)
    },
    async countIncomingAbove(box, peer, id) {
      arrived.settle(box)
      const isIncoming = (message: StoredMessage): boolean => message.peer === peer && message.id > id && !message.out
      return integer(countIncoming.get(box, peer, id)?.['count']) + arrived.from(box, id + 1).filter(isIncoming).length
    },
    async authorsBetween(box, peer, above, upTo) {
      arrived.settle(box)
      const rows = authorsBetween.all(box, peer, above, upTo)
      const authors = new Map(rows.map((row) => [userIdOf(row['sender']), integer(row['twin'])]))
      for (const message of arrived.from(box, above + 1)) {
        if (message.peer !== peer || message.out || message.id > upTo) continue
        authors.set(message.from, Math.max(message.twin, authors.get(message.from) ?? 0))
      }
      return authors
    },
    async sent(box, randomId) {
      return sent.find(box, randomId)
    },
    async add(messages) {
      arrived.add(messages)
    },
    async replace(box, id, data) {
      arrived.settle(box)
      const { document, photo } = filesIn(data)
      replace.run(data, document, photo, box, id)
    },
    async replaceOwn(box, id, own, data) {
      arrived.settle(box)
      const apart = own.apart === true ? data : undefined
      const { document, photo } = apart === undefined ? noFiles : filesIn(apart)
      replace.run(encodeOwnPart(own, apart), document, photo, box, id)
    },
    async remove(box, ids) {
      arrived.settle(box)
      if (isChannel(box)) log.remove(box, ids)
      else remove.run(box, list(ids))
    },
    async addSent(box, randomId, id, date) {
      sent.add({ box, randomId, id, date })
    },
    async forgetSentBefore(date, limit) {
      return sent.sweepBefore(date, limit)
    },
  }
}
