import type { SlowModeWrites } from '../../../domain/channels/slow-mode.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const slowModeRows: RowsOfAccount = {
  slow_mode_sends: { owner: 'user_id', key: 'channel', ofChannel: { column: 'channel', key: 'user_id' } },
}

export function createSlowMode(connection: Connection): SlowModeWrites {
  const select = connection.read('SELECT next_at FROM slow_mode_sends WHERE channel = ? AND user_id = ?')
  const put = connection.write(
    `INSERT INTO slow_mode_sends (channel, user_id, next_at) VALUES (?, ?, ?)
     ON CONFLICT (channel, user_id) DO UPDATE SET next_at = excluded.next_at`,
  )
  const forget = connection.write(
    `DELETE FROM slow_mode_sends WHERE (channel, user_id) IN
     (SELECT channel, user_id FROM slow_mode_sends WHERE next_at < ? ORDER BY next_at LIMIT ?)`,
  )
  return {
    async next(channel, userId) {
      const row = select.get(channel, userId)
      return row && integer(row['next_at'])
    },
    async setNext(channel, userId, next) {
      put.run(channel, userId, next)
    },
    async forget(before, limit) {
      return forget.count(before, limit)
    },
  }
}
