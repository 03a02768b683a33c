import type { api } from '@chappe/tl-codec/api'
import type { Bot } from './bot.ts'
import { toInputChannel } from './bot.ts'
import { BotApiError, badRequest, forbidden } from './bot-api-error.ts'
import type { MethodName } from './methods/method.ts'
import type { Params } from './params/params.ts'
import { toChatId } from './peers/chat-id.ts'

type Sentences = Readonly<Record<string, string>>

const edited: Sentences = {
  MESSAGE_AUTHOR_REQUIRED: "message can't be edited",
  MESSAGE_ID_INVALID: 'message to edit not found',
  MEDIA_PREV_INVALID: "message can't be edited",
}
const forwarded: Sentences = { MESSAGE_ID_INVALID: 'message to forward not found' }
const ofLinks: Sentences = { CHAT_ADMIN_REQUIRED: 'not enough rights to manage chat invite link' }
const ofPins: Sentences = { CHAT_ADMIN_REQUIRED: 'not enough rights to manage pinned messages in the chat' }
const ofMembers: Sentences = {
  CHAT_ADMIN_REQUIRED: 'not enough rights to restrict/unrestrict chat member',
  // Whom nobody has heard of.
  PEER_ID_INVALID: 'PARTICIPANT_ID_INVALID',
  USER_CREATOR: "can't remove chat owner",
  USER_ID_INVALID: 'PARTICIPANT_ID_INVALID',
}
const ofTopics: Sentences = {
  CHANNEL_FORUM_MISSING: 'the chat is not a forum',
  CHAT_ADMIN_REQUIRED: 'not enough rights to manage topics',
}

/** What one refusal means depends on what was asked. */
const sentencesOf: { readonly [Name in MethodName]?: Sentences } = {
  editMessageText: edited,
  editMessageCaption: edited,
  editMessageMedia: edited,
  editMessageReplyMarkup: edited,
  forwardMessage: forwarded,
  forwardMessages: forwarded,
  copyMessages: { MESSAGE_ID_INVALID: 'message to copy not found' },
  deleteMessage: { MESSAGE_ID_INVALID: 'message to delete not found' },
  pinChatMessage: ofPins,
  unpinChatMessage: ofPins,
  unpinAllChatMessages: ofPins,
  getChatMember: {
    CHAT_ADMIN_REQUIRED: 'member list is inaccessible',
    PARTICIPANT_ID_INVALID: 'user not found',
    PEER_ID_INVALID: 'user not found',
  },
  getChatAdministrators: { CHAT_ADMIN_REQUIRED: 'member list is inaccessible' },
  banChatMember: ofMembers,
  unbanChatMember: ofMembers,
  restrictChatMember: ofMembers,
  setChatTitle: { CHAT_ADMIN_REQUIRED: 'not enough rights to change chat title' },
  setChatDescription: { CHAT_ADMIN_REQUIRED: 'not enough rights to set chat description' },
  setChatPhoto: { CHAT_ADMIN_REQUIRED: 'not enough rights to change chat photo' },
  deleteChatPhoto: { CHAT_ADMIN_REQUIRED: 'not enough rights to change chat photo' },
  setChatPermissions: { CHAT_ADMIN_REQUIRED: 'not enough rights to change chat permissions' },
  exportChatInviteLink: ofLinks,
  createChatInviteLink: ofLinks,
  editChatInviteLink: ofLinks,
  revokeChatInviteLink: ofLinks,
  createForumTopic: ofTopics,
  editForumTopic: ofTopics,
  closeForumTopic: ofTopics,
  reopenForumTopic: ofTopics,
  deleteForumTopic: ofTopics,
}

