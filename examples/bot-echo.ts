/** A bot that says everything again. BOT_TOKEN=… npm run example -- bot-echo, beside `npm start`. */
import { Bot } from 'grammy'
import { runBot } from './support/run-bot.ts'

export function createEchoBot(token: string, apiRoot: string): Bot {
  const bot = new Bot(token, { client: { apiRoot } })
  bot.command('start', (ctx) => ctx.reply('Say something.'))
  bot.on('message:text', (ctx) => ctx.reply(ctx.msg.text, { reply_parameters: { message_id: ctx.msg.message_id } }))
  bot.on('message', (ctx) => ctx.copyMessage(ctx.chat.id))
  return bot
}

if (import.meta.main) await runBot(createEchoBot)
