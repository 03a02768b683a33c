import { createReadStream } from 'node:fs'
import { InlineKeyboard, InputMedia, Keyboard, MediaSource, type MessageContext, Telegram } from 'puregram'
import { allowedUpdates, long, type MakeLibraryBot } from './library.ts'

const secret = 'a-secret'

/** puregram (github.com/nitreojs/puregram). */
export const makePuregramBot: MakeLibraryBot = ({ token, apiRoot }, { picturePath, picture, other, notesPath }) => {
  const telegram = Telegram.fromToken(token, { apiBaseUrl: `${apiRoot}/bot`, allowedUpdates: [...allowedUpdates] })
  const { api, updates } = telegram

  const commands: Readonly<Record<string, (context: MessageContext) => Promise<unknown>>> = {
    '/start': (context) =>
      context.send(`hello <b>${context.from?.firstName}</b>`, {
        parse_mode: 'HTML',
        reply_markup: InlineKeyboard.keyboard([
          [
            InlineKeyboard.textButton({ text: 'Yes', payload: 'yes' }),
            InlineKeyboard.urlButton({ text: 'Page', url: 'https://example.org' }),
          ],
        ]),
      }),
    '/keys': (context) => {
      const rows = [[Keyboard.textButton('One'), Keyboard.requestContactButton('Contact')]]
      return context.send('choose', { reply_markup: Keyboard.keyboard(rows).resize() })
    },
    '/long': (context) => context.send(long),
    '/files': async (context) => {
      const first = await context.sendPhoto(MediaSource.path(picturePath), { caption: 'by path' })
      await context.sendPhoto(MediaSource.buffer(picture), { caption: 'by buffer' })
      const streamed = MediaSource.stream(createReadStream(notesPath), { filename: 'notes.txt' })
      const { document } = await context.sendDocument(streamed, { caption: 'by stream' })
      if (document === undefined) throw new TypeError('no document was sent')
      await context.sendDocument(MediaSource.fileId(document.fileId), { caption: 'by id' })
      await context.sendMediaGroup([
        InputMedia.photo(MediaSource.buffer(picture), { caption: 'first of two' }),
        InputMedia.photo(MediaSource.buffer(other)),
      ])
      await first.editMedia(InputMedia.photo(MediaSource.buffer(other), { caption: 'changed' }))
      await context.send(`read ${await telegram.downloadFile(document.fileId)}`)
    },
    '/poll': (context) => {
      const options = [{ text: 'a' }, { text: 'b' }]
      return context.sendPoll({ question: 'q?', options, is_anonymous: false })
    },
    '/refused': async (context) => {
      const refused = await api.sendMessage({ chat_id: 1, text: 'to nobody', suppress: true })
      if (Telegram.isErrorResponse(refused)) await context.send(`${refused.error_code} ${refused.description}`)
    },
  }

  updates.on('message', async (context) => {
    const command = commands[context.text ?? '']
    if (command !== undefined) return command(context)
    const origin = context.payload.forward_origin
    if (origin?.type === 'user') return context.send(`forwarded from ${origin.sender_user.first_name}`)
    return undefined
  })
  updates.on('new_chat_members', (context) =>
    context.send(`welcome ${context.eventMembers.map(({ firstName }) => firstName).join()}`),
  )
  updates.on('callback_query', async (context) => {
    await context.answer({ text: 'thanks' })
    await context.message?.editText('edited')
  })
  updates.on('poll_answer', ({ senderId, optionIds }) =>
    api.sendMessage({ chat_id: senderId, text: `voted ${optionIds.join()}` }),
  )
  updates.on('message_reaction', ({ chat, newReactions: [reaction] }) =>
    api.sendMessage({ chat_id: chat.id, text: `reacted ${reaction?.type === 'emoji' ? reaction.emoji : ''}` }),
  )
  updates.on('inline_query', (context) => {
    const input_message_content = { message_text: 'chosen' }
    return context.answer([{ type: 'article', id: 'one', title: 'One', input_message_content }], { cache_time: 0 })
  })
  updates.on('chosen_inline_result', ({ payload: { from, query } }) =>
    api.sendMessage({ chat_id: from.id, text: `told of ${query}` }),
  )
  return {
    async poll() {
      await updates.startPolling()
    },
    async hook(url) {
      await api.setWebhook({ url, secret_token: secret, allowed_updates: [...allowedUpdates] })
      const middleware = updates.getWebhookMiddleware(secret)
      return (request, response) => void middleware(request, response)
    },
    async stop() {
      updates.stopPolling()
    },
  }
}
