/**
 * A bot that looks after a group: greets who comes, mutes by /mute, warns by /warn and bans at the third warning. Make it
 * an admin of the group. BOT_TOKEN=… npm run example -- bot-moderation, beside `npm start`.
 */
import { Bot, type Context } from 'grammy'
import { runBot } from './support/run-bot.ts'

const maxWarnings = 3
const secondsOf = { m: 60, h: 3_600, d: 86_400 }

export function createModerationBot(token: string, apiRoot: string): Bot {
  const bot = new Bot(token, { client: { apiRoot } })
  /** By chat and person; a bot that is started again has forgiven all. */
  const warnings = new Map<string, number>()
  const group = bot.chatType('supergroup')

  group.on('message:new_chat_members', (ctx) => {
    const names = ctx.msg.new_chat_members.filter(({ is_bot }) => !is_bot).map(({ first_name }) => first_name)
    return names.length === 0 ? undefined : ctx.reply(`Welcome, ${names.join(' and ')}!`)
  })

  const fromAdmins = group.filter(async (ctx) => {
    const { status } = await ctx.getAuthor()
    return status === 'creator' || status === 'administrator'
  })

  fromAdmins.command('mute', async (ctx) => {
    const author = ctx.msg.reply_to_message?.from
    const [, count = '10', unit = 'm'] = /^(\d+)\s*([mhd])/.exec(ctx.match) ?? []
    if (author === undefined) return ctx.reply('Answer to what somebody said.')
    const until = ctx.msg.date + Number(count) * (unit === 'd' ? secondsOf.d : unit === 'h' ? secondsOf.h : secondsOf.m)
    await ctx.restrictChatMember(author.id, { can_send_messages: false }, { until_date: until })
    return ctx.reply(`${author.first_name} is silent for ${count}${unit}.`)
  })

  fromAdmins.command('warn', async (ctx) => {
    const said = ctx.msg.reply_to_message
    if (said?.from === undefined) return ctx.reply('Answer to what somebody said.')
    const key = `${ctx.chat.id} ${said.from.id}`
    const count = (warnings.get(key) ?? 0) + 1
    warnings.set(key, count)
    await ctx.api.deleteMessage(ctx.chat.id, said.message_id)
    if (count < maxWarnings) return ctx.reply(`${said.from.first_name}: warning ${count} of ${maxWarnings}.`)
    warnings.delete(key)
    await ctx.banChatMember(said.from.id)
    return ctx.reply(`${said.from.first_name} is out.`)
  })

  group.command(['mute', 'warn'], (ctx: Context) => ctx.reply('Only admins may do that.'))
  return bot
}

if (import.meta.main) await runBot(createModerationBot)
