import type { AdminEvent, AdminLogWrites } from '../../../domain/channels/admin-log.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, channelIdOf, integer, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import { filesInLogged } from '../files/files-in.ts'

/** So many events a search looks at. */
const mostSearched = 20_000
/** So many events are looked at for who is named in them. */
const mostNamed = 20_000

export const adminLogRows: RowsOfAccount = {
  admin_log_events: { stays: 'what happened in a channel, for 48 hours', ofChannel: { column: 'channel', key: 'id' } },
}

export function createAdminLog(connection: Connection): AdminLogWrites {
  const picked = `channel = ?1 AND id < ?2 AND id > ?3 AND date >= ?4 AND (?5 = 0 OR kinds & ?5 <> 0)
    AND (?6 IS NULL OR user_id IN (SELECT value FROM json_each(?6)))`
  const columns = 'channel, id, user_id, date, action'
  const select = connection.read(`SELECT ${columns} FROM admin_log_events WHERE ${picked} ORDER BY id DESC LIMIT ?7`)
  const search = connection.read(
    `SELECT ${columns} FROM (
       SELECT ${columns}, person, words FROM admin_log_events WHERE ${picked} ORDER BY id DESC LIMIT ${mostSearched}
     ) WHERE instr(words, ?8) > 0 OR user_id IN (SELECT value FROM json_each(?9)) OR person IN (SELECT value FROM json_each(?9))
     ORDER BY id DESC LIMIT ?7`,
  )
  const selectPeople = connection.read(
    `WITH newest AS (
       SELECT user_id, person FROM admin_log_events WHERE channel = ?1 AND date >= ?2 ORDER BY id DESC LIMIT ${mostNamed}
     )
     SELECT user_id AS id FROM newest UNION SELECT person FROM newest WHERE person IS NOT NULL LIMIT ?3`,
  )
  // Later events have a later date or follow at once, so that a number is not given again when all before were removed.
  const insert = connection.write(
    `INSERT INTO admin_log_events (channel, id, user_id, date, kinds, person, words, action, document, photo)
     VALUES (?1, max(?3 << 20, (SELECT coalesce(max(id), 0) + 1 FROM admin_log_events WHERE channel = ?1)), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`,
  )
  const remove = connection.write(
    `DELETE FROM admin_log_events WHERE (channel, id) IN (
       SELECT channel, id FROM admin_log_events WHERE date < ? ORDER BY date LIMIT ?)`,
  )
  return {
    async page({ channel, since, maxId, minId, limit, kinds = 0, by, search: sought }) {
      const below = maxId === 0 ? Number.MAX_SAFE_INTEGER : maxId
      const values = [channel, below, minId, since, kinds, by === undefined ? null : list(by), limit]
      const rows =
        sought === undefined ? select.all(...values) : search.all(...values, sought.words, list(sought.people))
      return rows.map(toEvent)
    },
    async people(channel, since, limit) {
      return selectPeople.all(channel, since, limit).map((row) => userIdOf(row['id']))
    },
    async add({ channel, userId, date, kinds, person, words, action }) {
      const { document, photo } = filesInLogged(action)
      insert.run(channel, userId, date, kinds, person ?? null, words, action, document, photo)
    },
    async removeBefore(time, limit) {
      return remove.count(time, limit)
    },
  }
}

function toEvent(row: Row): AdminEvent {
  return {
    channel: channelIdOf(row['channel']),
    id: integer(row['id']),
    userId: userIdOf(row['user_id']),
    date: integer(row['date']),
    action: blob(row['action']),
  }
}
