import type { SavedTag, SavedTagWrites } from '../../../domain/lists/saved-tags.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, optional, type Row, text } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const savedTagRows: RowsOfAccount = {
  saved_tags: { owner: 'box', key: 'id' },
  saved_tag_titles: { owner: 'box', key: 'reaction' },
}

export function createSavedTags(connection: Connection): SavedTagWrites {
  const selectAll = connection.read(
    `SELECT reaction, max(title) AS title, sum(used) AS count FROM (
       SELECT reaction, NULL AS title, 1 AS used FROM saved_tags WHERE box = ?1
       UNION ALL SELECT reaction, title, 0 FROM saved_tag_titles WHERE box = ?1
     ) GROUP BY reaction ORDER BY count DESC, reaction`,
  )
  const selectOfPeer = connection.read(
    `SELECT reaction, (SELECT title FROM saved_tag_titles t WHERE t.box = s.box AND t.reaction = s.reaction) AS title,
     count(*) AS count FROM saved_tags s WHERE box = ? AND peer = ? GROUP BY reaction ORDER BY count DESC, reaction`,
  )
  const insert = connection.write('INSERT OR IGNORE INTO saved_tags (box, reaction, peer, id) VALUES (?, ?, ?, ?)')
  const remove = connection.write('DELETE FROM saved_tags WHERE box = ? AND id IN (SELECT value FROM json_each(?))')
  const putTitle = connection.write('INSERT OR REPLACE INTO saved_tag_titles (box, reaction, title) VALUES (?, ?, ?)')
  const removeTitle = connection.write('DELETE FROM saved_tag_titles WHERE box = ? AND reaction = ?')
  return {
    async list(box, peer) {
      return (peer === undefined ? selectAll.all(box) : selectOfPeer.all(box, peer)).map(toTag)
    },
    async set(box, peer, id, reactions) {
      remove.run(box, list([id]))
      for (const reaction of reactions) insert.run(box, reaction, peer, id)
    },
    async remove(box, ids) {
      remove.run(box, list(ids))
    },
    async setTitle(box, reaction, title) {
      if (title === undefined) removeTitle.run(box, reaction)
      else putTitle.run(box, reaction, title)
    },
  }
}

function toTag(row: Row): SavedTag {
  return {
    reaction: blob(row['reaction']),
    title: optional(text, row['title']),
    count: integer(row['count']),
  }
}