/** Refusals that say that a chat is closed to the bot, and not why. */
const closings: ReadonlySet<string> = new Set([
  ...['CHANNEL_INVALID', 'CHANNEL_PRIVATE', 'CHAT_ADMIN_REQUIRED', 'CHAT_FORBIDDEN', 'CHAT_ID_INVALID'],
  ...['CHAT_WRITE_FORBIDDEN', 'PEER_ID_INVALID', 'USER_BANNED_IN_CHANNEL', 'USER_IS_BOT', 'USER_NOT_PARTICIPANT'],
])

/**
 * Says of a refusal what the public server says of it: what it means for this method, and why a chat is closed. Costs a question to the
 * server for the latter, and nothing where nothing is refused.
 */
export async function explainRefusal(bot: Bot, name: MethodName, params: Params, error: unknown): Promise<unknown> {
  if (!(error instanceof BotApiError) || error.refusal === undefined) return error
  const { refusal } = error
  if (closings.has(refusal)) {
    for (const field of ['chat_id', 'from_chat_id']) {
      const why = params.has(field) ? await whyClosed(bot, params, field, refusal) : undefined
      if (why !== undefined) return why
    }
  }
  const sentence = sentencesOf[name]?.[refusal]
  return sentence === undefined ? error : badRequest(sentence)
}

async function whyClosed(bot: Bot, params: Params, field: string, refusal: string): Promise<BotApiError | undefined> {
  try {
    const peer = await bot.chat(params, field)
    switch (peer._) {
      case 'inputPeerUser':
        return await ofPerson(bot, peer)
      case 'inputPeerChat':
        return await ofGroup(bot, peer)
      case 'inputPeerChannel':
        return await ofChannel(bot, peer, refusal)
      default:
        return undefined
    }
  } catch (error) {
    // Nothing is known of it, so the first refusal stands.
    if (error instanceof BotApiError) return undefined
    throw error
  }
}

async function ofPerson(bot: Bot, { userId, accessHash }: api.inputPeerUser): Promise<BotApiError | undefined> {
  const [user] = await bot.call({ _: 'users.getUsers', id: [{ _: 'inputUser', userId, accessHash }] })
  if (user?._ !== 'user') return undefined
  if (user.deleted) return forbidden('user is deactivated')
  return forbidden(user.bot ? "bot can't send messages to bots" : "bot can't initiate conversation with a user")
}

async function ofGroup(bot: Bot, { chatId }: api.inputPeerChat): Promise<BotApiError | undefined> {
  const { chats } = await bot.call({ _: 'messages.getChats', id: [chatId] })
  const [chat] = chats
  if (chat?._ === 'chatForbidden') return forbidden('bot was kicked from the group chat')
  if (chat?._ !== 'chat') return undefined
  if (chat.migratedTo?._ === 'inputChannel') {
    const to = toChatId({ _: 'peerChannel', channelId: chat.migratedTo.channelId })
    return new BotApiError(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrate_to_chat_id: to })
  }
  if (chat.deactivated) return forbidden('the group chat was deleted')
  return chat.left ? forbidden('bot is not a member of the group chat') : undefined
}

async function ofChannel(bot: Bot, peer: api.inputPeerChannel, refusal: string): Promise<BotApiError | undefined> {
  // A channel is private or invalid; peers that are not are people.
  if (refusal === 'PEER_ID_INVALID') return undefined
  const { chats } = await bot.call({ _: 'channels.getChannels', id: [toInputChannel(peer)] })
  const [chat] = chats
  if (chat?._ !== 'channel' && chat?._ !== 'channelForbidden') return undefined
  const kind = chat.broadcast ? 'channel chat' : 'supergroup chat'
  if (chat._ === 'channelForbidden') return forbidden(`bot was kicked from the ${kind}`)
  if (chat.left) return refusal === 'USER_NOT_PARTICIPANT' ? undefined : forbidden(`bot is not a member of the ${kind}`)
  const mayNotPost = refusal === 'CHAT_WRITE_FORBIDDEN' && chat.broadcast === true
  return mayNotPost ? badRequest('need administrator rights in the channel chat') : undefined
}
