import type { Examples } from '../example.ts'
import type { World } from '../world.ts'

/** Ann presses a button, and waits for what the bot says. */
async function pressed({ ann, bot, chat, says, next }: World): Promise<string> {
  const text = `press ${Math.random()}`
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
      const query = `cats ${Math.random()}`
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
}
