import type { ExpiringMediaWrites } from '../../../domain/chats/expiring-media.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const expiringMediaRows: RowsOfAccount = {
  expiring_media: { owner: 'box', key: 'id' },
}

export function createExpiringMedia(connection: Connection): ExpiringMediaWrites {
  const selectExpired = connection.read('SELECT box, id FROM expiring_media WHERE time <= ? ORDER BY time LIMIT ?')
  const insert = connection.write('INSERT OR IGNORE INTO expiring_media (box, id, time) VALUES (?, ?, ?)')
  const remove = connection.write('DELETE FROM expiring_media WHERE box = ? AND id = ?')
  return {
    async expired(now, limit) {
      return selectExpired.all(now, limit).map((row) => ({ box: userIdOf(row['box']), id: integer(row['id']) }))
    },
    async expireAt({ box, id }, time) {
      insert.run(box, id, time)
    },
    async forget(places) {
      for (const { box, id } of places) remove.run(box, id)
    },
  }
}
