import { createReadStream } from 'node:fs'
import { Input, Markup, Telegraf, TelegramError } from 'telegraf'
import { message } from 'telegraf/filters'
import { allowedUpdates, long, type MakeLibraryBot } from './library.ts'

const secret = 'a-secret'

/** Telegraf (telegraf.js.org). */
export const makeTelegrafBot: MakeLibraryBot = ({ token, apiRoot }, { picturePath, picture, other, notesPath }) => {
  const bot = new Telegraf(token, { telegram: { apiRoot } })
  bot.start((context) => {
    const buttons = [Markup.button.callback('Yes', 'yes'), Markup.button.url('Page', 'https://example.org')]
    return context.replyWithHTML(`hello <b>${context.from.first_name}</b>`, Markup.inlineKeyboard(buttons))
  })
  bot.action('yes', async (context) => {
    await context.answerCbQuery('thanks')
    await context.editMessageText('edited')
  })
  bot.command('keys', (context) =>
    context.reply('choose', Markup.keyboard(['One', Markup.button.contactRequest('Contact')]).resize()),
  )
  bot.command('long', (context) => context.reply(long))
  bot.command('files', async (context) => {
    const first = await context.replyWithPhoto(Input.fromLocalFile(picturePath), { caption: 'by path' })
    await context.replyWithPhoto(Input.fromBuffer(picture), { caption: 'by buffer' })
    const streamed = Input.fromReadableStream(createReadStream(notesPath), 'the "notes".txt')
    const { document } = await context.replyWithDocument(streamed, { caption: 'by stream' })
    await context.replyWithDocument(document.file_id, { caption: 'by id' })
    await context.replyWithMediaGroup([
      { type: 'photo', media: Input.fromBuffer(picture), caption: 'first of two' },
      { type: 'photo', media: Input.fromBuffer(other) },
    ])
    const changed = { type: 'photo', media: Input.fromBuffer(other), caption: 'changed' } as const
    await context.telegram.editMessageMedia(context.chat.id, first.message_id, undefined, changed)
    const link = await context.telegram.getFileLink(document)
    await context.reply(`read ${await (await fetch(link)).text()}`)
  })
  bot.command('poll', (context) => context.replyWithPoll('q?', ['a', 'b'], { is_anonymous: false }))
  bot.on('poll_answer', ({ pollAnswer: { user, option_ids } }) =>
    bot.telegram.sendMessage(user?.id ?? 0, `voted ${option_ids.join()}`),
  )
  bot.on('message_reaction', ({ chat, messageReaction: { new_reaction } }) => {
    const [reaction] = new_reaction
    return bot.telegram.sendMessage(chat.id, `reacted ${reaction?.type === 'emoji' ? reaction.emoji : ''}`)
  })
  bot.on('inline_query', (context) => {
    const input_message_content = { message_text: 'chosen' }
    return context.answerInlineQuery([{ type: 'article', id: 'one', title: 'One', input_message_content }], {
      cache_time: 0,
    })
  })
  bot.on('chosen_inline_result', ({ from, chosenInlineResult: { query } }) =>
    bot.telegram.sendMessage(from.id, `told of ${query}`),
  )
  bot.command('refused', (context) =>
    context.telegram.sendMessage(1, 'to nobody').catch((error: unknown) => {
      if (error instanceof TelegramError) return context.reply(`${error.code} ${error.description}`)
      throw error
    }),
  )
  bot.on(message('new_chat_members'), (context) =>
    context.reply(`welcome ${context.message.new_chat_members.map(({ first_name }) => first_name).join()}`),
  )
  bot.on(message('forward_origin'), (context) => {
    const origin = context.message.forward_origin
    return origin.type === 'user' ? context.reply(`forwarded from ${origin.sender_user.first_name}`) : undefined
  })
  let launched: Promise<void> | undefined
  return {
    async poll() {
      await new Promise<void>((resolve) => {
        launched = bot.launch({ allowedUpdates: [...allowedUpdates] }, resolve)
      })
    },
    async hook(url) {
      const path = new URL(url).pathname
      await bot.telegram.setWebhook(url, { secret_token: secret, allowed_updates: [...allowedUpdates] })
      return bot.webhookCallback(path, { secretToken: secret })
    },
    async stop() {
      if (launched === undefined) return
      bot.stop()
      await launched
    },
  }
}
