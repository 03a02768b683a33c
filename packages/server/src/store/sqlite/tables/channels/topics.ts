import type { TopicRecord, TopicWrites } from '../../../domain/channels/topics.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { channelIdOf, integer, long, peerIdOf, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { ArrivedMessages } from '../chats/arrived-messages.ts'

export const topicRows: RowsOfAccount = {
  topics: { stays: 'of the forum, whoever created them', ofChannel: { column: 'channel', key: 'id' } },
  forums_as_messages: { owner: 'user_id', key: 'channel', ofChannel: { column: 'channel', key: 'user_id' } },
}

/** Above every number of a message or topic. */
const noBound = 2 ** 31

export function createTopics(connection: Connection, arrived: ArrivedMessages): TopicWrites {
  const longs = { longs: true }
  const select = connection.read('SELECT * FROM topics WHERE channel = ? AND id = ?', longs)
  const selectMany = connection.read(
    'SELECT * FROM topics WHERE channel = ? AND id IN (SELECT value FROM json_each(?))',
    longs,
  )
  const selectPage = connection.read(
    `SELECT * FROM topics WHERE channel = ? AND pinned = 0 AND instr(search, ?) > 0
     AND (top_message, id) < (?, ?) ORDER BY top_message DESC, id DESC LIMIT ?`,
    longs,
  )
  const selectPinned = connection.read('SELECT * FROM topics WHERE channel = ? AND pinned > 0 ORDER BY pinned', longs)
  const count = connection.read('SELECT count(*) AS count FROM topics WHERE channel = ? AND instr(search, ?) > 0')
  const selectUnread = connection.read(
    `SELECT 1 FROM topics t LEFT JOIN thread_reads r ON r.user_id = ?1 AND r.channel = t.channel AND r.thread = t.id
     WHERE t.channel = ?2 AND t.top_message > ?3 AND t.top_message > coalesce(r.max_id, 0)
     AND EXISTS (SELECT 1 FROM messages m WHERE m.box = t.channel AND m.thread = t.id AND m.thread IS NOT NULL
       AND m.id > max(?3, coalesce(r.max_id, 0)) AND m.sender <> ?1) LIMIT 1`,
  )
  const selectFirst = connection.read(
    `SELECT min(coalesce((SELECT min(id) FROM messages WHERE box = ?1 AND thread = 1 AND thread IS NOT NULL), ${noBound}),
     coalesce((SELECT min(id) FROM topics WHERE channel = ?1 AND id > 1), ${noBound})) AS first`,
  )
  const selectAsMessages = connection.read(
    'SELECT channel FROM forums_as_messages WHERE user_id = ? AND channel IN (SELECT value FROM json_each(?))',
  )
  const put = connection.write(
    `INSERT INTO topics (channel, id, title, search, icon_color, icon_emoji, creator, date, closed, hidden, pinned,
     top_message) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (channel, id) DO UPDATE SET title = excluded.title, search = excluded.search,
     icon_color = excluded.icon_color, icon_emoji = excluded.icon_emoji, closed = excluded.closed,
     hidden = excluded.hidden, pinned = excluded.pinned`,
  )
  const unpin = connection.write('UPDATE topics SET pinned = 0 WHERE channel = ? AND pinned > 0')
  const pin = connection.write('UPDATE topics SET pinned = ? WHERE channel = ? AND id = ?')
  const remove = connection.write('DELETE FROM topics WHERE channel = ? AND id = ?')
  const seeAsMessages = connection.write('INSERT OR IGNORE INTO forums_as_messages (user_id, channel) VALUES (?, ?)')
  const seeAsTopics = connection.write('DELETE FROM forums_as_messages WHERE user_id = ? AND channel = ?')

  return {
    async get(channel, id) {
      const row = select.get(channel, id)
      return row && toTopic(row)
    },
    async many(channel, ids) {
      return selectMany.all(channel, list(ids)).map(toTopic)
    },
    async page({ channel, query, below = { topMessage: noBound, id: noBound }, limit }) {
      return selectPage.all(channel, query, below.topMessage, below.id, limit).map(toTopic)
    },
    async pinned(channel) {
      return selectPinned.all(channel).map(toTopic)
    },
    async count(channel, query) {
      return integer(count.get(channel, query)?.['count'])
    },
    async isAnyUnread(userId, channel, above) {
      arrived.settle(channel)
      return selectUnread.get(userId, channel, above) !== undefined
    },
    async beganAt(channel) {
      arrived.settle(channel)
      const first = integer(selectFirst.get(channel)?.['first'])
      return arrived
        .from(channel, 0)
        .reduce((least, { id, thread }) => (thread === 1 && id < least ? id : least), first)
    },
    async seenAsMessages(userId, channels) {
      const rows = channels.length === 0 ? [] : selectAsMessages.all(userId, list(channels))
      return new Set(rows.map((row) => channelIdOf(row['channel'])))
    },
    async put(topic, search) {
      const { channel, id, title, iconColor, iconEmojiId, creator, date, closed, hidden, pinned, topMessage } = topic
      const flags = [closed ? 1 : 0, hidden ? 1 : 0]
      put.run(channel, id, title, search, iconColor, iconEmojiId, creator, date, ...flags, pinned, topMessage)
    },
    async setPinned(channel, ids) {
      unpin.run(channel)
      for (const [at, id] of ids.entries()) pin.run(at + 1, channel, id)
    },
    async remove(channel, id) {
      remove.run(channel, id)
    },
    async seeAsMessages(userId, channel, enabled) {
      if (enabled) seeAsMessages.run(userId, channel)
      else seeAsTopics.run(userId, channel)
    },
  }
}

function toTopic(row: Row): TopicRecord {
  return {
    channel: channelIdOf(row['channel']),
    id: integer(row['id']),
    title: text(row['title']),
    iconColor: integer(row['icon_color']),
    iconEmojiId: long(row['icon_emoji']),
    creator: peerIdOf(row['creator']),
    date: integer(row['date']),
    closed: integer(row['closed']) === 1,
    hidden: integer(row['hidden']) === 1,
    pinned: integer(row['pinned']),
    topMessage: integer(row['top_message']),
  }
}
