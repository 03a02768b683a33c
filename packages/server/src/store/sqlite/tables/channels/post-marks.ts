import type { PostMark, PostMarkWrites } from '../../../domain/channels/post-marks.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { channelIdOf, integer, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** Their numbers in the column. */
const numbers: { readonly [Mark in PostMark]: number } = {
  mention: 1,
  unreadMention: 2,
  unreadReaction: 3,
  unreadPollVote: 4,
}

export const postMarkRows: RowsOfAccount = {
  post_marks: { owner: 'user_id', key: 'id', ofChannel: { column: 'channel', key: 'id' } },
}

export function createPostMarks(connection: Connection): PostMarkWrites {
  const selectNamed = connection.read(
    `SELECT m.channel, m.id, m.user_id, EXISTS (SELECT 1 FROM post_marks u WHERE u.user_id = m.user_id
       AND u.channel = m.channel AND u.mark = ${numbers.unreadMention} AND u.id = m.id) AS unread
     FROM json_each(?) p CROSS JOIN post_marks m INDEXED BY post_marks_of_post
     ON m.channel = p.value ->> 0 AND m.id = p.value ->> 1 AND m.mark = ${numbers.mention}
     ORDER BY m.channel, m.id, m.user_id`,
  )
  const selectIds = connection.read(
    'SELECT id FROM post_marks WHERE user_id = ? AND channel = ? AND mark = ? ORDER BY id DESC LIMIT ?',
  )
  const selectInThread = connection.read(
    'SELECT id FROM post_marks WHERE user_id = ? AND channel = ? AND thread = ? AND mark = ? ORDER BY id DESC LIMIT ?',
  )
  const selectCounts = connection.read(
    `SELECT channel, count(*) AS count FROM post_marks
     WHERE user_id = ? AND channel IN (SELECT value FROM json_each(?)) AND mark = ? GROUP BY channel`,
  )
  const selectThreadCounts = connection.read(
    `SELECT thread, count(*) AS count FROM post_marks
     WHERE user_id = ? AND channel = ? AND thread IN (SELECT value FROM json_each(?)) AND mark = ? GROUP BY thread`,
  )
  const insert = connection.write(
    'INSERT OR IGNORE INTO post_marks (user_id, channel, mark, id, thread) VALUES (?, ?, ?, ?, ?)',
  )
  const take = connection.write(
    `DELETE FROM post_marks WHERE user_id = ? AND channel = ? AND mark = ?
     AND id IN (SELECT value FROM json_each(?)) RETURNING id`,
  )
  const remove = connection.write('DELETE FROM post_marks WHERE channel = ? AND id IN (SELECT value FROM json_each(?))')
  const forget = connection.write(
    `DELETE FROM post_marks WHERE user_id = ? AND channel = ? AND mark <> ${numbers.mention}`,
  )
  return {
    async named(posts) {
      if (posts.length === 0) return []
      return selectNamed.all(JSON.stringify(posts.map(({ channel, id }) => [channel, id]))).map((row) => ({
        channel: channelIdOf(row['channel']),
        id: integer(row['id']),
        userId: userIdOf(row['user_id']),
        unread: integer(row['unread']) === 1,
      }))
    },
    async ids({ userId, channel, mark, thread, limit }) {
      const rows =
        thread === undefined
          ? selectIds.all(userId, channel, numbers[mark], limit)
          : selectInThread.all(userId, channel, thread, numbers[mark], limit)
      return rows.map((row) => integer(row['id']))
    },
    async counts(userId, channels, mark) {
      if (channels.length === 0) return new Map()
      const rows = selectCounts.all(userId, list(channels), numbers[mark])
      return new Map(rows.map((row) => [channelIdOf(row['channel']), integer(row['count'])]))
    },
    async threadCounts(userId, channel, threads, mark) {
      if (threads.length === 0) return new Map()
      const rows = selectThreadCounts.all(userId, channel, list(threads), numbers[mark])
      return new Map(rows.map((row) => [integer(row['thread']), integer(row['count'])]))
    },
    async add({ channel, id, marks, users, thread }) {
      for (const mark of marks) {
        for (const userId of users) insert.run(userId, channel, numbers[mark], id, thread ?? null)
      }
    },
    async take(userId, channel, ids, mark) {
      return take.all(userId, channel, numbers[mark], list(ids)).map((row) => integer(row['id']))
    },
    async remove(channel, ids) {
      remove.run(channel, list(ids))
    },
    async forgetUnread(userId, channel) {
      forget.run(userId, channel)
    },
  }
}
