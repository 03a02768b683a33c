import type { InlineQueryResult } from '@grammyjs/types'
import type { Examples } from '../example.ts'
import type { World } from '../world.ts'

const result: InlineQueryResult = {
  ...{ type: 'article', id: 'a', title: 'Cats', input_message_content: { message_text: 'cats' } },
  reply_markup: { inline_keyboard: [[{ text: 'More', url: 'https://example.org' }]] },
}

/** Ann opens an app of the bot: the name by which it is answered. */
async function opened({ ann, bot }: World): Promise<string> {
  const peer = await ann.resolve(`@${bot.username}`)
  if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
  const { url } = await ann.call({
    ...{ _: 'messages.requestWebView', peer, url: 'https://example.org/', platform: 'tdesktop' },
    bot: { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash },
  })
  const initData = new URLSearchParams(new URL(url).hash.slice(1)).get('tgWebAppData') ?? ''
  return new URLSearchParams(initData).get('query_id') ?? ''
}

/** What bots do by pages that are open in clients. */
export const webApps: Examples = {
  savePreparedInlineMessage: {
    good: ({ chat }) => ({ user_id: chat, result, allow_user_chats: true, allow_group_chats: true }),
    bad: [
      { params: {}, says: 'Bad Request: invalid user_id specified' },
      { params: ({ chat }) => ({ user_id: chat }), says: "Bad Request: can't parse InlineQueryResult" },
    ],
  },
  savePreparedKeyboardButton: {
    good: ({ chat }) => ({ user_id: chat, button: { text: 'Who?', request_users: { request_id: 1 } } }),
    bad: [
      { params: { button: { text: 'Who?', request_users: { request_id: 1 } } }, says: 'Bad Request: invalid user_id' },
      { params: ({ chat }) => ({ user_id: chat, button: { text: 'x' } }), says: 'Bad Request: BUTTON_TYPE_INVALID' },
    ],
  },
  answerWebAppQuery: {
    good: async (world) => ({ web_app_query_id: await opened(world), result }),
    bad: [
      { params: { web_app_query_id: 'x', result }, says: 'Bad Request: query is too old' },
      { params: { web_app_query_id: 'AAAAAAAAAAA', result }, says: 'Bad Request: query is too old' },
      { params: { web_app_query_id: 'x' }, says: "Bad Request: can't parse InlineQueryResult" },
    ],
  },
}
