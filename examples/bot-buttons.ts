/** A bot that takes an order by buttons. BOT_TOKEN=… npm run example -- bot-buttons, beside `npm start`. */
import { Bot, InlineKeyboard } from 'grammy'
import { runBot } from './support/run-bot.ts'

const drinks = ['Tea', 'Coffee', 'Water']

export function createButtonsBot(token: string, apiRoot: string): Bot {
  const bot = new Bot(token, { client: { apiRoot } })
  const menu = (): InlineKeyboard => {
    const keyboard = new InlineKeyboard()
    for (const drink of drinks) keyboard.text(drink, `order:${drink}`).row()
    return keyboard
  }
  bot.command('start', (ctx) => ctx.reply('What would you like?', { reply_markup: menu() }))
  bot.callbackQuery(/^order:(.+)$/, async (ctx) => {
    const drink = ctx.match[1] ?? ''
    await ctx.answerCallbackQuery(`${drink} it is`)
    const change = new InlineKeyboard().text('Something else', 'again')
    await ctx.editMessageText(`You have ordered: ${drink}.`, { reply_markup: change })
  })
  bot.callbackQuery('again', async (ctx) => {
    await ctx.answerCallbackQuery()
    await ctx.editMessageText('What would you like?', { reply_markup: menu() })
  })
  return bot
}

if (import.meta.main) await runBot(createButtonsBot)
