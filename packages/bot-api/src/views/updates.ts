import type { api } from '@chappe/tl-codec/api'
import type { ChatMember, ChatMemberUpdated, Update } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { viewWithReply } from '../methods/sent-message.ts'
import { toChatId } from '../peers/chat-id.ts'
import type { SeenPeers } from '../peers/seen-peers.ts'
import { viewEphemeral } from './ephemeral.ts'
import { viewGuestMessage } from './guest-message.ts'
import { inlineMessageId } from './inline-message-id.ts'
import { inviteOf, viewInviteLink } from './invite-links.ts'
import { type MemberPlace, viewChannelMember, viewGroupMember } from './members.ts'
import { viewChat, viewUserId } from './people.ts'
import { persistentId, viewPoll } from './polls.ts'
import { viewReactionType } from './reaction-type.ts'

/** One field of an update, and the chat whose order it is in. */
export type BotUpdate = {
  [Kind in Exclude<keyof Update, 'update_id'>]-?: {
    readonly kind: Kind
    readonly value: NonNullable<Update[Kind]>
    readonly chat: number
  }
}[Exclude<keyof Update, 'update_id'>]

/** An update in the words of the Bot API; undefined for one that bots are not told of. */
export async function viewUpdate(bot: Bot, update: api.Update): Promise<BotUpdate | undefined> {
  const { seen } = bot
  switch (update._) {
    case 'updateNewMessage':
    case 'updateNewChannelMessage':
      return viewNew(bot, update.message)
    case 'updateEditMessage':
    case 'updateEditChannelMessage':
      return viewEdited(bot, update.message)
    case 'updateBotCallbackQuery':
      return viewCallback(bot, update)
    case 'updateNewEphemeralMessage':
      return viewNewEphemeral(bot, update.message)
    case 'updateEphemeralBotCallbackQuery':
      return viewEphemeralCallback(bot, update)
    case 'updateInlineBotCallbackQuery':
      return {
        kind: 'callback_query',
        chat: Number(update.userId),
        value: { ...callback(seen, update), inline_message_id: inlineMessageId(update.msgId) },
      }
    case 'updateBotInlineQuery':
      return viewInlineQuery(seen, update)
    case 'updateBotInlineSend': {
      const { id, query, userId, msgId } = update
      const from = viewUserId(seen, userId)
      const named = msgId === undefined ? {} : { inline_message_id: inlineMessageId(msgId) }
      return { kind: 'chosen_inline_result', chat: from.id, value: { result_id: id, from, query, ...named } }
    }
    case 'updateBotGuestChatQuery': {
      const value = viewGuestMessage(seen, update)
      return value && { kind: 'guest_message', chat: value.chat.id, value }
    }
    case 'updateMessagePoll':
      if (update.poll === undefined || saysNoVotes(update.results)) return undefined
      return { kind: 'poll', chat: 0, value: viewPoll(seen, update.poll, update.results) }
    case 'updateMessagePollVote':
      return viewVote(seen, update)
    case 'updateBotStopped':
      return viewStopped(bot, update)
    case 'updateChatParticipant':
      return viewGroupChange(bot, update)
    case 'updateChannelParticipant':
      return viewChannelChange(bot, update)
    case 'updateBotChatInviteRequester':
      return viewJoinRequest(seen, update)
    case 'updateManagedBot': {
      const user = viewUserId(seen, update.userId)
      return { kind: 'managed_bot', chat: user.id, value: { user, bot: viewUserId(seen, update.botId) } }
    }
    case 'updateBotMessageReaction':
      return viewReaction(seen, update)
    case 'updateBotMessageReactions': {
      const chat = viewChat(seen, update.peer)
      const reactions = update.reactions.flatMap(({ reaction, count }) => {
        const type = viewReactionType(reaction)
        return type === undefined ? [] : [{ type, total_count: count }]
      })
      return {
        kind: 'message_reaction_count',
        chat: chat.id,
        value: { chat, message_id: update.msgId, date: update.date, reactions },
      }
    }
    default:
      return undefined
  }
}

async function viewNew(bot: Bot, message: api.Message): Promise<BotUpdate | undefined> {
  if (message._ === 'messageEmpty' || message.out || isSilentAction(message)) return undefined
  const value = await viewWithReply(bot, message)
  if (value === undefined) return undefined
  if (value.chat.type === 'channel')
    return { kind: 'channel_post', chat: value.chat.id, value: { ...value, chat: value.chat } }
  const { chat, from } = value
  return from === undefined ? undefined : { kind: 'message', chat: chat.id, value: { ...value, chat, from } }
}

