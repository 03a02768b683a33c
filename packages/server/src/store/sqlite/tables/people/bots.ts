import type { BotCounts, BotWrites } from '../../../domain/people/bots.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, text, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'
import type { CorrespondenceTable } from './correspondence.ts'

export const botRows: RowsOfAccount = {
  bots: { owner: 'user_id', key: 'user_id' },
  bot_commands: { owner: 'user_id', key: 'scope' },
  bot_texts: { owner: 'user_id', key: 'lang' },
  bot_menus: { owner: 'user_id', key: 'peer' },
  bot_conversations: { owner: 'user_id', key: 'bot' },
  status_bots: { owner: 'user_id', key: 'bot' },
  bot_access: {
    erase: `DELETE FROM bot_access WHERE (bot, user_id) IN
      (SELECT bot, user_id FROM bot_access WHERE bot = ?1 OR user_id = ?1 LIMIT ?2)`,
  },
}

export function createBots(connection: Connection, correspondence: CorrespondenceTable): BotWrites {
  const select = connection.read('SELECT * FROM bots WHERE user_id = ?')
  const selectCommands = connection.read('SELECT data FROM bot_commands WHERE user_id = ? AND scope = ? AND lang = ?')
  const selectFirst = connection.read(
    `SELECT c.data FROM json_each(?2) k JOIN bot_commands c
     ON c.user_id = ?1 AND c.scope = k.value ->> 0 AND c.lang = k.value ->> 1 ORDER BY k.key LIMIT 1`,
  )
  const selectTexts = connection.read('SELECT * FROM bot_texts WHERE user_id = ? AND lang = ?')
  const selectMenu = connection.read('SELECT data FROM bot_menus WHERE user_id = ? AND peer = ?')
  const selectConversation = connection.read('SELECT data FROM bot_conversations WHERE bot = ? AND user_id = ?')
  const put = connection.write(
    `INSERT INTO bots (user_id, token_seed, group_rights, channel_rights, feedback) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (user_id) DO UPDATE SET token_seed = excluded.token_seed, group_rights = excluded.group_rights,
     channel_rights = excluded.channel_rights, feedback = excluded.feedback`,
  )
  const putCommands = connection.write(
    'INSERT OR REPLACE INTO bot_commands (user_id, scope, lang, data) VALUES (?, ?, ?, ?)',
  )
  const removeCommands = connection.write('DELETE FROM bot_commands WHERE user_id = ? AND scope = ? AND lang = ?')
  const putTexts = connection.write(
    'INSERT OR REPLACE INTO bot_texts (user_id, lang, name, about, description) VALUES (?, ?, ?, ?, ?)',
  )
  const removeTexts = connection.write('DELETE FROM bot_texts WHERE user_id = ? AND lang = ?')
  const putMenu = connection.write('INSERT OR REPLACE INTO bot_menus (user_id, peer, data) VALUES (?, ?, ?)')
  const removeMenu = connection.write('DELETE FROM bot_menus WHERE user_id = ? AND peer = ?')
  const putConversation = connection.write(
    'INSERT OR REPLACE INTO bot_conversations (bot, user_id, data) VALUES (?, ?, ?)',
  )
  const removeConversation = connection.write('DELETE FROM bot_conversations WHERE bot = ? AND user_id = ?')
  const counts = connection.read(
    `SELECT (SELECT count(*) FROM bot_commands WHERE user_id = ?1) AS commands,
     (SELECT count(*) FROM bot_texts WHERE user_id = ?1) AS texts,
     (SELECT count(*) FROM bot_menus WHERE user_id = ?1) AS menus,
     (SELECT count(*) FROM status_bots WHERE user_id = ?1) AS statuses`,
  )
  const selectStatus = connection.read('SELECT 1 FROM status_bots WHERE user_id = ? AND bot = ?')
  const addStatus = connection.write('INSERT OR IGNORE INTO status_bots (user_id, bot) VALUES (?, ?)')
  const removeStatus = connection.write('DELETE FROM status_bots WHERE user_id = ? AND bot = ?')
  const isRestricted = connection.read('SELECT 1 FROM bots WHERE user_id = ? AND restricted = 1')
  const selectAccess = connection.read('SELECT user_id FROM bot_access WHERE bot = ? ORDER BY user_id')
  const restrict = connection.write('UPDATE bots SET restricted = ? WHERE user_id = ?')
  const addAccess = connection.write('INSERT INTO bot_access (bot, user_id) VALUES (?, ?)')
  const removeAccess = connection.write('DELETE FROM bot_access WHERE bot = ?')
  return {
    async get(userId) {
      const row = select.get(userId)
      return (
        row && {
          userId: userIdOf(row['user_id']),
          tokenSeed: blob(row['token_seed']),
          groupRights: integer(row['group_rights']),
          channelRights: integer(row['channel_rights']),
          feedback: integer(row['feedback']) === 1,
        }
      )
    },
    async commands({ userId, scope, lang }) {
      const row = selectCommands.get(userId, scope, lang)
      return row && blob(row['data'])
    },
    async firstCommands(userId, keys) {
      const row = selectFirst.get(userId, JSON.stringify(keys.map(({ scope, lang }) => [scope, lang])))
      return row && blob(row['data'])
    },
    async texts(userId, lang) {
      const row = selectTexts.get(userId, lang)
      return row && { name: text(row['name']), about: text(row['about']), description: text(row['description']) }
    },
    async menu(userId, peer) {
      const row = selectMenu.get(userId, peer)
      return row && blob(row['data'])
    },
    async conversation(bot, userId) {
      const row = selectConversation.get(bot, userId)
      return row && text(row['data'])
    },
    async put({ userId, tokenSeed, groupRights, channelRights, feedback }) {
      put.run(userId, tokenSeed, groupRights, channelRights, feedback ? 1 : 0)
    },
    async setCommands({ userId, scope, lang }, commands) {
      if (commands === undefined) removeCommands.run(userId, scope, lang)
      else putCommands.run(userId, scope, lang, commands)
    },
    async setTexts(userId, lang, { name, about, description }) {
      if (name === '' && about === '' && description === '') removeTexts.run(userId, lang)
      else putTexts.run(userId, lang, name, about, description)
    },
    async setMenu(userId, peer, button) {
      if (button === undefined) removeMenu.run(userId, peer)
      else putMenu.run(userId, peer, button)
    },
    async setConversation(bot, userId, data) {
      if (data === undefined) removeConversation.run(bot, userId)
      else putConversation.run(bot, userId, data)
    },
    async count(userId) {
      const row = counts.get(userId)
      const of = (name: keyof BotCounts): number => integer(row?.[name])
      return { commands: of('commands'), texts: of('texts'), menus: of('menus'), statuses: of('statuses') }
    },
    async access(bot) {
      if (isRestricted.get(bot) === undefined) return undefined
      return selectAccess.all(bot).map((row) => userIdOf(row['user_id']))
    },
    async setAccess(bot, users) {
      restrict.run(users === undefined ? 0 : 1, bot)
      removeAccess.run(bot)
      for (const userId of users ?? []) addAccess.run(bot, userId)
      correspondence.changedForAll()
    },
    async setsStatus(userId, bot) {
      return selectStatus.get(userId, bot) !== undefined
    },
    async allowStatus(userId, bot, isAllowed) {
      if (isAllowed) addStatus.run(userId, bot)
      else removeStatus.run(userId, bot)
    },
  }
}
