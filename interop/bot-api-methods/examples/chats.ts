import { expect } from 'vitest'
import { chatMissing, chatNotFound, type Examples, notFoundWith, nowhere } from '../example.ts'
import type { World } from '../world.ts'

const unknownChat = [chatMissing, chatNotFound] as const
/** Who is meant is known, where is not. */
const nowhereFor = ({ ben }: World) => ({ chat_id: nowhere, user_id: Number(ben.userId) })
const unknownPlace = [chatMissing, { params: nowhereFor, says: chatNotFound.says }] as const
const ofSupergroup = { good: ({ supergroup }: World) => ({ chat_id: supergroup }), bad: unknownChat }
const noUser = {
  params: ({ supergroup }: World) => ({ chat_id: supergroup }),
  says: 'Bad Request: invalid user_id specified',
}

const ben = ({ supergroup, ben }: World) => ({ chat_id: supergroup, user_id: Number(ben.userId) })

/** Ben, who is in a group of his own. */
const member = async ({ ask, ben, newSupergroup }: World) => {
  const chat_id = await newSupergroup()
  const { invite_link } = await ask('createChatInviteLink', { chat_id })
  await ben.call({ _: 'messages.importChatInvite', hash: invite_link.split('+')[1] ?? '' })
  return { chat_id, user_id: Number(ben.userId) }
}

/** Somebody who has asked to be let in. */
const asking = async ({ ask, ben, newSupergroup }: World) => {
  const chat_id = await newSupergroup()
  const { invite_link } = await ask('createChatInviteLink', { chat_id, creates_join_request: true })
  await ben.call({ _: 'messages.importChatInvite', hash: invite_link.split('+')[1] ?? '' }).catch(() => {})
  return { chat_id, user_id: Number(ben.userId) }
}

/** What the bot is asked of somebody who wants to come into a group that it guards. */
const guarding = async ({ ann, ben, bot, botFather, newSupergroup, inputPeer, next, ask }: World) => {
  for (const text of ['/setguard', `@${bot.username}`, 'Enable']) await botFather(text)
  const chat_id = await newSupergroup()
  const [channel, guard] = [await inputPeer(chat_id), await ann.resolve(`@${bot.username}`)]
  if (channel._ !== 'inputPeerChannel' || guard._ !== 'inputPeerUser') throw new TypeError('that is no group')
  await ann.call({
    ...{ _: 'channels.toggleJoinRequest', channel: { ...channel, _: 'inputChannel' }, enabled: true },
    guardBot: { ...guard, _: 'inputUser' },
  })
  const { invite_link } = await ask('createChatInviteLink', { chat_id, creates_join_request: true })
  // It waits for what the bot says.
  ben.call({ _: 'messages.importChatInvite', hash: invite_link.split('+')[1] ?? '' }).catch(() => {})
  const { query_id } = await next('chat_join_request', ({ chat }) => chat.id === chat_id)
  return { chat_join_request_query_id: query_id ?? '' }
}
const noRequest = {
  params: { chat_join_request_query_id: '12345', result: 'approve', web_app_url: 'https://guard.example/' },
  says: 'Bad Request: query is too old',
}

const newLink = async ({ ask, supergroup }: World) => ({
  ...{ chat_id: supergroup, invite_link: (await ask('createChatInviteLink', { chat_id: supergroup })).invite_link },
})
const noLink = {
  params: ({ supergroup }: World) => ({ chat_id: supergroup }),
  says: 'Bad Request: invite link is empty',
}

