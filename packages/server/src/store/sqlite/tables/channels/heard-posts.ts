import type { HeardPostWrites } from '../../../domain/channels/heard-posts.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { channelIdOf, integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const heardPostRows: RowsOfAccount = {
  heard_posts: { owner: 'user_id', key: 'id', ofChannel: { column: 'channel', key: 'id' } },
}

export function createHeardPosts(connection: Connection): HeardPostWrites {
  const selectAmong = connection.read(
    `SELECT p.value ->> 0 AS channel, p.value ->> 1 AS id, EXISTS (SELECT 1 FROM heard_posts o
       WHERE o.channel = p.value ->> 0 AND o.id = p.value ->> 1 AND o.user_id = ?2) AS own
     FROM json_each(?1) p WHERE EXISTS (SELECT 1 FROM heard_posts h
       WHERE h.channel = p.value ->> 0 AND h.id = p.value ->> 1)`,
  )
  const selectHeard = connection.read(
    'SELECT DISTINCT id FROM heard_posts WHERE channel = ? AND id IN (SELECT value FROM json_each(?))',
  )
  const insert = connection.write('INSERT OR IGNORE INTO heard_posts (channel, id, user_id, date) VALUES (?, ?, ?, ?)')
  const remove = connection.write(
    'DELETE FROM heard_posts WHERE channel = ? AND id IN (SELECT value FROM json_each(?))',
  )
  const forget = connection.write(
    `DELETE FROM heard_posts WHERE (channel, id, user_id) IN (
       SELECT channel, id, user_id FROM heard_posts WHERE date < ? ORDER BY date LIMIT ?)`,
  )
  return {
    async among(posts, viewer) {
      if (posts.length === 0) return []
      const named = JSON.stringify(posts.map(({ channel, id }) => [channel, id]))
      return selectAmong.all(named, viewer ?? null).map((row) => ({
        channel: channelIdOf(row['channel']),
        id: integer(row['id']),
        byViewer: integer(row['own']) === 1,
      }))
    },
    async add(channel, ids, userId, date) {
      const before = new Set(selectHeard.all(channel, list(ids)).map((row) => integer(row['id'])))
      const own = ids.filter((id) => insert.count(channel, id, userId, date) > 0)
      return { first: own.filter((id) => !before.has(id)), own }
    },
    async remove(channel, ids) {
      remove.run(channel, list(ids))
    },
    async forgetBefore(time, limit) {
      return forget.count(time, limit)
    },
  }
}
