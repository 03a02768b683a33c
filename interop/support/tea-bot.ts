import type { Client } from '@chappe/client'
import { Bot, InlineKeyboard, Keyboard } from 'grammy'
import { talkToBotFather } from './bot-father.ts'

/** A bot of unmodified grammY with something of each kind that people do with bots. */
export interface TeaBot {
  readonly username: string
  /** What it was told, in order. */
  readonly told: string[]
  stop(): Promise<void>
}

/** Begins a bot with this token, by polling. */
export async function startTeaBot(apiRoot: string, token: string): Promise<TeaBot> {
  const told: string[] = []
  const bot = new Bot(token, { client: { apiRoot } })
  bot.command('start', (ctx) => {
    told.push(`start ${ctx.match}`)
    const keyboard = new InlineKeyboard()
      .text('Tea', 'tea')
      .text('Milk', 'milk')
      .row()
      .url('Web', 'https://example.org')
      .switchInlineCurrent('Ask', 'leaves')
    return ctx.reply(`tea or milk, ${ctx.match}?`, { reply_markup: keyboard })
  })
  bot.command('colours', (ctx) => {
    const keyboard = new Keyboard().text('Red').text('Blue').row().requestContact('Number').requestLocation('Place')
    return ctx.reply('which colour?', { reply_markup: keyboard.resized().oneTime() })
  })
  bot.hears(['Red', 'Blue'], (ctx) => ctx.reply(`${ctx.match} it is`, { reply_markup: { remove_keyboard: true } }))
  bot.on('message:contact', (ctx) => {
    told.push(`contact ${ctx.message.contact.user_id === ctx.from.id ? 'of its own' : 'of another'}`)
    return ctx.reply('I have your number')
  })
  bot.on('message:location', (ctx) => ctx.reply(`you are at ${ctx.message.location.latitude.toFixed(1)}`))
  bot.callbackQuery(['tea', 'milk'], async (ctx) => {
    told.push(`pressed ${ctx.callbackQuery.data}`)
    if (ctx.inlineMessageId === undefined) {
      await ctx.editMessageText(`${ctx.callbackQuery.data} chosen`)
      await ctx.answerCallbackQuery({ text: `${ctx.callbackQuery.data} is coming`, show_alert: true })
    } else {
      await ctx.answerCallbackQuery({ text: 'from anywhere' })
      await ctx.editMessageText('changed in place')
    }
  })
  bot.on('inline_query', (ctx) => {
    const { query } = ctx.inlineQuery
    const reply_markup = new InlineKeyboard().text('Tea', 'tea')
    return ctx.answerInlineQuery(
      [
        {
          ...{ type: 'article', id: 'one', title: `About ${query}`, reply_markup },
          input_message_content: { message_text: `*${query}*`, parse_mode: 'MarkdownV2' },
        },
        { type: 'contact', id: 'two', phone_number: '+15550100', first_name: 'Grocer' },
      ],
      { cache_time: 0, button: { text: 'Begin', start_parameter: 'inline' } },
    )
  })
  bot.on('chosen_inline_result', (ctx) => {
    told.push(`chosen ${ctx.chosenInlineResult.result_id} of ${ctx.chosenInlineResult.query}`)
  })
  bot.catch(({ error }) => void told.push(`failed: ${String(error)}`))
  await bot.init()
  const running = bot.start()
  return {
    ...{ username: bot.botInfo.username, told },
    async stop() {
      await bot.stop()
      await running
    },
  }
}

/** Has @BotFather make a bot that is asked inline and told what was chosen. Gives its token. */
export async function askBotFather(owner: Client, username: string): Promise<string> {
  const { newBot, change, end } = talkToBotFather(owner)
  const token = await newBot('Tea', username)
  await change(username, '/setinline', 'of what?')
  await change(username, '/setinlinefeedback', 'Enable')
  end()
  return token
}
