import type { GameRecord, GameScore, GameWrites } from '../../../domain/people/games.ts'
import type { Connection } from '../../engine/connection.ts'
import { integer, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const gameRows: RowsOfAccount = {
  games: { owner: 'bot', key: 'id' },
  game_scores: {
    erase: `DELETE FROM game_scores WHERE (game, chat, user_id) IN
      (SELECT game, chat, user_id FROM game_scores WHERE user_id = ?1 LIMIT ?2)`,
  },
}

export function createGames(connection: Connection): GameWrites {
  const select = connection.read('SELECT * FROM games WHERE id = ?')
  const selectNamed = connection.read('SELECT * FROM games WHERE bot = ? AND short_name = ?')
  const selectOf = connection.read('SELECT * FROM games WHERE bot = ? ORDER BY id')
  const selectScore = connection.read('SELECT score FROM game_scores WHERE game = ? AND chat = ? AND user_id = ?')
  const selectBest = connection.read(
    'SELECT user_id, score FROM game_scores WHERE game = ? AND chat = ? ORDER BY score DESC, user_id LIMIT ?',
  )
  const selectBefore = connection.read(
    `SELECT user_id, score FROM game_scores WHERE game = ?1 AND chat = ?2 AND (score > ?3 OR (score = ?3 AND user_id < ?4))
     ORDER BY score, user_id DESC LIMIT ?5`,
  )
  const selectAfter = connection.read(
    `SELECT user_id, score FROM game_scores WHERE game = ?1 AND chat = ?2 AND (score < ?3 OR (score = ?3 AND user_id > ?4))
     ORDER BY score DESC, user_id LIMIT ?5`,
  )
  const countBefore = connection.read(
    `SELECT count(*) AS count FROM game_scores
     WHERE game = ?1 AND chat = ?2 AND (score > ?3 OR (score = ?3 AND user_id < ?4))`,
  )
  const put = connection.write(
    `INSERT INTO games (bot, short_name, title, description, photo) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (bot, short_name) DO UPDATE SET short_name = excluded.short_name, title = excluded.title,
     description = excluded.description, photo = excluded.photo`,
  )
  const remove = connection.write('DELETE FROM games WHERE id = ?')
  const putScore = connection.write(
    'INSERT OR REPLACE INTO game_scores (game, chat, user_id, score, date) VALUES (?, ?, ?, ?, ?)',
  )
  const removeScore = connection.write('DELETE FROM game_scores WHERE game = ? AND chat = ? AND user_id = ?')
  return {
    async get(id) {
      const row = select.get(id)
      return row && toGame(row)
    },
    async named(bot, shortName) {
      const row = selectNamed.get(bot, shortName)
      return row && toGame(row)
    },
    async of(bot) {
      return selectOf.all(bot).map(toGame)
    },
    async score({ game, chat }, userId) {
      const row = selectScore.get(game, chat, userId)
      return row && integer(row['score'])
    },
    async best({ game, chat }, limit) {
      return selectBest.all(game, chat, limit).map((row, at) => toScore(row, at + 1))
    },
    async scores({ game, chat }, userId, best, around) {
      const shown = new Map<number, GameScore>()
      const note = (rows: readonly Row[], first: number): void => {
        for (const [at, row] of rows.entries()) shown.set(first + at, toScore(row, first + at))
      }
      note(selectBest.all(game, chat, best), 1)
      const own = selectScore.get(game, chat, userId)
      if (own !== undefined) {
        const key = [game, chat, integer(own['score']), userId] as const
        const before = selectBefore.all(...key, around).reverse()
        const position = integer(countBefore.get(...key)?.['count']) + 1
        note(before, position - before.length)
        shown.set(position, { position, userId, score: integer(own['score']) })
        note(selectAfter.all(...key, around), position + 1)
      }
      return [...shown.values()].sort((a, b) => a.position - b.position)
    },
    async put({ bot, shortName, title, description, photo }) {
      put.run(bot, shortName, title, description, photo ?? null)
    },
    async remove(id) {
      remove.run(id)
    },
    async setScore({ game, chat }, userId, score, date) {
      if (score === undefined) removeScore.run(game, chat, userId)
      else putScore.run(game, chat, userId, score, date)
    },
  }
}

function toScore(row: Row, position: number): GameScore {
  return { position, userId: userIdOf(row['user_id']), score: integer(row['score']) }
}

function toGame(row: Row): GameRecord {
  return {
    id: integer(row['id']),
    bot: userIdOf(row['bot']),
    shortName: text(row['short_name']),
    title: text(row['title']),
    description: text(row['description']),
    photo: optional(integer, row['photo']),
  }
}
