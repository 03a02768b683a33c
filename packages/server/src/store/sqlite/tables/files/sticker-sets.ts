import type { StickerKind, StickerSetWrites, StoredStickerSet } from '../../../domain/files/sticker-sets.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const stickerSetRows: RowsOfAccount = {
  sticker_sets: { stays: 'for all who have the set' },
  stickers_of_sets: { stays: 'as long as the set' },
}

/** Behind any text that begins so. */
const last = '\u{10ffff}'

export function createStickerSets(connection: Connection): StickerSetWrites {
  const columns = 'id, owner, maker, access_hash, short_name, title, kind, text_color, date, version, count, thumb'
  const select = connection.read(`SELECT ${columns} FROM sticker_sets WHERE id = ? AND removed = 0`)
  const selectNamed = connection.read(`SELECT ${columns} FROM sticker_sets WHERE name_key = ?`)
  const selectMany = connection.read(
    `SELECT ${columns} FROM sticker_sets WHERE id IN (SELECT value FROM json_each(?)) AND removed = 0`,
  )
  const selectStickers = connection.read(
    'SELECT document, emoji, keywords FROM stickers_of_sets WHERE set_id = ? ORDER BY position',
  )
  const selectCovers = connection.read(
    `SELECT set_id, document FROM stickers_of_sets WHERE position = 0 AND set_id IN (SELECT value FROM json_each(?))`,
  )
  const selectSetOf = connection.read('SELECT set_id FROM stickers_of_sets WHERE document = ?')
  const selectMade = connection.read(
    `SELECT ${columns} FROM sticker_sets WHERE owner = ?1 AND removed = 0
       AND (?2 IS NULL OR (date, id) < (SELECT date, id FROM sticker_sets WHERE id = ?2))
     ORDER BY date DESC, id DESC LIMIT ?3`,
  )
  const countMade = connection.read('SELECT count(*) AS n FROM sticker_sets WHERE owner = ? AND removed = 0')
  const search = connection.read(
    `SELECT ${columns} FROM sticker_sets WHERE kind = ?1 AND id IN (
       SELECT id FROM (SELECT id FROM sticker_sets WHERE name_key >= ?2 AND name_key < ?3 LIMIT 100)
       UNION SELECT id FROM (SELECT id FROM sticker_sets WHERE title_key >= ?2 AND title_key < ?3 LIMIT 100)
     ) ORDER BY title_key, id LIMIT ?4`,
  )
  const searchInstalled = connection.read(
    `SELECT s.document FROM installed_sets i JOIN stickers_of_sets s ON s.set_id = i.set_id
     WHERE i.user_id = ?1 AND i.kind = ?2 AND i.archived = 0
       AND (?3 IS NULL OR EXISTS (
         SELECT 1 FROM json_each(s.emoji) e WHERE e.value IN (SELECT value FROM json_each(?3))))
       AND (?4 IS NULL OR EXISTS (SELECT 1 FROM json_each(s.keywords) k WHERE k.value >= ?4 AND k.value < ?5))
     ORDER BY i.place DESC, s.position LIMIT ?6`,
  )
  const insert = connection.write(
    `INSERT INTO sticker_sets (id, owner, maker, access_hash, short_name, name_key, title, title_key, kind, text_color, date, thumb)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const update = connection.write(
    'UPDATE sticker_sets SET title = ?2, title_key = ?3, thumb = ?4, version = version + 1 WHERE id = ?1',
  )
  const removeStickers = connection.write('DELETE FROM stickers_of_sets WHERE set_id = ?')
  const insertSticker = connection.write(
    'INSERT INTO stickers_of_sets (set_id, position, document, emoji, keywords) VALUES (?, ?, ?, ?, ?)',
  )
  const recount = connection.write('UPDATE sticker_sets SET count = ?2, version = version + 1 WHERE id = ?1')
  const remove = connection.write(
    'UPDATE sticker_sets SET removed = 1, name_key = NULL, title_key = NULL, count = 0, thumb = NULL WHERE id = ?',
  )
  const sweep = connection.write(
    `DELETE FROM installed_sets WHERE (user_id, set_id) IN (
       SELECT i.user_id, i.set_id FROM sticker_sets s JOIN installed_sets i ON i.set_id = s.id
       WHERE s.removed = 1 LIMIT ?)`,
  )
  const forget = connection.write(
    `DELETE FROM sticker_sets WHERE removed = 1
       AND NOT EXISTS (SELECT 1 FROM installed_sets i WHERE i.set_id = sticker_sets.id)`,
  )
  return {
    async get(id) {
      const row = select.get(id)
      return row && toSet(row)
    },
    async named(shortName) {
      const row = selectNamed.get(shortName.toLowerCase())
      return row && toSet(row)
    },
    async many(ids) {
      return selectMany.all(list(ids)).map(toSet)
    },
    async stickers(id) {
      return selectStickers.all(id).map((row) => ({
        document: integer(row['document']),
        emoji: words(text(row['emoji'])),
        keywords: words(text(row['keywords'])),
      }))
    },
    async covers(ids) {
      const rows = selectCovers.all(list(ids))
      return new Map(rows.map((row) => [integer(row['set_id']), integer(row['document'])]))
    },
    async setOf(document) {
      const row = selectSetOf.get(document)
      return row && integer(row['set_id'])
    },
    async madeBy(owner, after, limit) {
      return selectMade.all(owner, after ?? null, limit).map(toSet)
    },
    async countMadeBy(owner) {
      return integer(countMade.get(owner)?.['n'])
    },
    async search(kind, beginning, limit) {
      return search.all(kind, beginning, beginning + last, limit).map(toSet)
    },
    async searchInstalled(userId, { kind, emoji, keyword }, limit) {
      const wanted = emoji === undefined ? null : JSON.stringify(emoji)
      const rows = searchInstalled.all(userId, kind, wanted, keyword ?? null, (keyword ?? '') + last, limit)
      return rows.map((row) => integer(row['document']))
    },
    async add({ id, owner, maker, accessHash, shortName, title, kind, textColor, date, thumb }) {
      const hash = Buffer.alloc(8)
      hash.writeBigInt64LE(accessHash)
      const keys = [shortName, shortName.toLowerCase(), title, title.toLowerCase()] as const
      insert.run(id, owner, maker, hash, ...keys, kind, Number(textColor), date, thumb ?? null)
    },
    async change(id, change) {
      const row = select.get(id)
      if (row === undefined) return
      const now = { ...toSet(row), ...change }
      update.run(id, now.title, now.title.toLowerCase(), now.thumb ?? null)
    },
    async putStickers(id, stickers) {
      removeStickers.run(id)
      for (const [position, { document, emoji, keywords }] of stickers.entries()) {
        insertSticker.run(id, position, document, JSON.stringify(emoji), JSON.stringify(keywords))
      }
      recount.run(id, stickers.length)
    },
    async remove(id) {
      removeStickers.run(id)
      remove.run(id)
    },
    async sweepRemoved(limit) {
      const swept = sweep.count(limit)
      if (swept < limit) forget.run()
      return swept
    },
  }
}

function toSet(row: Row): StoredStickerSet {
  const accessHash = blob(row['access_hash'])
  return {
    id: integer(row['id']),
    owner: userIdOf(row['owner']),
    maker: userIdOf(row['maker']),
    accessHash: Buffer.from(accessHash).readBigInt64LE(0),
    shortName: text(row['short_name']),
    title: text(row['title']),
    kind: kindOf(text(row['kind'])),
    textColor: integer(row['text_color']) === 1,
    date: integer(row['date']),
    version: integer(row['version']),
    count: integer(row['count']),
    thumb: optional(integer, row['thumb']),
  }
}

export function kindOf(stored: string): StickerKind {
  return stored === 'masks' || stored === 'emoji' ? stored : 'stickers'
}

/** A list of words in JSON. */
function words(json: string): string[] {
  const parsed: unknown = JSON.parse(json)
  return Array.isArray(parsed) ? parsed.filter((one) => typeof one === 'string') : []
}
