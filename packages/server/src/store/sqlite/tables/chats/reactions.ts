import type { MessageName, ReactionWrites, StoredReaction } from '../../../domain/chats/reactions.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, type Row, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const reactionRows: RowsOfAccount = {
  reactions: { owner: 'box', key: 'id' },
  used_reactions: { owner: 'user_id', key: 'reaction' },
  favourite_reactions: { owner: 'user_id', key: 'user_id' },
}

export function createReactions(connection: Connection): ReactionWrites {
  const selectOf = connection.read(
    `SELECT r.* FROM json_each(?) n CROSS JOIN reactions r
     ON r.box = json_extract(n.value, '$[0]') AND r.id = json_extract(n.value, '$[1]')
     ORDER BY r.date, r.user_id, r.place`,
  )
  const selectRecent = connection.read(
    'SELECT reaction FROM used_reactions WHERE user_id = ? AND recent = 1 ORDER BY date DESC, reaction LIMIT ?',
  )
  const selectTop = connection.read(
    'SELECT reaction FROM used_reactions WHERE user_id = ? ORDER BY times DESC, date DESC, reaction LIMIT ?',
  )
  const selectFavourite = connection.read('SELECT reaction FROM favourite_reactions WHERE user_id = ?')
  const removeOwn = connection.write('DELETE FROM reactions WHERE box = ? AND id = ? AND user_id = ?')
  const insert = connection.write(
    `INSERT INTO reactions (box, id, user_id, place, reaction, date, big, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const markRead = connection.write('UPDATE reactions SET unread = 0 WHERE box = ? AND id = ? AND unread = 1')
  const remove = connection.write('DELETE FROM reactions WHERE box = ? AND id = ?')
  const noteUse = connection.write(
    `INSERT INTO used_reactions (user_id, reaction, date, times, recent) VALUES (?1, ?2, ?3, 1, 1)
     ON CONFLICT (user_id, reaction) DO UPDATE SET date = ?3, times = times + 1, recent = 1`,
  )
  const forgetRecent = connection.write('UPDATE used_reactions SET recent = 0 WHERE user_id = ?')
  const setFavourite = connection.write('INSERT OR REPLACE INTO favourite_reactions (user_id, reaction) VALUES (?, ?)')
  return {
    async of(names) {
      return names.length === 0 ? [] : selectOf.all(pairs(names)).map(toReaction)
    },
    async recent(userId, limit) {
      return selectRecent.all(userId, limit).map((row) => blob(row['reaction']))
    },
    async top(userId, limit) {
      return selectTop.all(userId, limit).map((row) => blob(row['reaction']))
    },
    async favourite(userId) {
      const row = selectFavourite.get(userId)
      return row && blob(row['reaction'])
    },
    async set({ box, id }, userId, reactions) {
      removeOwn.run(box, id, userId)
      for (const [place, { reaction, date, big, unread }] of reactions.entries()) {
        insert.run(box, id, userId, place, reaction, date, big ? 1 : 0, unread ? 1 : 0)
      }
    },
    async markRead({ box, id }) {
      markRead.run(box, id)
    },
    async remove(names) {
      for (const { box, id } of names) remove.run(box, id)
    },
    async noteUse(userId, reaction, date) {
      noteUse.run(userId, reaction, date)
    },
    async forgetRecent(userId) {
      forgetRecent.run(userId)
    },
    async setFavourite(userId, reaction) {
      setFavourite.run(userId, reaction)
    },
  }
}

function pairs(names: readonly MessageName[]): string {
  return JSON.stringify(names.map(({ box, id }) => [box, id]))
}

function toReaction(row: Row): StoredReaction {
  return {
    box: userIdOf(row['box']),
    id: integer(row['id']),
    userId: userIdOf(row['user_id']),
    reaction: blob(row['reaction']),
    date: integer(row['date']),
    big: integer(row['big']) === 1,
    unread: integer(row['unread']) === 1,
  }
}
