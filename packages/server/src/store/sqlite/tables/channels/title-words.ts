import type { TitleWordWrites } from '../../../domain/channels/title-words.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { channelIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

/** So many titles with a word that begins so are looked at; with a longer beginning others are found. */
const mostTitled = 2_000

export const titleWordRows: RowsOfAccount = {
  title_words: {
    stays: 'of channels, which outlive the accounts that created them',
    ofChannel: { column: 'channel', key: 'word' },
  },
}

export function createTitleWords(connection: Connection): TitleWordWrites {
  const select = connection.read(
    `SELECT c.id FROM (SELECT DISTINCT channel FROM title_words WHERE word >= ?1 AND ${beginsWith('word', '?1')} LIMIT ${mostTitled}) w
     JOIN channels c ON c.id = w.channel AND c.deleted = 0 JOIN usernames n ON n.peer = c.id
     WHERE NOT EXISTS (SELECT 1 FROM json_each(?2) p WHERE NOT EXISTS (SELECT 1 FROM title_words o
       WHERE o.channel = c.id AND o.word >= p.value AND ${beginsWith('o.word', 'p.value')}))
     GROUP BY c.id ORDER BY c.members DESC, c.id DESC LIMIT ?3`,
  )
  const remove = connection.write('DELETE FROM title_words WHERE channel = ?')
  const insert = connection.write(
    'INSERT OR IGNORE INTO title_words (word, channel) SELECT value, ?1 FROM json_each(?2)',
  )
  return {
    async titled(beginnings, limit) {
      // The longest is in the fewest titles.
      const [longest, ...others] = [...beginnings].sort((a, b) => b.length - a.length)
      if (longest === undefined) return []
      return select.all(longest, list(others), limit).map((row) => channelIdOf(row['id']))
    },
    async put(channel, words) {
      remove.run(channel)
      if (words.length > 0) insert.run(channel, list(words))
    },
  }
}

/** The last character of Unicode comes after all that goes on with the beginning. */
function beginsWith(column: string, beginning: string): string {
  return `${column} < ${beginning} || char(0x10ffff)`
}
