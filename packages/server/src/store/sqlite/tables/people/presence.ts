import type { OnlineDevice, PresenceWrites } from '../../../domain/people/presence.ts'
import { type Connection, readAmong } from '../../engine/connection.ts'
import { integer, long, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const presenceRows: RowsOfAccount = {
  online_devices: { stays: 'all go offline when the account is deleted' },
}

export function createPresence(connection: Connection): PresenceWrites {
  const select = readAmong(
    connection,
    'SELECT user_id, max(until) AS until FROM online_devices WHERE user_id IN (@list) GROUP BY user_id',
  )
  const replace = connection.write(
    'INSERT OR REPLACE INTO online_devices (auth_key_id, process, session_id, user_id, until) VALUES (?, ?, ?, ?, ?)',
  )
  const ofDevice = connection.read('SELECT * FROM online_devices WHERE auth_key_id = ? ORDER BY process', {
    longs: true,
  })
  const remove = connection.write(
    'DELETE FROM online_devices WHERE auth_key_id = ?1 AND process = coalesce(?2, process) RETURNING *',
    { longs: true },
  )
  const takeOf = connection.write(
    `DELETE FROM online_devices WHERE (auth_key_id, process) IN
     (SELECT auth_key_id, process FROM online_devices WHERE process = ? LIMIT ?) RETURNING *`,
    { longs: true },
  )
  const takeExpired = connection.write(
    `DELETE FROM online_devices WHERE (auth_key_id, process) IN
     (SELECT auth_key_id, process FROM online_devices WHERE until < ? UNION ALL
      SELECT auth_key_id, process FROM online_devices WHERE until > ? LIMIT ?) RETURNING *`,
    { longs: true },
  )
  const setLastSeen = connection.write(
    'UPDATE users SET last_seen = iif(last_seen > ?2, ?1, max(last_seen, ?1)) WHERE id = ?3',
  )
  return {
    async online(users) {
      return new Map(select(users).map((row) => [userIdOf(row['user_id']), integer(row['until'])]))
    },
    async ofDevice(authKeyId) {
      return ofDevice.all(authKeyId).map(toDevice)
    },
    async put({ authKeyId, process, sessionId, userId, until }) {
      replace.run(authKeyId, process, sessionId, userId, until)
    },
    async remove(authKeyId, process) {
      return remove.all(authKeyId, process ?? null).map(toDevice)
    },
    async takeOf(process, limit) {
      return takeOf.all(process, limit).map(toDevice)
    },
    async takeExpired(time, latest, limit) {
      return takeExpired.all(time, latest, limit).map(toDevice)
    },
    async setLastSeen(userId, time, now) {
      setLastSeen.run(time, now, userId)
    },
  }
}

function toDevice(row: Row): OnlineDevice {
  return {
    authKeyId: long(row['auth_key_id']),
    process: text(row['process']),
    sessionId: long(row['session_id']),
    userId: userIdOf(row['user_id']),
    until: integer(row['until']),
  }
}
