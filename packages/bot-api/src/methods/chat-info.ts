import type { api } from '@chappe/tl-codec/api'
import type { ChatFullInfo, ReactionType } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { toInputChannel } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { toChatId } from '../peers/chat-id.ts'
import { viewBoost } from '../views/boosts.ts'
import { sizeIds, viewSizes } from '../views/file-ids.ts'
import { withFormerPermissions } from '../views/former-fields.ts'
import { viewDocument } from '../views/media.ts'
import { viewPermissions } from '../views/members.ts'
import { viewMessage } from '../views/messages.ts'
import { viewChat } from '../views/people.ts'
import type { BotMethods } from './method.ts'

/** What a chat says of itself, and the photos of people. */
export const chatInfo: BotMethods = {
  async getChat(bot, params) {
    const peer = await bot.chat(params)
    switch (peer._) {
      case 'inputPeerChat':
        return groupInfo(bot, peer.chatId)
      case 'inputPeerChannel':
        return channelInfo(bot, peer)
      case 'inputPeerUser':
        return userInfo(bot, { _: 'inputUser', userId: peer.userId, accessHash: peer.accessHash })
      case 'inputPeerSelf':
        return userInfo(bot, { _: 'inputUserSelf' })
      default:
        throw badRequest('chat not found')
    }
  },

  async getUserProfilePhotos(bot, params) {
    const userId = await bot.user(params)
    const offset = Math.max(0, params.integer('offset') ?? 0)
    const limit = Math.min(Math.max(params.integer('limit') ?? 100, 1), 100)
    const found = await bot.call({ _: 'photos.getUserPhotos', userId, offset, maxId: 0n, limit })
    const photos = found.photos.flatMap((photo) => (photo._ === 'photo' ? [viewSizes(photo, photo.sizes)] : []))
    return { total_count: found._ === 'photos.photosSlice' ? found.count : photos.length, photos }
  },

  async getUserProfileAudios(bot, params) {
    const id = await bot.user(params)
    const offset = Math.max(0, params.integer('offset') ?? 0)
    const limit = Math.min(Math.max(params.integer('limit') ?? 100, 1), 100)
    const found = await bot.call({ _: 'users.getSavedMusic', id, offset, limit, hash: 0n })
    const documents = found._ === 'users.savedMusic' ? found.documents : []
    const audios = documents.flatMap((one) => (one._ === 'document' ? (viewDocument(one).audio ?? []) : []))
    return { total_count: found.count, audios }
  },

  async getUserChatBoosts(bot, params) {
    const [peer, userId] = [await bot.chat(params), await bot.user(params)]
    const { boosts } = await bot.call({ _: 'premium.getUserBoosts', peer, userId })
    return { boosts: boosts.map((boost) => viewBoost(bot.seen, boost)) }
  },

  async getUserPersonalChatMessages(bot, params) {
    const userId = await bot.user(params)
    const limit = params.integer('limit') ?? 0
    if (limit < 1 || limit > maxPersonalMessages) throw badRequest('limit must be between 1 and 20')
    const page = { limit, maxId: 0, minId: 0, hash: 0n }
    const found = await bot.call({ _: 'messages.getPersonalChannelHistory', userId, ...page })
    const messages = found._ === 'messages.messagesNotModified' ? [] : found.messages
    return messages.flatMap((message) => viewMessage(bot.seen, message) ?? [])
  },
}

/** As many as one person may set on a message ("max_reaction_count"); a chat may allow fewer. */
const maxReactions = 11
const accentColors = 7
/** So many messages of a personal channel are shown. */
const maxPersonalMessages = 20
const noGifts = {
  ...{ unlimited_gifts: false, limited_gifts: false, unique_gifts: false, premium_subscription: false },
  gifts_from_channels: false,
}

