/**
 * A bot that is asked inline, from any chat: `@your_bot shrug hello`. Have @BotFather turn that on by /setinline.
 * BOT_TOKEN=… npm run example -- bot-inline, beside `npm start`.
 */
import { Bot, InlineQueryResultBuilder } from 'grammy'
import { runBot } from './support/run-bot.ts'

const faces = { shrug: '¯\\_(ツ)_/¯', bear: 'ʕ•ᴥ•ʔ', flip: '(╯°□°)╯︵ ┻━┻' }
const pageSize = 2

export function createInlineBot(token: string, apiRoot: string): Bot {
  const bot = new Bot(token, { client: { apiRoot } })
  bot.command('start', (ctx) => ctx.reply(`Type @${ctx.me.username} and a few words into any chat.`))
  bot.on('inline_query', async (ctx) => {
    const [, wanted = '', text = ''] = /^(\w*)\s*(.*)$/s.exec(ctx.inlineQuery.query) ?? []
    const found = Object.entries(faces).filter(([name]) => name.startsWith(wanted))
    const from = Number(ctx.inlineQuery.offset || 0)
    const results = found
      .slice(from, from + pageSize)
      .map(([name, face]) => InlineQueryResultBuilder.article(name, `${name} ${face}`).text(`${text} ${face}`.trim()))
    const next = from + pageSize < found.length ? String(from + pageSize) : ''
    await ctx.answerInlineQuery(results, {
      ...{ cache_time: 60, next_offset: next },
      button: { text: 'What is this?', start_parameter: 'help' },
    })
  })
  return bot
}

if (import.meta.main) await runBot(createInlineBot)
