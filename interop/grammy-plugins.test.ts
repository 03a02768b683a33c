import { autoRetry } from '@grammyjs/auto-retry'
import { type Conversation, type ConversationFlavor, conversations, createConversation } from '@grammyjs/conversations'
import { type FileFlavor, hydrateFiles } from '@grammyjs/files'
import { type HydrateFlavor, hydrate } from '@grammyjs/hydrate'
import { Menu } from '@grammyjs/menu'
import { FormattedString } from '@grammyjs/parse-mode'
import { run } from '@grammyjs/runner'
import { StatelessQuestion } from '@grammyjs/stateless-question'
import { Bot, type Context, InputFile, type SessionFlavor, session } from 'grammy'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GrammyRoom, type Person, picture, ways } from './support/grammy-room.ts'
import { until } from './support/until.ts'

/** The plugins of grammY as its documentation has them used, all unmodified. */
describe('bots with plugins of grammY', { timeout: 30_000 }, () => {
  let room: GrammyRoom
  let ann: Person

  beforeAll(async () => {
    room = await GrammyRoom.open()
    ann = await room.person('9996610091', 'Ann')
  }, 60_000)

  afterAll(() => room?.close())

  const edited = (): string[] => {
    const texts: string[] = []
    ann.client.on('update', ({ update }) => {
      if (update._ === 'updateEditMessage' && update.message._ === 'message') texts.push(update.message.message)
    })
    return texts
  }

  test.each(ways)('sessions: a counter of each chat, by %s', async (way) => {
    type Counting = Context & SessionFlavor<{ count: number }>
    const username = `count_${way}_bot`
    await room.bot<Counting>(
      username,
      (bot) => {
        bot.use(session({ initial: () => ({ count: 0 }) }))
        bot.on('message:text', (ctx) => ctx.reply(`${way} ${++ctx.session.count}`))
      },
      way,
    )
    for (const text of ['one', 'two', 'three']) await ann.client.sendMessage(`@${username}`, text)
    await ann.sees(`${way} 3`)
  })

  test.each(ways)('conversations: asks, waits, asks again and sums up, by %s', async (way) => {
    type Talking = ConversationFlavor<Context>
    const username = `talk_${way}_bot`
    const order = async (conversation: Conversation<Talking, Context>, ctx: Context): Promise<void> => {
      await ctx.reply(`${way}: what to drink?`)
      const drink = await conversation.form.text()
      await ctx.reply(`${way}: how many?`)
      const count = await conversation.form.int({ otherwise: (other) => other.reply(`${way}: a number, please`) })
      await ctx.reply(`${way}: ${count} times ${drink}`)
    }
    await room.bot<Talking>(
      username,
      (bot) => {
        bot.use(conversations())
        bot.use(createConversation(order))
        bot.command('order', (ctx) => ctx.conversation.enter('order'))
      },
      way,
    )
    const chat = `@${username}`
    await ann.client.sendMessage(chat, '/order')
    await ann.sees(`${way}: what to drink?`)
    await ann.client.sendMessage(chat, 'tea')
    await ann.sees(`${way}: how many?`)
    await ann.client.sendMessage(chat, 'many')
    await ann.sees(`${way}: a number, please`)
    await ann.client.sendMessage(chat, '3')
    await ann.sees(`${way}: 3 times tea`)
  })

  test.each(ways)(
    'menus: leads into a second one and back, and changes what stands on a button, by %s',
    async (way) => {
      const username = `menu_${way}_bot`
      let isOn = false
      const settings = new Menu(`settings-${way}`)
        .text(
          () => (isOn ? 'On' : 'Off'),
          (ctx) => {
            isOn = !isOn
            ctx.menu.update()
          },
        )
        .back('Back')
      const main = new Menu(`main-${way}`)
        .text('Hello', (ctx) => ctx.reply(`${way} greets`))
        .submenu('Settings', `settings-${way}`)
      main.register(settings)
      await room.bot(
        username,
        (bot) => {
          bot.use(main)
          bot.command('start', (ctx) => ctx.reply(`${way} menu`, { reply_markup: main }))
        },
        way,
      )
      await ann.client.startBot(`@${username}`)
      const { peer, id } = await ann.sees(`${way} menu`)
      const shown = async () => {
        const { value } = await ann.client.history(peer, { limit: 1, beforeId: id + 1 }).next()
        if (value?._ !== 'message') throw new TypeError('the menu is gone')
        const rows = value.replyMarkup?._ === 'replyInlineMarkup' ? value.replyMarkup.rows : []
        return { message: value, texts: rows.flatMap(({ buttons }) => buttons.map(({ text }) => text)) }
      }
      const shows = async (...texts: readonly string[]) => {
        await until(
          async () => (await shown()).texts.join() === texts.join(),
          () => `instead of ${texts.join()}`,
        )
        return (await shown()).message
      }
      await ann.client.pressButton(await shows('Hello', 'Settings'), 'Hello')
      await ann.sees(`${way} greets`)
      await ann.client.pressButton(await shows('Hello', 'Settings'), 'Settings')
      await ann.client.pressButton(await shows('Off', 'Back'), 'Off')
      await ann.client.pressButton(await shows('On', 'Back'), 'Back')
      await shows('Hello', 'Settings')
    },
  )

  test('hydrate: what was sent edits and deletes itself, and a query answers itself', async () => {
    const texts = edited()
    type Hydrated = HydrateFlavor<Context> & Context
    await room.bot<Hydrated>('hydrate_bot', (bot) => {
      bot.use(hydrate())
      bot.command('start', async (ctx) => {
        const first = await ctx.reply('wait')
        await first.editText('ready')
        const second = await ctx.reply('in vain')
        await second.delete()
        await ctx.reply('press', { reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] } })
      })
      bot.on('callback_query:data', (ctx) => ctx.callbackQuery.answer({ text: `got ${ctx.callbackQuery.data}` }))
    })
    await ann.client.startBot('@hydrate_bot')
    const message = await ann.sees('press')
    expect(await ann.client.pressButton(message, 'Go')).toMatchObject({ type: 'answer', text: 'got go' })
    await until(
      () => texts.includes('ready'),
      () => texts.join(),
    )
    const left: string[] = []
    for await (const one of ann.client.history('@hydrate_bot')) left.push(one._ === 'message' ? one.message : one._)
    expect(left).toEqual(['press', 'ready', '/start'])
  })

  test('files: what people send is downloaded by its path, and sent back by its id', async () => {
    const png = await picture('teal')
    const got: Uint8Array[] = []
    type Files = FileFlavor<Context>
    await room.bot<Files>('files_bot', (bot) => {
      bot.api.config.use(hydrateFiles(bot.token, { apiRoot: room.apiRoot }))
      bot.on('message:document', async (ctx) => {
        const file = await ctx.getFile()
        // Its `download` speaks HTTPS alone, so that what it is told stands at the address that it gives.
        const bytes = new Uint8Array(await (await fetch(file.getUrl())).arrayBuffer())
        got.push(bytes)
        await ctx.replyWithDocument(ctx.message.document.file_id, { caption: 'as it came' })
        await ctx.replyWithPhoto(new InputFile(file.getUrl() === '' ? '' : (got[0] ?? png)), { caption: 'as a photo' })
      })
    })
    await ann.client.sendFile('@files_bot', new Uint8Array(png), { name: 'teal.png', asFile: true })
    const back = await ann.sees('as it came')
    expect(got).toEqual([new Uint8Array(png)])
    expect(await ann.client.download(back).bytes()).toEqual(new Uint8Array(png))
    const { raw } = await ann.sees('as a photo')
    expect(raw).toMatchObject({ media: { _: 'messageMediaPhoto' } })
  })

  test('parse-mode: bold words and links arrive as entities', async () => {
    const bot = await room.bot('format_bot', (one) => one.command('start', (ctx) => ctx.reply('begun')))
    await ann.client.startBot('@format_bot')
    const { text, entities } = FormattedString.join(
      [FormattedString.b('fat'), FormattedString.link('there', 'https://example.org'), 'plain'],
      ' ',
    )
    await ann.sees('begun')
    await bot.api.sendMessage(ann.id, text, { entities })
    const { raw } = await ann.sees('fat there plain')
    expect(raw).toMatchObject({
      entities: [
        { _: 'messageEntityBold', offset: 0, length: 3 },
        { _: 'messageEntityTextUrl', offset: 4, length: 5, url: 'https://example.org/' },
      ],
    })
  })

  test('stateless-question: an answer to a forced reply is known again', async () => {
    await room.bot('question_bot', (bot) => {
      const question = new StatelessQuestion('colour', (ctx, state) =>
        ctx.reply(`${ctx.message.text} for ${state}`).then(() => {}),
      )
      bot.use(question.middleware())
      bot.command('start', (ctx) => question.replyWithHTML(ctx, 'which colour?', 'the door'))
    })
    await ann.client.startBot('@question_bot')
    const asked = await until(
      () => ann.came.some(({ text }) => text.startsWith('which colour?')),
      () => 'no question',
    ).then(() => ann.came.findLast(({ text }) => text.startsWith('which colour?')))
    expect(asked?.raw).toMatchObject({ replyMarkup: { _: 'replyKeyboardForceReply' } })
    await ann.client.sendMessage('@question_bot', 'red', { replyTo: asked?.id ?? 0 })
    await ann.sees('red for the door')
  })

  test('runner and auto-retry: many messages at once are all answered, each once', async () => {
    const { token } = await room.server.createBot({ username: 'runner_bot', name: 'Runner' })
    const bot = new Bot(token, { client: { apiRoot: room.apiRoot } })
    bot.api.config.use(autoRetry())
    bot.on('message:text', (ctx) => ctx.reply(`ran ${ctx.message.text}`))
    const running = run(bot)
    try {
      const texts = Array.from({ length: 12 }, (_, n) => `${n}`)
      for (const text of texts) await ann.client.sendMessage('@runner_bot', text)
      const answers = () => ann.came.map(({ text }) => text).filter((text) => text.startsWith('ran '))
      await until(
        () => answers().length >= texts.length,
        () => answers().join(),
        25_000,
      )
      expect(answers().sort()).toEqual(texts.map((text) => `ran ${text}`).sort())
    } finally {
      await running.stop()
    }
  })
})