async function viewNewEphemeral(bot: Bot, told: api.ephemeralMessage): Promise<BotUpdate | undefined> {
  const value = told.out ? undefined : await viewEphemeral(bot, told)
  if (value?.from === undefined || value.chat.type === 'channel') return undefined
  const { chat, from } = value
  return { kind: 'message', chat: chat.id, value: { ...value, chat, from } }
}

/** Of what has no field here nobody is told with an empty message. */
function isSilentAction(message: api.message | api.messageService): boolean {
  if (message._ !== 'messageService') return false
  return message.action._ === 'messageActionHistoryClear' || message.action._ === 'messageActionContactSignUp'
}

async function viewEdited(bot: Bot, message: api.Message): Promise<BotUpdate | undefined> {
  // Changes of reactions and the like come as edits as well, and are none to a bot.
  if (message._ !== 'message' || message.out || message.editHide || message.editDate === undefined) return undefined
  const value = await viewWithReply(bot, message)
  if (value === undefined) return undefined
  const edited = { ...value, edit_date: message.editDate }
  if (value.chat.type === 'channel') {
    return { kind: 'edited_channel_post', chat: value.chat.id, value: { ...edited, chat: value.chat } }
  }
  const { chat, from } = value
  return from === undefined ? undefined : { kind: 'edited_message', chat: chat.id, value: { ...edited, chat, from } }
}

type AnyCallback = Pick<api.updateBotCallbackQuery, 'queryId' | 'userId' | 'chatInstance' | 'data' | 'gameShortName'>

function callback(seen: SeenPeers, { queryId, userId, chatInstance, data, gameShortName }: AnyCallback) {
  return {
    id: String(queryId),
    from: viewUserId(seen, userId),
    chat_instance: String(chatInstance),
    ...(data !== undefined && { data: Buffer.from(data).toString('utf8') }),
    ...(gameShortName !== undefined && { game_short_name: gameShortName }),
  }
}

async function viewCallback(bot: Bot, update: api.updateBotCallbackQuery): Promise<BotUpdate> {
  const chat = viewChat(bot.seen, update.peer)
  const message = await bot.message(update.peer, update.msgId)
  const shown = message === undefined ? undefined : await viewWithReply(bot, message)
  return {
    kind: 'callback_query',
    chat: chat.id,
    value: { ...callback(bot.seen, update), message: shown ?? { chat, message_id: update.msgId, date: 0 } },
  }
}

async function viewEphemeralCallback(
  bot: Bot,
  { queryId, userId, peer, msgId, data, message }: api.updateEphemeralBotCallbackQuery,
): Promise<BotUpdate> {
  const chat = viewChat(bot.seen, peer)
  // The update has no instance of the chat; the chat's own number is as good for telling one from another.
  const about = callback(bot.seen, { queryId, userId, data, chatInstance: BigInt(chat.id) })
  const shown = await viewEphemeral(bot, message)
  const gone = { chat, message_id: 0 as const, date: 0 as const, ephemeral_message_id: msgId }
  return { kind: 'callback_query', chat: chat.id, value: { ...about, message: shown ?? gone } }
}

const peerTypes = {
  inlineQueryPeerTypeSameBotPM: 'sender',
  inlineQueryPeerTypePM: 'private',
  inlineQueryPeerTypeBotPM: 'private',
  inlineQueryPeerTypeChat: 'group',
  inlineQueryPeerTypeMegagroup: 'supergroup',
  inlineQueryPeerTypeBroadcast: 'channel',
} as const

function viewInlineQuery(seen: SeenPeers, update: api.updateBotInlineQuery): BotUpdate {
  const { queryId, userId, query, offset, peerType, geo } = update
  const place = geo?._ === 'geoPoint' ? { location: { latitude: geo.lat, longitude: geo.long } } : {}
  const type = peerType === undefined ? {} : { chat_type: peerTypes[peerType._] }
  const from = viewUserId(seen, userId)
  return { kind: 'inline_query', chat: from.id, value: { id: String(queryId), from, query, offset, ...type, ...place } }
}

/** As everybody in a chat is told of a poll ("pollResults", `min`): who may see the votes is told of them apart. */
function saysNoVotes({ min, results }: api.PollResults): boolean {
  return min === true && results === undefined
}

