import type { Waiting } from '../../../../rules/secret-chats.ts'
import type {
  DeviceNews,
  DeviceQueue,
  DeviceQueueWrites,
  NewsKind,
  QueuedMessage,
} from '../../../domain/secret/device-queues.ts'
import { StoreError } from '../../../errors.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, long, optional, type Row } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const deviceQueueRows: RowsOfAccount = {
  device_queues: { stays: 'they go with the devices, which are all signed out then' },
  device_messages: { stays: 'they go with the devices, which are all signed out then' },
  device_news: { stays: 'they go with the devices, which are all signed out then' },
  secret_waiting: { stays: 'it goes with the chat' },
}

const kinds: readonly NewsKind[] = ['state', 'read']

export function createDeviceQueues(connection: Connection): DeviceQueueWrites {
  const longs = { longs: true }
  const select = connection.read(
    'SELECT number, qts, news_given, news_given_date FROM device_queues WHERE auth_key_id = ?',
  )
  const selectMessages = connection.read(
    'SELECT * FROM device_messages WHERE auth_key_id = ? AND qts > ? ORDER BY qts LIMIT ?',
    longs,
  )
  const selectNews = connection.read('SELECT chat, kind, number FROM device_news WHERE auth_key_id = ? ORDER BY number')
  const selectWaiting = connection.read('SELECT messages, bytes FROM secret_waiting WHERE chat = ? AND auth_key_id = ?')
  const selectAllWaiting = connection.read('SELECT messages, bytes FROM device_queues WHERE auth_key_id = ?')
  const advanceMessage = connection.write(
    `INSERT INTO device_queues (auth_key_id, number, qts) VALUES (?1, 1, ?2 + 1)
     ON CONFLICT DO UPDATE SET number = number + 1, qts = qts + 1 RETURNING number, qts`,
  )
  const advanceNews = connection.write(
    `INSERT INTO device_queues (auth_key_id, number, qts) VALUES (?1, 1, ?2)
     ON CONFLICT DO UPDATE SET number = number + 1 RETURNING number, qts`,
  )
  const insert = connection.write(
    `INSERT INTO device_messages (auth_key_id, qts, chat, random_id, date, service, data, file)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertNews = connection.write(
    'INSERT OR REPLACE INTO device_news (auth_key_id, chat, kind, number) VALUES (?, ?, ?, ?)',
  )
  const selectOld = connection.read(
    'SELECT qts, random_id FROM device_messages WHERE auth_key_id = ? AND qts <= ? ORDER BY qts LIMIT ?',
    longs,
  )
  const removeMessage = connection.write('DELETE FROM device_messages WHERE auth_key_id = ? AND qts = ?')
  const name = connection.write(
    'UPDATE device_queues SET named = ?2, named_at = ?3 WHERE auth_key_id = ?1 AND named < ?2',
  )
  const selectNamed = connection.read(
    'SELECT auth_key_id, named FROM device_queues WHERE named_at < ? ORDER BY named_at LIMIT ?',
    longs,
  )
  const settle = connection.write('UPDATE device_queues SET named_at = NULL WHERE auth_key_id = ?')
  const giveNews = connection.write(
    'UPDATE device_queues SET news_given = ?2, news_given_date = ?3 WHERE auth_key_id = ?1',
  )
  const removeNewsUpTo = connection.write('DELETE FROM device_news WHERE auth_key_id = ? AND number <= ?')
  const removeQueue = connection.write('DELETE FROM device_queues WHERE auth_key_id = ?')
  const removeMessages = connection.write('DELETE FROM device_messages WHERE auth_key_id = ?')
  const removeNews = connection.write('DELETE FROM device_news WHERE auth_key_id = ?')

  const forgetUpTo = (authKeyId: bigint, qts: number, limit: number): bigint[] => {
    const old = selectOld.all(authKeyId, qts, limit)
    for (const row of old) removeMessage.run(authKeyId, integer(row['qts']))
    return old.map((row) => long(row['random_id']))
  }

  return {
    async get(authKeyId) {
      const row = select.get(authKeyId)
      return row && toQueue(row)
    },
    async messages(authKeyId, afterQts, limit) {
      return selectMessages.all(authKeyId, afterQts, limit).map(toMessage)
    },
    async news(authKeyId) {
      return selectNews.all(authKeyId).map(toNews)
    },
    async waiting(authKeyId, chat) {
      return {
        ofChat: toWaiting(selectWaiting.get(chat, authKeyId)),
        ofDevice: toWaiting(selectAllWaiting.get(authKeyId)),
      }
    },
    async advance(authKeyId, of, firstQts) {
      const row = (of === 'message' ? advanceMessage : advanceNews).get(authKeyId, firstQts)
      return { number: integer(row?.['number']), qts: integer(row?.['qts']) }
    },
    async put(authKeyId, { qts, chat, randomId, date, isService, data, file }) {
      insert.run(authKeyId, qts, chat, randomId, date, isService ? 1 : 0, data, file ?? null)
    },
    async putNews(authKeyId, { chat, kind, number }) {
      insertNews.run(authKeyId, chat, kinds.indexOf(kind), number)
    },
    async forget(authKeyId, upToQts, limit) {
      return forgetUpTo(authKeyId, upToQts, limit)
    },
    async noteNamed(authKeyId, qts, at) {
      name.run(authKeyId, qts, at)
    },
    async forgetNamed(before, limit) {
      let forgotten = 0
      for (const row of selectNamed.all(before, limit)) {
        const authKeyId = long(row['auth_key_id'])
        const found = forgetUpTo(authKeyId, integer(row['named']), limit - forgotten).length
        forgotten += found
        if (forgotten >= limit) break
        settle.run(authKeyId)
      }
      return forgotten
    },
    async noteNews(authKeyId, { upTo, date, known }) {
      removeNewsUpTo.run(authKeyId, known)
      giveNews.run(authKeyId, upTo, date)
    },
    async remove(authKeyId) {
      removeMessages.run(authKeyId)
      removeNews.run(authKeyId)
      removeQueue.run(authKeyId)
    },
  }
}

function toWaiting(row: Row | undefined): Waiting {
  return { messages: integer(row?.['messages'] ?? 0), bytes: integer(row?.['bytes'] ?? 0) }
}

function toQueue(row: Row): DeviceQueue {
  return {
    ...{ number: integer(row['number']), qts: integer(row['qts']) },
    ...{ newsGiven: integer(row['news_given']), newsGivenDate: integer(row['news_given_date']) },
  }
}

function toMessage(row: Row): QueuedMessage {
  return {
    ...{ qts: integer(row['qts']), chat: integer(row['chat']), randomId: long(row['random_id']) },
    ...{ date: integer(row['date']), isService: integer(row['service']) === 1, data: blob(row['data']) },
    file: optional(integer, row['file'] ?? null),
  }
}

function toNews(row: Row): DeviceNews {
  const kind = kinds[integer(row['kind'])]
  if (kind === undefined) throw new StoreError('CORRUPT', 'news of a secret chat are of no kind that there is')
  return { chat: integer(row['chat']), kind, number: integer(row['number']) }
}
