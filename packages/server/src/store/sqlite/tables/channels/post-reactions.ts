import type { PostReaction, PostReactionWrites, ReactionTally } from '../../../domain/channels/post-reactions.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const postReactionRows: RowsOfAccount = {
  post_reactions: { stays: 'counted in messages of channels, where a deleted account is shown as one' },
  post_reaction_counts: { stays: 'of the channel' },
}

const inList = 'id IN (SELECT value FROM json_each(?2))'

export function createPostReactions(connection: Connection): PostReactionWrites {
  const selectCounts = connection.read(
    `SELECT id, reaction, count FROM post_reaction_counts WHERE channel = ?1 AND ${inList} AND count > 0
     ORDER BY count DESC, since, reaction`,
  )
  const selectGiven = connection.read(
    `SELECT * FROM post_reactions WHERE channel = ?1 AND ${inList} AND user_id = ?3 ORDER BY id, place`,
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
    async counts(channel, ids) {
      const tallies = new Map<number, ReactionTally[]>()
      for (const row of selectCounts.all(channel, list(ids))) {
        const id = integer(row['id'])
        const tally = { reaction: blob(row['reaction']), count: integer(row['count']) }
        const all = tallies.get(id)
        if (all === undefined) tallies.set(id, [tally])
        else all.push(tally)
      }
      return tallies
    },
    async given(channel, ids, userId) {
      return ids.length === 0 ? [] : selectGiven.all(channel, list(ids), userId).map(toReaction)
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

function toReaction(row: Row): PostReaction {
  return {
    id: integer(row['id']),
    userId: userIdOf(row['user_id']),
    reaction: blob(row['reaction']),
    date: integer(row['date']),
    big: integer(row['big']) === 1,
    unread: integer(row['unread']) === 1,
  }
}
