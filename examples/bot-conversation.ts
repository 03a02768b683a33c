/** A bot that asks one thing after the other. BOT_TOKEN=… npm run example -- bot-conversation, beside `npm start`. */
import { type Conversation, type ConversationFlavor, conversations, createConversation } from '@grammyjs/conversations'
import { Bot, type Context } from 'grammy'
import { runBot } from './support/run-bot.ts'

type Talking = ConversationFlavor<Context>

async function register(conversation: Conversation<Talking, Context>, ctx: Context): Promise<void> {
  await ctx.reply('What are you called?')
  const name = await conversation.form.text()
  await ctx.reply(`How old are you, ${name}?`)
  const age = await conversation.form.int({ otherwise: (other) => other.reply('As a number, please.') })
  await ctx.reply(age < 18 ? `Come back in ${18 - age} years, ${name}.` : `Welcome, ${name}.`)
}

export function createConversationBot(token: string, apiRoot: string): Bot<Talking> {
  const bot = new Bot<Talking>(token, { client: { apiRoot } })
  bot.use(conversations())
  bot.command('cancel', async (ctx) => {
    await ctx.conversation.exitAll()
    await ctx.reply('Forgotten.')
  })
  bot.use(createConversation(register))
  bot.command('start', (ctx) => ctx.conversation.enter('register'))
  return bot
}

if (import.meta.main) await runBot(createConversationBot)
