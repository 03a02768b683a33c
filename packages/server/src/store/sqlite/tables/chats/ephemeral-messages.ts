import type { EphemeralMessageWrites, StoredEphemeral } from '../../../domain/chats/ephemeral-messages.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, long, type Row, severalIdOf, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { filesInEphemeral } from '../files/files-in.ts'

export const ephemeralMessageRows: RowsOfAccount = {
  ephemeral_messages: {
    erase: `DELETE FROM ephemeral_messages WHERE id IN
      (SELECT id FROM ephemeral_messages WHERE person = ?1 UNION SELECT id FROM ephemeral_messages WHERE bot = ?1 LIMIT ?2)`,
    ofChannel: { column: 'chat', key: 'id' },
  },
  ephemeral_message_numbers: { stays: 'the last number of all' },
}

export function createEphemeralMessages(connection: Connection): EphemeralMessageWrites {
  const select = connection.read('SELECT * FROM ephemeral_messages WHERE id = ?', { longs: true })
  const selectByRandomId = connection.read('SELECT * FROM ephemeral_messages WHERE sender = ? AND random_id = ?', {
    longs: true,
  })
  const next = connection.write('UPDATE ephemeral_message_numbers SET last = last + 1 RETURNING last')
  const remove = connection.write('DELETE FROM ephemeral_messages WHERE id = ?')
  const insert = connection.write(
    `INSERT INTO ephemeral_messages (id, chat, bot, person, sender, date, random_id, data, document, photo)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const removeAllBut = connection.write(
    `DELETE FROM ephemeral_messages WHERE id IN
     (SELECT id FROM ephemeral_messages WHERE person = ? AND bot = ? ORDER BY id DESC LIMIT -1 OFFSET ?)`,
  )
  const removeBefore = connection.write(
    'DELETE FROM ephemeral_messages WHERE id IN (SELECT id FROM ephemeral_messages WHERE date < ? ORDER BY date LIMIT ?)',
  )
  return {
    async get(id) {
      const row = select.get(id)
      return row && toEphemeral(row)
    },
    async byRandomId(sender, randomId) {
      const row = selectByRandomId.get(sender, randomId)
      return row && toEphemeral(row)
    },
    async nextId() {
      return integer(next.get()?.['last'])
    },
    async put({ id, chat, bot, person, byBot, date, randomId, data }) {
      const { document, photo } = filesInEphemeral(data)
      remove.run(id)
      insert.run(id, chat, bot, person, byBot ? bot : person, date, randomId, data, document, photo)
    },
    async remove(id) {
      remove.run(id)
    },
    async removeAllBut(bot, person, newest) {
      removeAllBut.run(person, bot, newest)
    },
    async removeBefore(time, limit) {
      return removeBefore.count(time, limit)
    },
  }
}

function toEphemeral(row: Row): StoredEphemeral {
  const bot = userIdOf(row['bot'])
  return {
    id: integer(row['id']),
    chat: severalIdOf(row['chat']),
    bot,
    person: userIdOf(row['person']),
    byBot: userIdOf(row['sender']) === bot,
    date: integer(row['date']),
    randomId: long(row['random_id']),
    data: blob(row['data']),
  }
}