function viewVote(seen: SeenPeers, { pollId, peer, options, positions }: api.updateMessagePollVote): BotUpdate {
  const voter = peer._ === 'peerUser' ? { user: viewUserId(seen, peer.userId) } : { voter_chat: viewChat(seen, peer) }
  return {
    kind: 'poll_answer',
    chat: toChatId(peer),
    value: {
      poll_id: String(pollId),
      ...voter,
      option_ids: [...positions],
      option_persistent_ids: options.map(persistentId),
    },
  }
}

function viewStopped({ seen, self }: Bot, { userId, date, stopped }: api.updateBotStopped): BotUpdate {
  const me = viewUserId(seen, self.id)
  const member: ChatMember = { status: 'member', user: me }
  const kicked: ChatMember = { status: 'kicked', user: me, until_date: 0 }
  const from = viewUserId(seen, userId)
  return {
    kind: 'my_chat_member',
    chat: from.id,
    value: {
      chat: viewChat(seen, { _: 'peerUser', userId }),
      ...{ from, date },
      old_chat_member: stopped ? member : kicked,
      new_chat_member: stopped ? kicked : member,
    },
  }
}

function changed(bot: Bot, userId: bigint, value: ChatMemberUpdated): BotUpdate {
  return { kind: userId === bot.self.id ? 'my_chat_member' : 'chat_member', chat: value.chat.id, value }
}

function viewGroupChange(bot: Bot, update: api.updateChatParticipant): BotUpdate {
  const { seen } = bot
  const left: ChatMember = { status: 'left', user: viewUserId(seen, update.userId) }
  const member = (one: api.ChatParticipant | undefined): ChatMember =>
    one === undefined ? left : viewGroupMember(seen, one)
  return changed(bot, update.userId, {
    chat: viewChat(seen, { _: 'peerChat', chatId: update.chatId }),
    from: viewUserId(seen, update.actorId),
    date: update.date,
    old_chat_member: member(update.prevParticipant),
    new_chat_member: member(update.newParticipant),
    ...inviteOf(seen, update.invite),
  })
}

function viewChannelChange(bot: Bot, update: api.updateChannelParticipant): BotUpdate {
  const { seen } = bot
  const channel = seen.channel(update.channelId)
  const place: MemberPlace = {
    kind: channel?.broadcast ? 'channel' : 'supergroup',
    defaults: channel?._ === 'channel' ? channel.defaultBannedRights : undefined,
  }
  const left: ChatMember = { status: 'left', user: viewUserId(seen, update.userId) }
  const member = (one: api.ChannelParticipant | undefined): ChatMember =>
    one === undefined ? left : viewChannelMember(seen, one, place)
  return changed(bot, update.userId, {
    chat: viewChat(seen, { _: 'peerChannel', channelId: update.channelId }),
    from: viewUserId(seen, update.actorId),
    date: update.date,
    old_chat_member: member(update.prevParticipant),
    new_chat_member: member(update.newParticipant),
    ...inviteOf(seen, update.invite),
    ...(update.viaChatlist && { via_chat_folder_invite_link: true }),
  })
}

function viewJoinRequest(seen: SeenPeers, update: api.updateBotChatInviteRequester): BotUpdate | undefined {
  const chat = viewChat(seen, update.peer)
  if (chat.type !== 'supergroup' && chat.type !== 'channel') return undefined
  const from = viewUserId(seen, update.userId)
  return {
    kind: 'chat_join_request',
    chat: chat.id,
    value: {
      ...{ chat, from, user_chat_id: from.id, date: update.date },
      ...(update.queryId !== undefined && { query_id: String(update.queryId) }),
      ...(update.about !== '' && { bio: update.about }),
      ...(update.invite._ === 'chatInviteExported' && { invite_link: viewInviteLink(seen, update.invite) }),
    },
  }
}

function viewReaction(seen: SeenPeers, update: api.updateBotMessageReaction): BotUpdate {
  const chat = viewChat(seen, update.peer)
  const { actor } = update
  const who = actor._ === 'peerUser' ? { user: viewUserId(seen, actor.userId) } : { actor_chat: viewChat(seen, actor) }
  const types = (reactions: readonly api.Reaction[]) => reactions.flatMap((one) => viewReactionType(one) ?? [])
  return {
    kind: 'message_reaction',
    chat: chat.id,
    value: {
      ...{ chat, message_id: update.msgId, date: update.date },
      ...who,
      old_reaction: types(update.oldReactions),
      new_reaction: types(update.newReactions),
    },
  }
}
