import { createReadStream } from 'node:fs'
import {
  Bot,
  bold,
  format,
  InlineKeyboard,
  InlineQueryResult,
  InputMessageContent,
  Keyboard,
  MediaInput,
  MediaUpload,
  TelegramError,
  webhookHandler,
} from 'gramio'
import { allowedUpdates, long, type MakeLibraryBot } from './library.ts'

const secret = 'a-secret'

/** GramIO (gramio.dev). */
export const makeGramioBot: MakeLibraryBot = ({ token, apiRoot }, { picturePath, picture, other, notesPath }) => {
  const voters = new Map<number, number>()
  const bot = new Bot(token, { api: { baseURL: `${apiRoot}/bot` } })
    .command('start', (context) => {
      const reply_markup = new InlineKeyboard().text('Yes', 'yes').url('Page', 'https://example.org')
      return context.send(format`hello ${bold(context.from?.firstName ?? '')}`, { reply_markup })
    })
    .callbackQuery('yes', async (context) => {
      await context.answer('thanks')
      await context.editText('edited')
    })
    .command('keys', (context) =>
      context.send('choose', { reply_markup: new Keyboard().text('One').requestContact('Contact').resized() }),
    )
    .command('long', (context) => context.send(long))
    .command('files', async (context) => {
      const first = await context.sendPhoto(await MediaUpload.path(picturePath), { caption: 'by path' })
      await context.sendPhoto(MediaUpload.buffer(picture, 'b.png'), { caption: 'by buffer' })
      const streamed = await MediaUpload.stream(createReadStream(notesPath), 'notes.txt')
      const { document } = await context.sendDocument(streamed, { caption: 'by stream' })
      if (document === undefined) throw new TypeError('no document was sent')
      await context.sendDocument(document.fileId, { caption: 'by id' })
      await context.sendMediaGroup([
        MediaInput.photo(MediaUpload.buffer(picture, 'c.png'), { caption: 'first of two' }),
        MediaInput.photo(MediaUpload.buffer(other, 'd.png')),
      ])
      await first.editMedia(MediaInput.photo(MediaUpload.buffer(other, 'e.png'), { caption: 'changed' }))
      await context.send(`read ${Buffer.from(await bot.downloadFile(document)).toString()}`)
    })
    .command('poll', async (context) => {
      const options = [{ text: 'a' }, { text: 'b' }]
      await context.sendPoll({ question: 'q?', options, is_anonymous: false })
      voters.set(context.from?.id ?? 0, context.chat.id)
    })
    .on('poll_answer', async ({ user, optionIds }) => {
      await bot.api.sendMessage({ chat_id: voters.get(user?.id ?? 0) ?? 0, text: `voted ${optionIds.join()}` })
    })
    .on('message_reaction', async ({ chat, newReactions: [reaction] }) => {
      const text = `reacted ${reaction?.type === 'emoji' ? reaction.emoji : ''}`
      await bot.api.sendMessage({ chat_id: chat.id, text })
    })
    .inlineQuery(/.*/, async (context) => {
      const content = InputMessageContent.text('chosen')
      await context.answer([InlineQueryResult.article('one', 'One', content)], { cache_time: 0 })
    })
    .on('chosen_inline_result', async ({ from, query }) => {
      await bot.api.sendMessage({ chat_id: from.id, text: `told of ${query}` })
    })
    .command('refused', async (context) => {
      const refused = await bot.api.sendMessage({ chat_id: 1, text: 'to nobody', suppress: true })
      if (refused instanceof TelegramError) await context.send(`${refused.code} ${refused.message}`)
    })
    .on('new_chat_members', async (context) => {
      await context.send(`welcome ${context.newChatMembers?.map(({ firstName }) => firstName).join()}`)
    })
    .on('message', async (context) => {
      const origin = context.payload.forward_origin
      if (origin?.type === 'user') await context.send(`forwarded from ${origin.sender_user.first_name}`)
    })
  return {
    async poll() {
      await bot.start({ allowedUpdates: [...allowedUpdates] })
    },
    async hook(url) {
      await bot.start({ webhook: { url, secret_token: secret }, allowedUpdates: [...allowedUpdates] })
      return webhookHandler(bot, 'http', secret)
    },
    stop: () => bot.stop(),
  }
}
