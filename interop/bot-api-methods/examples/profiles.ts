import { type Examples, nowhere } from '../example.ts'
import type { World } from '../world.ts'

const nobody = { params: { user_id: 99_999_999 }, says: 'Bad Request: ' }
const noChat = { params: { chat_id: nowhere }, says: 'Bad Request: chat not found' }

async function asVerifier<Params>({ server, bot }: World, params: Params): Promise<Params> {
  await server.setVerifier(`@${bot.username}`, { icon: '⭐️', company: 'Guild', ownWords: true })
  return params
}

let made = 0

/** A bot that Ann makes through the one that is tested. */
async function managedBot({ ann, bot, botFather }: World): Promise<{ user_id: number }> {
  for (const text of ['/setmanagebots', `@${bot.username}`, 'Enable']) await botFather(text)
  const peer = await ann.resolve(`@${bot.username}`)
  if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
  const managerId = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const
  const user = await ann.call({ _: 'bots.createBot', name: 'Made', username: `made${++made}_bot`, managerId })
  return { user_id: Number(user.id) }
}

/** Ann lets the bot set her status, which is this one. */
async function statusOf({ ann, bot, chat, ask }: World) {
  const peer = await ann.resolve(`@${bot.username}`)
  if (peer._ !== 'inputPeerUser') throw new TypeError(peer._)
  const input = { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash } as const
  await ann.call({ _: 'bots.toggleUserEmojiStatusPermission', bot: input, enabled: true })
  const icons = await ask<readonly { readonly custom_emoji_id: string }[]>('getForumTopicIconStickers')
  return { user_id: chat, emoji_status_custom_emoji_id: icons[0]?.custom_emoji_id ?? '' }
}

/** What stands on the profiles of people and chats, and what is told of them though there is none of it. */
export const profiles: Examples = {
  getManagedBotToken: { good: managedBot, bad: [nobody] },
  replaceManagedBotToken: { good: managedBot, bad: [nobody] },
  getManagedBotAccessSettings: { good: managedBot, answer: { is_access_restricted: false }, bad: [nobody] },
  setManagedBotAccessSettings: {
    good: async (world) => ({
      ...(await managedBot(world)),
      ...{ is_access_restricted: true, added_user_ids: [world.chat] },
    }),
    bad: [
      nobody,
      {
        params: async (world) => ({
          ...(await managedBot(world)),
          ...{ is_access_restricted: true, added_user_ids: Array(11).fill(world.chat) },
        }),
        says: 'Bad Request: too many user identifiers specified',
      },
    ],
  },
  setUserEmojiStatus: { good: statusOf, bad: [nobody] },
  getUserProfileAudios: {
    good: ({ chat }) => ({ user_id: chat }),
    answer: { total_count: 0, audios: [] },
    bad: [nobody],
  },
  getUserPersonalChatMessages: {
    good: ({ chat }) => ({ user_id: chat, limit: 20 }),
    answer: [],
    bad: [nobody, { params: ({ chat }) => ({ user_id: chat, limit: 21 }), says: 'Bad Request: limit must be' }],
  },
  verifyUser: {
    good: (world) => asVerifier(world, { user_id: world.chat, custom_description: 'known to us' }),
    bad: [nobody],
  },
  verifyChat: { good: (world) => asVerifier(world, { chat_id: world.channel }), bad: [noChat] },
  removeUserVerification: { good: (world) => asVerifier(world, { user_id: world.chat }), bad: [nobody] },
  removeChatVerification: { good: (world) => asVerifier(world, { chat_id: world.channel }), bad: [noChat] },
  getUserChatBoosts: {
    good: ({ supergroup, chat }) => ({ chat_id: supergroup, user_id: chat }),
    answer: { boosts: [] },
    bad: [{ params: ({ chat }) => ({ chat_id: nowhere, user_id: chat }), says: 'Bad Request: chat not found' }],
  },
  getMyStarBalance: { good: () => ({}), answer: { amount: 0 }, bad: [] },
  getStarTransactions: {
    good: () => ({ offset: 0, limit: 10 }),
    answer: { transactions: [] },
    bad: [{ params: { offset: -1 }, says: 'Bad Request: offset must be non-negative' }],
  },
  getAvailableGifts: { good: () => ({}), answer: { gifts: [] }, bad: [] },
  getUserGifts: { good: ({ chat }) => ({ user_id: chat }), answer: { total_count: 0, gifts: [] }, bad: [nobody] },
  getChatGifts: { good: ({ channel }) => ({ chat_id: channel }), answer: { total_count: 0, gifts: [] }, bad: [noChat] },
  getBusinessConnection: {
    // Nobody has a business account here.
    refused: 'Bad Request: business connection not found',
    good: () => ({ business_connection_id: 'x' }),
    bad: [{ params: {}, says: 'Bad Request: business connection not found' }],
  },
}
