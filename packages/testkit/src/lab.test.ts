import { Bot, InlineKeyboard, Keyboard } from 'grammy'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLab, type Lab } from './lab.ts'

let lab: Lab
beforeEach(async () => {
  lab = await createLab()
})
afterEach(() => lab.close())

/** A bot by grammY, which runs until the test ends. */
async function withBot(bot: Bot, test: () => Promise<void>): Promise<void> {
  const running = bot.start()
  try {
    await test()
  } finally {
    await bot.stop()
    await running
  }
}

describe('people', () => {
  it('talk to each other, and see each message once', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
    const sent = await ann.say(bob, 'hello')
    expect(sent).toMatchObject({ text: 'hello', out: true, from: ann.id, chatId: bob.id })
    const seen = await bob.sees('hello')
    expect(seen).toMatchObject({ text: 'hello', out: false, from: ann.id, chatId: ann.id })
    await bob.reply(seen, 'hello yourself')
    expect(await ann.next(bob)).toMatchObject({ text: 'hello yourself', replyTo: sent.id })
    await ann.edit(sent, 'good morning')
    await bob.sees(/^good/)
    await bob.react(seen, '👍')
    await bob.seesNothing()
    await ann.delete(sent)
    expect(await bob.history(ann)).toHaveLength(1)
  })

  it('are told what they saw instead', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
    await ann.say(bob, 'something else')
    await expect(bob.sees('hello', 300)).rejects.toMatchObject({
      code: 'NOT_SEEN',
      message: expect.stringContaining('"something else"'),
    })
    await expect(bob.seesNothing()).rejects.toMatchObject({ code: 'UNEXPECTED' })
  })
})

describe('chats', () => {
  it('have admins, in channels and in supergroups', async () => {
    const [ann, bob] = [await lab.user('Ann'), await lab.user('Bob')]
    const guard = await lab.bot('guard')
    for (const chat of [await lab.supergroup('Garden', ann, bob, guard), await lab.channel('News', ann, bob, guard)]) {
      await chat.promote(guard)
      await chat.promote(bob)
      expect(await guard.call('getChatAdministrators', { chat_id: chat.id })).toHaveLength(3)
    }
  })
})

describe('a bot', () => {
  it('answers people by grammY, with buttons and keyboards', async () => {
    const { token, apiRoot } = await lab.bot('echo')
    const bot = new Bot(token, { client: { apiRoot } })
    bot.command('start', (ctx) => ctx.reply(`welcome ${ctx.match}`))
    bot.command('buttons', (ctx) =>
      ctx.reply('choose', {
        reply_markup: new InlineKeyboard().text('Yes', 'yes').url('Site', 'https://example.org/'),
      }),
    )
    bot.command('keyboard', (ctx) =>
      ctx.reply('type', { reply_markup: new Keyboard().text('One').requestContact('My number') }),
    )
    bot.callbackQuery('yes', async (ctx) => {
      await ctx.answerCallbackQuery({ text: 'so be it', show_alert: true })
      await ctx.editMessageText('chosen')
    })
    bot.on('message:contact', (ctx) => ctx.reply(`called ${ctx.message.contact.phone_number}`))
    bot.on('message:text', (ctx) => ctx.reply(`you said ${ctx.message.text}`))
    const ann = await lab.user('Ann')
    await withBot(bot, async () => {
      await ann.start('@echo_bot', 'again')
      await ann.sees('welcome again')
      await ann.say('@echo_bot', '/buttons')
      const message = await ann.sees('choose')
      expect(message.buttons).toEqual([['Yes', 'Site']])
      expect(await ann.press('Site')).toMatchObject({ kind: 'url', url: 'https://example.org/' })
      expect(await ann.press('Yes')).toMatchObject({ kind: 'callback', text: 'so be it', alert: true })
      await ann.sees('chosen')
      await expect(ann.press('No')).rejects.toMatchObject({ code: 'NO_BUTTON' })
      await ann.say('@echo_bot', '/keyboard')
      await ann.sees('type')
      await ann.press('One')
      await ann.sees('you said One')
      await ann.press(/number/)
      await ann.sees(ann.phone.slice(1))
    })
  })
})
