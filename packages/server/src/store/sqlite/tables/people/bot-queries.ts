import type { BotQuery, BotQueryWrites } from '../../../domain/people/bot-queries.ts'
import { type Connection, list } from '../../engine/connection.ts'
import { blob, integer, long, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const botQueryRows: RowsOfAccount = {
  bot_queries: { owner: 'user_id', key: 'id' },
}

export function createBotQueries(connection: Connection): BotQueryWrites {
  const select = connection.read('SELECT * FROM bot_queries WHERE id = ?', { longs: true })
  const selectCached = connection.read(
    `SELECT * FROM bot_queries WHERE cache_key IN (SELECT value FROM json_each(?)) AND cached_until > ?
     ORDER BY cached_until DESC LIMIT 1`,
    { longs: true },
  )
  const count = connection.read('SELECT count(*) AS count FROM bot_queries WHERE user_id = ?')
  const put = connection.write(
    `INSERT OR REPLACE INTO bot_queries (id, bot, user_id, asked, callback, results, join_result, link, cache_key, cached_until, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const removeExpired = connection.write(
    'DELETE FROM bot_queries WHERE id IN (SELECT id FROM bot_queries WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)',
  )
  return {
    async get(id) {
      const row = select.get(id)
      return row && toQuery(row)
    },
    async cached(cacheKeys, now) {
      const row = selectCached.get(list(cacheKeys), now)
      return row && toQuery(row)
    },
    async countOf(userId) {
      return integer(count.get(userId)?.['count'])
    },
    async put({ id, bot, userId, asked, callback, results, joinResult, link, cacheKey, cachedUntil, expiresAt }) {
      const answers = [callback ?? null, results ?? null, joinResult ?? null, link ?? null] as const
      put.run(id, bot, userId, asked, ...answers, cacheKey ?? null, cachedUntil, expiresAt)
    },
    async removeExpired(now, limit) {
      return removeExpired.count(now, limit)
    },
  }
}

function toQuery(row: Row): BotQuery {
  return {
    id: long(row['id']),
    bot: userIdOf(row['bot']),
    userId: userIdOf(row['user_id']),
    asked: blob(row['asked']),
    callback: optional(blob, row['callback']),
    results: optional(blob, row['results']),
    joinResult: optional(blob, row['join_result']),
    link: optional(blob, row['link']),
    cacheKey: optional(text, row['cache_key']),
    cachedUntil: integer(row['cached_until']),
    expiresAt: integer(row['expires_at']),
  }
}
