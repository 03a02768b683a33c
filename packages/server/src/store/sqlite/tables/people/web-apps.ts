import type { BotApp, Prepared, WebAppSession, WebAppWrites } from '../../../domain/people/web-apps.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, long, optional, type Row, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const webAppRows: RowsOfAccount = {
  bot_apps: { owner: 'bot', key: 'id' },
  web_app_sessions: { owner: 'user_id', key: 'query_id' },
  prepared_by_bots: { owner: 'user_id', key: 'id' },
}

export function createWebApps(connection: Connection): WebAppWrites {
  const selectApp = connection.read('SELECT * FROM bot_apps WHERE id = ?')
  const selectNamed = connection.read('SELECT * FROM bot_apps WHERE bot = ? AND short_name = ?')
  const selectOf = connection.read('SELECT * FROM bot_apps WHERE bot = ? ORDER BY id')
  const selectSession = connection.read('SELECT * FROM web_app_sessions WHERE query_id = ?', { longs: true })
  const count = connection.read('SELECT count(*) AS count FROM web_app_sessions WHERE user_id = ?')
  const selectPrepared = connection.read('SELECT * FROM prepared_by_bots WHERE id = ?', { longs: true })
  const countPrepared = connection.read('SELECT count(*) AS count FROM prepared_by_bots WHERE bot = ?')
  const putPrepared = connection.write(
    'INSERT INTO prepared_by_bots (id, bot, user_id, message, button, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const removePrepared = connection.write(
    `DELETE FROM prepared_by_bots WHERE id IN
     (SELECT id FROM prepared_by_bots WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`,
  )
  const putApp = connection.write(
    `INSERT INTO bot_apps (bot, short_name, title, description, url) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (bot, short_name) DO UPDATE SET
     short_name = excluded.short_name, title = excluded.title, description = excluded.description, url = excluded.url`,
  )
  const removeApp = connection.write('DELETE FROM bot_apps WHERE bot = ? AND short_name = ?')
  const putSession = connection.write(
    `INSERT OR REPLACE INTO web_app_sessions (query_id, bot, user_id, peer, reply_to, send_as, silent, expires_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const removeSession = connection.write('DELETE FROM web_app_sessions WHERE query_id = ?')
  const removeExpired = connection.write(
    `DELETE FROM web_app_sessions WHERE query_id IN
     (SELECT query_id FROM web_app_sessions WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`,
  )
  return {
    async app(id) {
      const row = selectApp.get(id)
      return row && toApp(row)
    },
    async appNamed(bot, shortName) {
      const row = selectNamed.get(bot, shortName)
      return row && toApp(row)
    },
    async appsOf(bot) {
      return selectOf.all(bot).map(toApp)
    },
    async session(queryId) {
      const row = selectSession.get(queryId)
      return row && toSession(row)
    },
    async countOf(userId) {
      return integer(count.get(userId)?.['count'])
    },
    async prepared(id) {
      const row = selectPrepared.get(id)
      return row && toPrepared(row)
    },
    async countPrepared(bot) {
      return integer(countPrepared.get(bot)?.['count'])
    },
    async putPrepared({ id, bot, userId, message, button, expiresAt }) {
      putPrepared.run(id, bot, userId, message ?? null, button ?? null, expiresAt)
    },
    async putApp({ bot, shortName, title, description, url }) {
      putApp.run(bot, shortName, title, description, url)
    },
    async removeApp(bot, shortName) {
      removeApp.run(bot, shortName)
    },
    async putSession({ queryId, bot, userId, peer, replyTo, sendAs, silent, expiresAt }) {
      putSession.run(queryId, bot, userId, peer, replyTo ?? null, sendAs ?? null, silent ? 1 : 0, expiresAt)
    },
    async removeSession(queryId) {
      removeSession.run(queryId)
    },
    async removeExpired(now, limit) {
      return removeExpired.count(now, limit) + removePrepared.count(now, limit)
    },
  }
}

function toApp(row: Row): BotApp {
  return {
    id: integer(row['id']),
    bot: userIdOf(row['bot']),
    shortName: text(row['short_name']),
    title: text(row['title']),
    description: text(row['description']),
    url: text(row['url']),
  }
}

function toPrepared(row: Row): Prepared {
  return {
    id: long(row['id']),
    bot: userIdOf(row['bot']),
    userId: userIdOf(row['user_id']),
    message: optional(blob, row['message']),
    button: optional(blob, row['button']),
    expiresAt: integer(row['expires_at']),
  }
}

function toSession(row: Row): WebAppSession {
  return {
    queryId: long(row['query_id']),
    bot: userIdOf(row['bot']),
    userId: userIdOf(row['user_id']),
    peer: blob(row['peer']),
    replyTo: optional(blob, row['reply_to']),
    sendAs: optional(blob, row['send_as']),
    silent: integer(row['silent']) === 1,
    expiresAt: integer(row['expires_at']),
  }
}
