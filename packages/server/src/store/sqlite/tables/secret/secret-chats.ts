import type {
  SecretChat,
  SecretChatState,
  SecretChatWrites,
  SentSecretMessage,
} from '../../../domain/secret/secret-chats.ts'
import { StoreError } from '../../../errors.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, long, optional, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const secretChatRows: RowsOfAccount = {
  secret_chats: { stays: 'they end with the devices, and are forgotten when all others were told' },
  secret_sent: { stays: 'until the chat ends' },
  secret_reads: { stays: 'until the chat ends' },
}

/** The numbers of the states, as they are stored; below `ended` a chat is open. */
const states: readonly SecretChatState[] = ['requested', 'accepted', 'ended']

export function createSecretChats(connection: Connection): SecretChatWrites {
  const longs = { longs: true }
  const select = connection.read('SELECT * FROM secret_chats WHERE id = ?', longs)
  const selectMany = connection.read('SELECT * FROM secret_chats WHERE id IN (SELECT value FROM json_each(?))', longs)
  const selectOfDevice = connection.read(
    `SELECT * FROM secret_chats WHERE creator_key = ?1 AND state < 2
     UNION SELECT * FROM secret_chats WHERE participant_key = ?1 AND state < 2 LIMIT ?2`,
    longs,
  )
  const selectBetween = connection.read(
    `SELECT * FROM secret_chats WHERE creator = ?1 AND participant = ?2 AND state < 2
     UNION SELECT * FROM secret_chats WHERE creator = ?2 AND participant = ?1 AND state < 2 LIMIT ?3`,
    longs,
  )
  const selectRequestsTo = connection.read(
    'SELECT * FROM secret_chats WHERE participant = ? AND state < 2 AND state = 0 LIMIT ?',
    longs,
  )
  const countOpen = connection.read('SELECT count(*) AS count FROM secret_chats WHERE creator = ? AND state < 2')
  const countUnanswered = connection.read(
    'SELECT count(*) AS count FROM secret_chats WHERE creator = ? AND participant = ? AND state < 2 AND state = 0',
  )
  const selectRequestedBefore = connection.read(
    'SELECT * FROM secret_chats WHERE state = 0 AND changed_at < ? ORDER BY changed_at LIMIT ?',
    longs,
  )
  const selectSent = connection.read(
    'SELECT * FROM secret_sent WHERE chat = ? AND by_creator = ? AND random_id = ?',
    longs,
  )
  const selectRead = connection.read('SELECT max_date, date FROM secret_reads WHERE chat = ? AND by_creator = ?')
  const insert = connection.write(
    `INSERT INTO secret_chats (id, state, date, changed_at, creator, creator_key, creator_hash,
       participant, participant_key, participant_hash, g_a, g_b, fingerprint, history_deleted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const accept = connection.write(
    `UPDATE secret_chats SET state = 1, participant_key = ?2, g_b = ?3, fingerprint = ?4, changed_at = ?5 WHERE id = ?1`,
  )
  const end = connection.write(
    `UPDATE secret_chats SET state = 2, g_a = x'', g_b = x'', fingerprint = 0, history_deleted = ?2, changed_at = ?3
     WHERE id = ?1`,
  )
  const removeMessages = connection.write('DELETE FROM device_messages WHERE chat = ?')
  const removeWaiting = connection.write('DELETE FROM secret_waiting WHERE chat = ?')
  const removeSent = connection.write('DELETE FROM secret_sent WHERE chat = ?')
  const removeReads = connection.write('DELETE FROM secret_reads WHERE chat = ?')
  const insertSent = connection.write(
    `INSERT OR REPLACE INTO secret_sent (chat, by_creator, random_id, date, file, services) VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const countCreator = connection.write('UPDATE secret_chats SET creator_services = creator_services + 1 WHERE id = ?')
  const countParticipant = connection.write(
    'UPDATE secret_chats SET participant_services = participant_services + 1 WHERE id = ?',
  )
  const insertRead = connection.write(
    'INSERT OR REPLACE INTO secret_reads (chat, by_creator, max_date, date) VALUES (?, ?, ?, ?)',
  )
  const removeSentBefore = connection.write(
    `DELETE FROM secret_sent WHERE (chat, by_creator, random_id) IN (
       SELECT chat, by_creator, random_id FROM secret_sent WHERE date < ? ORDER BY date LIMIT ?)`,
  )
  const removeEnded = connection.write(
    `DELETE FROM secret_chats WHERE id IN (
       SELECT id FROM secret_chats c WHERE state = 2 AND changed_at < ?
         AND NOT EXISTS (SELECT 1 FROM device_news n WHERE n.chat = c.id)
         AND NOT EXISTS (SELECT 1 FROM secret_chat_files f WHERE f.chat = c.id)
       ORDER BY changed_at LIMIT ?)`,
  )
  return {
    async get(id) {
      const row = select.get(id)
      return row && toChat(row)
    },
    async many(ids) {
      if (ids.length === 0) return new Map()
      return new Map(selectMany.all(list(ids)).map((row) => [integer(row['id']), toChat(row)]))
    },
    async openOfDevice(authKeyId, limit) {
      return selectOfDevice.all(authKeyId, limit).map(toChat)
    },
    async openBetween(one, other, limit) {
      return selectBetween.all(one, other, limit).map(toChat)
    },
    async requestsTo(userId, limit) {
      return selectRequestsTo.all(userId, limit).map(toChat)
    },
    async askedBy(userId, of) {
      return {
        open: integer(countOpen.get(userId)?.['count']),
        unanswered: integer(countUnanswered.get(userId, of)?.['count']),
      }
    },
    async requestedBefore(time, limit) {
      return selectRequestedBefore.all(time, limit).map(toChat)
    },
    async sent(chat, byCreator, randomId) {
      const row = selectSent.get(chat, byCreator ? 1 : 0, randomId)
      return row && toSent(row)
    },
    async readOf(chat, byCreator) {
      const row = selectRead.get(chat, byCreator ? 1 : 0)
      return row && { maxDate: integer(row['max_date']), date: integer(row['date']) }
    },
    async add({ id, state, date, changedAt, creator, participant, gA, gB, fingerprint, historyDeleted }) {
      if (creator.authKeyId === undefined) throw new TypeError('whoever asks for a secret chat has a device')
      insert.run(
        ...[id, states.indexOf(state), date, changedAt],
        ...[creator.userId, creator.authKeyId, creator.accessHash],
        ...[participant.userId, participant.authKeyId ?? null, participant.accessHash],
        ...[gA, gB, fingerprint, historyDeleted ? 1 : 0],
      )
    },
    async accept(id, { authKeyId, gB, fingerprint, at }) {
      accept.run(id, authKeyId, gB, fingerprint, at)
    },
    async end(id, { historyDeleted, at }) {
      end.run(id, historyDeleted ? 1 : 0, at)
      removeMessages.run(id)
      removeWaiting.run(id)
      removeSent.run(id)
      removeReads.run(id)
    },
    async putSent({ chat, byCreator, randomId, date, file, services }) {
      insertSent.run(chat, byCreator ? 1 : 0, randomId, date, file ?? null, services)
    },
    async countService(id, byCreator) {
      if (byCreator) countCreator.run(id)
      else countParticipant.run(id)
    },
    async putRead(chat, byCreator, { maxDate, date }) {
      insertRead.run(chat, byCreator ? 1 : 0, maxDate, date)
    },
    async removeSentBefore(time, limit) {
      return removeSentBefore.count(time, limit)
    },
    async removeEnded(before, limit) {
      return removeEnded.count(before, limit)
    },
  }
}

function toChat(row: Row): SecretChat {
  const state = states[integer(row['state'])]
  if (state === undefined) throw new StoreError('CORRUPT', 'a secret chat is in no state that there is')
  return {
    ...{ id: integer(row['id']), state, date: integer(row['date']), changedAt: integer(row['changed_at']) },
    creator: {
      userId: userIdOf(row['creator']),
      authKeyId: long(row['creator_key']),
      accessHash: long(row['creator_hash']),
      services: integer(row['creator_services']),
    },
    participant: {
      userId: userIdOf(row['participant']),
      authKeyId: optional(long, row['participant_key']),
      accessHash: long(row['participant_hash']),
      services: integer(row['participant_services']),
    },
    ...{ gA: blob(row['g_a']), gB: blob(row['g_b']), fingerprint: long(row['fingerprint']) },
    historyDeleted: integer(row['history_deleted']) === 1,
  }
}

function toSent(row: Row): SentSecretMessage {
  return {
    chat: integer(row['chat']),
    byCreator: integer(row['by_creator']) === 1,
    randomId: long(row['random_id']),
    date: integer(row['date']),
    file: optional(integer, row['file'] ?? null),
    services: integer(row['services']),
  }
}
