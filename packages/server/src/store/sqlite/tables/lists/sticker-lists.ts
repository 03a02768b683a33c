import type { StickerListWrites } from '../../../domain/lists/sticker-lists.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const stickerListRows: RowsOfAccount = {
  sticker_lists: { owner: 'user_id', key: 'document' },
}

export function createStickerLists(connection: Connection): StickerListWrites {
  const select = connection.read(
    'SELECT document, date FROM sticker_lists WHERE user_id = ? AND list = ? ORDER BY place DESC',
  )
  const remove = connection.write('DELETE FROM sticker_lists WHERE user_id = ? AND list = ? AND document = ?')
  const insert = connection.write(
    `INSERT INTO sticker_lists (user_id, list, document, date, place) VALUES (?1, ?2, ?3, ?4,
       1 + coalesce((SELECT max(place) FROM sticker_lists WHERE user_id = ?1 AND list = ?2), 0))`,
  )
  const cut = connection.write(
    `DELETE FROM sticker_lists WHERE user_id = ?1 AND list = ?2 AND document IN (
       SELECT document FROM sticker_lists WHERE user_id = ?1 AND list = ?2 ORDER BY place DESC LIMIT -1 OFFSET ?3)`,
  )
  const clear = connection.write('DELETE FROM sticker_lists WHERE user_id = ? AND list = ?')
  return {
    async list(userId, which) {
      return select.all(userId, which).map((row) => ({
        document: integer(row['document']),
        date: integer(row['date']),
      }))
    },
    async put(userId, which, { document, date }, limit) {
      remove.run(userId, which, document)
      insert.run(userId, which, document, date)
      cut.run(userId, which, limit)
    },
    async remove(userId, which, document) {
      remove.run(userId, which, document)
    },
    async clear(userId, which) {
      clear.run(userId, which)
    },
  }
}