async function userInfo(bot: Bot, id: api.InputUser): Promise<ChatFullInfo> {
  const { fullUser } = await bot.call({ _: 'users.getFullUser', id })
  const peer: api.peerUser = { _: 'peerUser', userId: fullUser.id }
  const shown = viewChat(bot.seen, peer)
  if (shown.type !== 'private') throw badRequest('chat not found')
  const user = bot.seen.user(fullUser.id)
  return {
    ...{ ...shown, accent_color_id: accentOf(user?.color, fullUser.id), max_reaction_count: maxReactions },
    accepted_gift_types: noGifts,
    ...(user !== undefined && usernames(user)),
    ...photoOf(fullUser.profilePhoto),
    ...statusOf(user?.emojiStatus),
    ...(fullUser.about && { bio: fullUser.about }),
    ...(fullUser.privateForwardName !== undefined && { has_private_forwards: true }),
    ...(fullUser.voiceMessagesForbidden && { has_restricted_voice_and_video_messages: true }),
    ...(fullUser.ttlPeriod && { message_auto_delete_time: fullUser.ttlPeriod }),
    ...personalChat(bot, fullUser.personalChannelId),
    ...(fullUser.birthday && { birthdate: birthdate(fullUser.birthday) }),
    ...(await pinned(bot, peer, fullUser.pinnedMsgId)),
  }
}

function statusOf(status: api.EmojiStatus | undefined) {
  if (status?._ !== 'emojiStatus') return {}
  return {
    emoji_status_custom_emoji_id: String(BigInt.asUintN(64, status.documentId)),
    ...(status.until !== undefined && { emoji_status_expiration_date: status.until }),
  }
}

function personalChat(bot: Bot, channelId: bigint | undefined) {
  const chat = channelId === undefined ? undefined : viewChat(bot.seen, { _: 'peerChannel', channelId })
  return chat?.type === 'channel' ? { personal_chat: chat } : {}
}

function birthdate({ day, month, year }: api.birthday): { day: number; month: number; year?: number } {
  return { day, month, ...(year !== undefined && { year }) }
}

async function groupInfo(bot: Bot, chatId: bigint): Promise<ChatFullInfo> {
  const { fullChat } = await bot.call({ _: 'messages.getFullChat', chatId })
  const peer: api.peerChat = { _: 'peerChat', chatId }
  const shown = viewChat(bot.seen, peer)
  if (fullChat._ !== 'chatFull' || shown.type !== 'group') throw badRequest('chat not found')
  const chat = bot.seen.chat(chatId)
  const defaults = chat?._ === 'chat' ? chat.defaultBannedRights : undefined
  return {
    ...{ ...shown, accent_color_id: accentOf(undefined, chatId), accepted_gift_types: noGifts },
    ...sharedInfo(fullChat),
    ...(defaults !== undefined && { permissions: withFormerPermissions(viewPermissions(defaults)) }),
    ...(chat?._ === 'chat' && chat.noforwards && { has_protected_content: true }),
    ...(await pinned(bot, peer, fullChat.pinnedMsgId)),
  }
}

