import type { ReadDateWrites } from '../../../domain/chats/read-dates.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const readDateRows: RowsOfAccount = {
  read_dates: { owner: 'box', key: 'peer' },
}

export function createReadDates(connection: Connection): ReadDateWrites {
  const select = connection.read(
    'SELECT date FROM read_dates WHERE box = ? AND peer = ? AND max_id >= ? ORDER BY max_id LIMIT 1',
  )
  const insert = connection.write('INSERT OR IGNORE INTO read_dates (box, peer, max_id, date) VALUES (?, ?, ?, ?)')
  const remove = connection.write(
    `DELETE FROM read_dates WHERE (box, peer, max_id) IN
     (SELECT box, peer, max_id FROM read_dates WHERE date < ? ORDER BY date LIMIT ?)`,
  )
  return {
    async get(box, peer, id) {
      const row = select.get(box, peer, id)
      return row && integer(row['date'])
    },
    async add(box, peer, maxId, date) {
      insert.run(box, peer, maxId, date)
    },
    async removeBefore(date, limit) {
      return remove.count(date, limit)
    },
  }
}
