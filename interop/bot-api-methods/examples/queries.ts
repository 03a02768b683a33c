import { expect } from 'vitest'
import type { Examples } from '../example.ts'
import type { World } from '../world.ts'

/** So that no answer can be another's. */
let count = 0

/** Ann presses a button, and waits for what the bot says. */
async function pressed({ ann, bot, chat, says, next }: World): Promise<string> {
  const text = `press ${++count}`
  await says(chat, text, { reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: text }]] } })
  const peer = await ann.resolve(`@${bot.username}`)
  const history = await ann.call({
    ...{
      _: 'messages.getHistory',
      peer,
      offsetId: 0,
      offsetDate: 0,
      addOffset: 0,
      limit: 1,
      maxId: 0,
      minId: 0,
      hash: 0n,
    },
  })
  const [message] = 'messages' in history ? history.messages : []
  const data = new TextEncoder().encode(text)
  void ann.call({ _: 'messages.getBotCallbackAnswer', peer, msgId: message?.id ?? 0, data }).catch(() => {})
  return (await next('callback_query', (query) => query.data === text)).id
}

/** Ann calls the bot into her chat with Ben. */
async function calledIn({ ann, ben, bot, botFather, next }: World): Promise<string> {
  for (const text of ['/setguest', `@${bot.username}`, 'Enable']) await botFather(text)
  const { users } = await ann.call({ _: 'contacts.resolvePhone', phone: '9996610002' })
  const [user] = users
  if (user?._ !== 'user') throw new TypeError('Ben was not found')
  const text = `@${bot.username}, ${++count}`
  const peer = { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash ?? 0n } as const
  await ann.call({ _: 'messages.sendMessage', peer, message: text, randomId: BigInt(count) })
  const called = await next('guest_message', (message) => message.text === text)
  if (called.chat.id !== Number(ben.userId)) throw new TypeError('it was called elsewhere')
  return called.guest_query_id ?? ''
}

/** What people ask, and the answers. */
export const queries: Examples = {
  answerCallbackQuery: {
    good: async (world) => ({ callback_query_id: await pressed(world), text: 'so be it', show_alert: true }),
    bad: [
      { params: {}, says: 'Bad Request: query is too old' },
      { params: { callback_query_id: '12345' }, says: 'Bad Request: query is too old' },
    ],
  },
  answerInlineQuery: {
    good: async ({ ann, bot, next }) => {
      await ann.call({ _: 'contacts.resolveUsername', username: bot.username })
      const peer = await ann.resolve(`@${bot.username}`)
      if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
      const query = `cats ${++count}`
      const inputBot = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const
      void ann
        .call({ _: 'messages.getInlineBotResults', bot: inputBot, peer: { _: 'inputPeerSelf' }, query, offset: '' })
        .catch(() => {})
      const asked = await next('inline_query', (one) => one.query === query)
      return {
        inline_query_id: asked.id,
        results: [{ type: 'article', id: 'a', title: 'Cats', input_message_content: { message_text: 'cats' } }],
      }
    },
    bad: [
      { params: {}, says: 'Bad Request: invalid inline query identifier' },
      { params: { inline_query_id: '5', results: {} }, says: "Bad Request: can't parse inline query results" },
    ],
  },
  answerGuestQuery: {
    good: async (world) => ({
      guest_query_id: await calledIn(world),
      result: { type: 'article', id: 'a', title: 'Cats', input_message_content: { message_text: 'cats' } },
    }),
    answer: { inline_message_id: expect.stringMatching(/^[\w-]{20,}$/) },
    bad: [
      { params: {}, says: 'Bad Request: invalid guest query identifier' },
      {
        params: {
          guest_query_id: '12345',
          result: { type: 'article', id: 'a', title: 'Cats', input_message_content: { message_text: 'cats' } },
        },
        says: 'Bad Request: query is too old',
      },
      { params: { guest_query_id: '12345', result: [] }, says: "Bad Request: can't parse InlineQueryResult" },
    ],
  },
}
