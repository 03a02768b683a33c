import type { PostName } from '../../../domain/channels/channels.ts'
import type { PostReaction, PostReactionWrites } from '../../../domain/channels/post-reactions.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, channelIdOf, integer, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const postReactionRows: RowsOfAccount = {
  post_reactions: {
    stays: 'counted in messages of channels, where a deleted account is shown as one',
    ofChannel: { column: 'channel', key: 'id' },
  },
  post_reaction_counts: { stays: 'of the channel', ofChannel: { column: 'channel', key: 'id' } },
}

const inList = 'id IN (SELECT value FROM json_each(?2))'

export function createPostReactions(connection: Connection): PostReactionWrites {
  const selectCounts = connection.read(
    `SELECT c.channel, c.id, c.reaction, c.count FROM json_each(?) p CROSS JOIN post_reaction_counts c
     ON c.channel = p.value ->> 0 AND c.id = p.value ->> 1 WHERE c.count > 0
     ORDER BY c.channel, c.id, c.count DESC, c.since, c.reaction`,
  )
  const selectGiven = connection.read(
    `SELECT r.* FROM json_each(?) p CROSS JOIN post_reactions r
     ON r.channel = p.value ->> 0 AND r.id = p.value ->> 1 AND r.user_id = ? ORDER BY r.channel, r.id, r.place`,
  )
  const latest = 'ORDER BY date DESC, user_id DESC LIMIT ? OFFSET ?'
  const selectAll = connection.read(`SELECT * FROM post_reactions WHERE channel = ? AND id = ? ${latest}`)
  const selectKind = connection.read(
    `SELECT * FROM post_reactions WHERE channel = ? AND id = ? AND reaction = ? ${latest}`,
  )
  const selectUnread = connection.read(
    'SELECT 1 FROM post_reactions WHERE channel = ? AND id = ? AND unread = 1 LIMIT 1',
  )
  const selectReacted = connection.read(
    'SELECT DISTINCT id FROM post_reactions WHERE user_id = ? AND channel = ? ORDER BY id DESC LIMIT ?',
  )
  const removeOwn = connection.write(
    'DELETE FROM post_reactions WHERE channel = ? AND id = ? AND user_id = ? RETURNING reaction, date',
  )
  const insert = connection.write(
    `INSERT INTO post_reactions (channel, id, user_id, place, reaction, date, big, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const count = connection.write(
    `INSERT INTO post_reaction_counts (channel, id, reaction, count, since) VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (channel, id, reaction) DO UPDATE SET count = count + ?4, since = iif(count = 0, ?5, since)`,
  )
  const markRead = connection.write(
    `UPDATE post_reactions SET unread = 0 WHERE channel = ?1 AND ${inList} AND unread = 1`,
  )
  const remove = connection.write(`DELETE FROM post_reactions WHERE channel = ?1 AND ${inList}`)
  const removeCounts = connection.write(`DELETE FROM post_reaction_counts WHERE channel = ?1 AND ${inList}`)

  return {
    async counts(posts) {
      if (posts.length === 0) return []
      return selectCounts.all(pairs(posts)).map((row) => ({
        channel: channelIdOf(row['channel']),
        id: integer(row['id']),
        reaction: blob(row['reaction']),
        count: integer(row['count']),
      }))
    },
    async given(posts, userId) {
      return posts.length === 0 ? [] : selectGiven.all(pairs(posts), userId).map(toReaction)
    },
    async page({ channel, id, reaction, offset, limit }) {
      const rows =
        reaction === undefined
          ? selectAll.all(channel, id, limit, offset)
          : selectKind.all(channel, id, reaction, limit, offset)
      return rows.map(toReaction)
    },
    async hasUnread(channel, id) {
      return selectUnread.get(channel, id) !== undefined
    },
    async reactedBy(channel, userId, limit) {
      return selectReacted.all(userId, channel, limit).map((row) => integer(row['id']))
    },
    async set(channel, id, userId, reactions) {
      for (const row of removeOwn.all(channel, id, userId)) {
        count.run(channel, id, blob(row['reaction']), -1, integer(row['date']))
      }
      for (const [place, { reaction, date, big, unread }] of reactions.entries()) {
        insert.run(channel, id, userId, place, reaction, date, big ? 1 : 0, unread ? 1 : 0)
        count.run(channel, id, reaction, 1, date)
      }
    },
    async markRead(channel, ids) {
      markRead.run(channel, list(ids))
    },
    async remove(channel, ids) {
      remove.run(channel, list(ids))
      removeCounts.run(channel, list(ids))
    },
  }
}

function pairs(posts: readonly PostName[]): string {
  return JSON.stringify(posts.map(({ channel, id }) => [channel, id]))
}

function toReaction(row: Row): PostReaction {
  return {
    channel: channelIdOf(row['channel']),
    id: integer(row['id']),
    userId: userIdOf(row['user_id']),
    reaction: blob(row['reaction']),
    date: integer(row['date']),
    big: integer(row['big']) === 1,
    unread: integer(row['unread']) === 1,
  }
}