async function channelInfo(bot: Bot, input: api.inputPeerChannel): Promise<ChatFullInfo> {
  const { fullChat } = await bot.call({ _: 'channels.getFullChannel', channel: toInputChannel(input) })
  const peer: api.peerChannel = { _: 'peerChannel', channelId: input.channelId }
  const channel = bot.seen.channel(input.channelId)
  if (fullChat._ !== 'channelFull' || channel?._ !== 'channel') throw badRequest('chat not found')
  const { linkedChatId: linked } = fullChat
  const common = {
    ...{ accent_color_id: accentOf(channel.color, input.channelId), accepted_gift_types: noGifts },
    ...{ ...sharedInfo(fullChat), ...usernames(channel) },
    ...(channel.noforwards && { has_protected_content: true as const }),
    ...(!fullChat.hiddenPrehistory && { has_visible_history: true as const }),
    ...(linked !== undefined && { linked_chat_id: toChatId({ _: 'peerChannel', channelId: linked }) }),
    ...(await pinned(bot, peer, fullChat.pinnedMsgId)),
  }
  const shown = viewChat(bot.seen, peer)
  if (shown.type === 'channel') {
    const { has_visible_history: _, ...ofChannel } = common
    return { ...shown, ...ofChannel }
  }
  if (shown.type !== 'supergroup') throw badRequest('chat not found')
  return {
    ...{ ...shown, ...common },
    ...(channel.defaultBannedRights && {
      permissions: withFormerPermissions(viewPermissions(channel.defaultBannedRights)),
    }),
    ...(fullChat.slowmodeSeconds && { slow_mode_delay: fullChat.slowmodeSeconds }),
    ...(channel.joinToSend && { join_to_send_messages: true }),
    ...(channel.joinRequest && { join_by_request: true }),
    ...(fullChat.participantsHidden && { has_hidden_members: true }),
    ...(fullChat.antispam && { has_aggressive_anti_spam_enabled: true }),
    ...(fullChat.stickerset && { sticker_set_name: fullChat.stickerset.shortName }),
    ...(fullChat.canSetStickers && { can_set_sticker_set: true }),
    ...(fullChat.emojiset && { custom_emoji_sticker_set_name: fullChat.emojiset.shortName }),
  }
}

function sharedInfo(full: api.chatFull | api.channelFull) {
  const { about, exportedInvite, ttlPeriod, availableReactions, reactionsLimit } = full
  const allowed = availableReactions && reactionsOf(availableReactions)
  return {
    max_reaction_count: reactionsLimit ?? maxReactions,
    ...photoOf(full.chatPhoto),
    ...(about !== '' && { description: about }),
    ...(exportedInvite?._ === 'chatInviteExported' && { invite_link: exportedInvite.link }),
    ...(ttlPeriod && { message_auto_delete_time: ttlPeriod }),
    ...(allowed !== undefined && { available_reactions: allowed }),
  }
}

/** Undefined where all are allowed. */
function reactionsOf(allowed: api.ChatReactions): ReactionType[] | undefined {
  if (allowed._ === 'chatReactionsAll') return undefined
  if (allowed._ === 'chatReactionsNone') return []
  return allowed.reactions.flatMap((one): ReactionType[] => {
    // The type lists the emoji that the public server has; here others may be allowed too.
    if (one._ === 'reactionEmoji') return [{ type: 'emoji', emoji: one.emoticon as never }]
    return one._ === 'reactionCustomEmoji' ? [{ type: 'custom_emoji', custom_emoji_id: String(one.documentId) }] : []
  })
}

function accentOf(color: api.PeerColor | undefined, id: bigint): number {
  return color?._ === 'peerColor' && color.color !== undefined ? color.color : Number(id % BigInt(accentColors))
}

function usernames({ username, usernames: all }: Pick<api.user, 'username' | 'usernames'>) {
  const active = all?.filter((one) => one.active).map((one) => one.username) ?? []
  const names = active.length > 0 ? active : username === undefined ? [] : [username]
  return names.length === 0 ? {} : { active_usernames: names }
}

/** The small square and the large one. */
function photoOf(photo: api.Photo | undefined) {
  if (photo?._ !== 'photo') return {}
  const sizes = viewSizes(photo, photo.sizes)
  const letters = photo.sizes.map(({ type }) => type)
  if (sizes.length === 0) return {}
  const small = sizeIds(photo, letters.includes('a') ? 'a' : 's')
  const big = sizeIds(photo, letters.includes('c') ? 'c' : 'x')
  return {
    photo: {
      ...{ small_file_id: small.file_id, small_file_unique_id: small.file_unique_id },
      ...{ big_file_id: big.file_id, big_file_unique_id: big.file_unique_id },
    },
  }
}

async function pinned(bot: Bot, peer: api.Peer, id: number | undefined) {
  const message = id === undefined ? undefined : await bot.message(peer, id)
  const shown = message === undefined ? undefined : viewMessage(bot.seen, message)
  return shown === undefined ? {} : { pinned_message: shown }
}