/** Groups and channels, and who is in them. */
export const chats: Examples = {
  getChat: {
    ...ofSupergroup,
    answer: { type: 'supergroup', title: 'World', permissions: { can_send_messages: true } },
  },
  getChatAdministrators: {
    ...ofSupergroup,
    answer: [{ status: expect.stringMatching(/creator|administrator/) }, { status: expect.any(String) }],
    bad: [
      ...unknownChat,
      { params: ({ chat }) => ({ chat_id: chat }), says: 'Bad Request: there are no administrators in the private' },
    ],
  },
  getChatMemberCount: ofSupergroup,
  getChatMember: {
    good: ben,
    answer: { status: 'member', user: { first_name: 'Ben' } },
    bad: [...unknownPlace, noUser],
  },
  setChatTitle: {
    good: ({ channel }) => ({ chat_id: channel, title: 'News' }),
    bad: [
      ...unknownChat,
      { params: ({ chat }) => ({ chat_id: chat, title: 'x' }), says: "Bad Request: can't change private chat title" },
    ],
  },
  setChatDescription: { good: ({ channel }) => ({ chat_id: channel, description: 'of the world' }), bad: unknownChat },
  setChatPermissions: {
    good: ({ supergroup }) => ({
      chat_id: supergroup,
      permissions: { can_send_messages: true, can_send_photos: true },
    }),
    bad: [
      chatMissing,
      notFoundWith({ permissions: {} }),
      { params: ({ supergroup }) => ({ chat_id: supergroup }), says: "Bad Request: can't parse permissions" },
    ],
  },
  setChatAdministratorCustomTitle: {
    good: async (world) => {
      const who = await member(world)
      await world.ask('promoteChatMember', { ...who, can_pin_messages: true })
      return { ...who, custom_title: 'guard' }
    },
    bad: [...unknownPlace, noUser],
  },
  promoteChatMember: {
    good: async (world) => ({ ...(await member(world)), can_pin_messages: true }),
    bad: [...unknownPlace, noUser],
  },
  setChatMemberTag: {
    good: async (world) => ({ ...(await member(world)), tag: 'friend' }),
    bad: [...unknownPlace, noUser],
  },
  restrictChatMember: {
    good: async (world) => ({ ...(await member(world)), permissions: { can_send_messages: false }, until_date: 0 }),
    bad: [chatMissing, noUser, { params: ben, says: "Bad Request: can't parse permissions" }],
  },
  banChatMember: { good: member, bad: [...unknownPlace, noUser] },
  unbanChatMember: {
    good: async (world) => ({ ...(await member(world)), only_if_banned: true }),
    bad: [...unknownPlace, noUser],
  },
  banChatSenderChat: {
    good: ({ supergroup, channel }) => ({ chat_id: supergroup, sender_chat_id: channel }),
    bad: [
      chatMissing,
      {
        params: ({ supergroup }) => ({ chat_id: supergroup, sender_chat_id: supergroup }),
        says: 'Bad Request: PARTICIPANT_ID_INVALID',
      },
      { params: ({ supergroup }) => ({ chat_id: supergroup }), says: 'Bad Request: sender_chat_id is empty' },
    ],
  },
  unbanChatSenderChat: {
    good: ({ supergroup, channel }) => ({ chat_id: supergroup, sender_chat_id: channel }),
    bad: [chatMissing, notFoundWith({ sender_chat_id: 1 })],
  },
  exportChatInviteLink: ofSupergroup,
  createChatInviteLink: {
    good: ({ supergroup }) => ({ chat_id: supergroup, name: 'friends', member_limit: 5, expire_date: 2_000_000_000 }),
    answer: { name: 'friends', member_limit: 5, expire_date: 2_000_000_000, creator: { is_bot: true } },
    bad: unknownChat,
  },
  editChatInviteLink: {
    good: async (world) => ({ ...(await newLink(world)), name: 'others', creates_join_request: true }),
    answer: { name: 'others', creates_join_request: true },
    bad: [chatMissing, notFoundWith({ invite_link: 'https://t.me/+x' }), noLink],
  },
  revokeChatInviteLink: {
    good: newLink,
    answer: { is_revoked: true },
    bad: [chatMissing, notFoundWith({ invite_link: 'https://t.me/+x' }), noLink],
  },
  approveChatJoinRequest: { good: asking, bad: [...unknownPlace, noUser] },
  declineChatJoinRequest: { good: asking, bad: [...unknownPlace, noUser] },
  answerChatJoinRequestQuery: {
    good: async (world) => ({ ...(await guarding(world)), result: 'approve' }),
    bad: [
      noRequest,
      { params: { chat_join_request_query_id: '12345', result: 'maybe' }, says: 'Bad Request: invalid query result' },
    ],
  },
  sendChatJoinRequestWebApp: {
    good: async (world) => ({ ...(await guarding(world)), web_app_url: 'https://guard.example/captcha' }),
    bad: [noRequest],
  },
  pinChatMessage: {
    good: async ({ supergroup, says }) => ({ chat_id: supergroup, message_id: await says(supergroup, 'pin me') }),
    bad: [...unknownChat, { params: ({ chat }) => ({ chat_id: chat }), says: 'Bad Request: message to pin not found' }],
  },
  unpinChatMessage: {
    good: async ({ supergroup, says, ask }) => {
      const pinned = { chat_id: supergroup, message_id: await says(supergroup, 'not for long') }
      await ask('pinChatMessage', pinned)
      return pinned
    },
    bad: [
      chatMissing,
      notFoundWith({ message_id: 1 }),
      { params: ({ chat }) => ({ chat_id: chat }), says: 'Bad Request: message to unpin not found' },
    ],
  },
  unpinAllChatMessages: ofSupergroup,
  leaveChat: {
    good: async ({ newSupergroup }) => ({ chat_id: await newSupergroup() }),
    bad: [
      ...unknownChat,
      {
        params: ({ chat }) => ({ chat_id: chat }),
        says: "Bad Request: chat member status can't be changed in private chats",
      },
    ],
  },
}
