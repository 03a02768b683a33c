import type { BotEventWrites } from '../../../domain/people/bot-events.ts'
import type { Connection } from '../../engine/connection.ts'
import { blob, integer, userIdOf } from '../../engine/rows.ts'
import type { RowsOfAccount } from '../../engine/rows-of-account.ts'

export const botEventRows: RowsOfAccount = {
  bot_events: { owner: 'bot', key: 'number' },
}

export function createBotEvents(connection: Connection): BotEventWrites {
  const selectAny = connection.read('SELECT 1 FROM bot_events LIMIT 1')
  const select = connection.read('SELECT number, bot, body FROM bot_events ORDER BY number LIMIT ?')
  const insert = connection.write('INSERT INTO bot_events (bot, body) VALUES (?, ?)')
  const removeUpTo = connection.write('DELETE FROM bot_events WHERE number <= ?')
  return {
    async any() {
      return selectAny.get() !== undefined
    },
    async add({ bot, update }) {
      insert.run(bot, update)
    },
    async take(limit) {
      const rows = select.all(limit)
      const last = rows.at(-1)
      if (last !== undefined) removeUpTo.run(integer(last['number']))
      return rows.map((row) => ({ bot: userIdOf(row['bot']), update: blob(row['body']) }))
    },
  }
}
