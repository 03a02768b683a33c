import type { api } from '@chappe/tl-codec/api'
import type { ChatMember } from '@grammyjs/types'
import { type Bot, toInputChannel } from '../bot.ts'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import { readAdminRights } from '../params/admin-rights.ts'
import { type Fields, fieldsOf } from '../params/fields.ts'
import { formerPermissions } from '../params/former-permissions.ts'
import type { Params } from '../params/params.ts'
import { viewChannelMember, viewGroupMember } from '../views/members.ts'
import { viewUser } from '../views/people.ts'
import type { BotMethods } from './method.ts'

/** For ever, as the MTProto API says it. */
const forEver = 2 ** 31 - 1

export const members: BotMethods = {
  async getChatMember(bot, params) {
    const peer = await bot.chat(params)
    const user = await bot.user(params)
    if (peer._ === 'inputPeerChannel') {
      const participant = toInputPeer(user)
      const channel = toInputChannel(peer)
      try {
        const found = await bot.call({ _: 'channels.getParticipant', channel, participant })
        return viewChannelMember(bot.seen, found.participant, placeOf(bot, peer.channelId))
      } catch (error) {
        if (!(error instanceof BotApiError) || error.refusal !== 'USER_NOT_PARTICIPANT') throw error
        return notMember(bot, user)
      }
    }
    if (peer._ === 'inputPeerChat') {
      const all = await participantsOf(bot, peer.chatId)
      const id = user._ === 'inputUser' ? user.userId : bot.self.id
      const found = all.find((one) => one.userId === id)
      return found === undefined ? notMember(bot, user) : viewGroupMember(bot.seen, found)
    }
    throw badRequest('chat not found')
  },

  async getChatAdministrators(bot, params) {
    // Other bots are told of if they are asked for.
    const isTold = ({ user }: ChatMember): boolean =>
      !user.is_bot || user.id === Number(bot.self.id) || params.flag('return_bots')
    const peer = await bot.chat(params)
    if (peer._ === 'inputPeerChat') {
      const admins = (await participantsOf(bot, peer.chatId)).filter(({ _ }) => _ !== 'chatParticipant')
      return admins
        .map((one) => viewGroupMember(bot.seen, one))
        .filter(isAdmin)
        .filter(isTold)
    }
    if (peer._ !== 'inputPeerChannel') throw badRequest('there are no administrators in the private chat')
    const filter: api.ChannelParticipantsFilter = { _: 'channelParticipantsAdmins' }
    const request = { channel: toInputChannel(peer), filter, offset: 0, limit: 200, hash: 0n }
    const found = await bot.call({ _: 'channels.getParticipants', ...request })
    const all = found._ === 'channels.channelParticipants' ? found.participants : []
    const admins = all.map((one) => viewChannelMember(bot.seen, one, placeOf(bot, peer.channelId))).filter(isAdmin)
    return admins.filter(isTold)
  },

  async getChatMemberCount(bot, params) {
    const peer = await bot.chat(params)
    if (peer._ === 'inputPeerChat') return (await participantsOf(bot, peer.chatId)).length
    if (peer._ !== 'inputPeerChannel') return peer._ === 'inputPeerSelf' ? 1 : 2
    const { fullChat } = await bot.call({ _: 'channels.getFullChannel', channel: toInputChannel(peer) })
    return fullChat._ === 'channelFull' ? (fullChat.participantsCount ?? 0) : 0
  },

  async banChatMember(bot, params) {
    const peer = await bot.chat(params)
    const user = await bot.user(params)
    if (peer._ === 'inputPeerChat') {
      await bot.call({
        ...{ _: 'messages.deleteChatUser', chatId: peer.chatId, userId: user },
        revokeHistory: params.flag('revoke_messages') || undefined,
      })
      return true
    }
    const banned: api.chatBannedRights = { _: 'chatBannedRights', viewMessages: true, untilDate: untilIn(params) }
    await restrict(bot, peer, user, banned)
    return true
  },

  async unbanChatMember(bot, params) {
    const peer = await bot.chat(params)
    const user = await bot.user(params)
    if (params.flag('only_if_banned') && peer._ === 'inputPeerChannel') {
      const channel = toInputChannel(peer)
      if (!(await isBanned(bot, channel, toInputPeer(user)))) return true
    }
    await restrict(bot, peer, user, { _: 'chatBannedRights', untilDate: 0 })
    return true
  },

  async banChatSenderChat(bot, params) {
    return setSenderBan(bot, params, { _: 'chatBannedRights', viewMessages: true, untilDate: forEver })
  },

  async unbanChatSenderChat(bot, params) {
    return setSenderBan(bot, params, { _: 'chatBannedRights', untilDate: 0 })
  },

  async restrictChatMember(bot, params) {
    const peer = await bot.chat(params)
    const user = await bot.user(params)
    const former = params.isGiven('permissions') ? undefined : formerPermissions(params)
    const permissions = former ?? fieldsOf('permissions', params.json('permissions'))
    const banned = readBanned(permissions, params.flag('use_independent_chat_permissions'))
    await restrict(bot, peer, user, { ...banned, untilDate: untilIn(params) })
    return true
  },

  async promoteChatMember(bot, params) {
    const peer = await bot.chat(params)
    const userId = await bot.user(params)
    if (peer._ !== 'inputPeerChannel') throw badRequest('method is available for supergroup and channel chats only')
    const adminRights = readAdminRights(params)
    await bot.call({ _: 'channels.editAdmin', channel: toInputChannel(peer), userId, adminRights })
    return true
  },

  async setChatAdministratorCustomTitle(bot, params) {
    const peer = await bot.chat(params)
    if (peer._ !== 'inputPeerChannel') throw badRequest('method is available only for supergroups')
    const channel = toInputChannel(peer)
    const userId = await bot.user(params)
    const asked = { channel, participant: toInputPeer(userId) }
    const { participant } = await bot.call({ _: 'channels.getParticipant', ...asked })
    if (participant._ !== 'channelParticipantAdmin') throw badRequest('user is not an administrator')
    if (participant.canEdit !== true) throw badRequest('not enough rights to change custom title of the user')
    const { adminRights } = participant
    const rank = params.text('custom_title') ?? ''
    await bot.call({ _: 'channels.editAdmin', channel, userId, adminRights, rank })
    return true
  },

  async setChatMemberTag(bot, params) {
    const peer = await bot.chat(params)
    const participant = toInputPeer(await bot.user(params))
    const rank = params.text('tag') ?? ''
    await bot.call({ _: 'messages.editChatParticipantRank', peer, participant, rank })
    return true
  },

  async setChatPermissions(bot, params) {
    const peer = await bot.chat(params)
    if (peer._ === 'inputPeerUser') throw badRequest("can't change private chat permissions")
    const permissions = fieldsOf('permissions', params.json('permissions'))
    const banned = readBanned(permissions, params.flag('use_independent_chat_permissions'))
    await bot.call({ _: 'messages.editChatDefaultBannedRights', peer, bannedRights: { ...banned, untilDate: forEver } })
    return true
  },

  async leaveChat(bot, params) {
    const peer = await bot.chat(params)
    if (peer._ === 'inputPeerChannel') {
      await bot.call({ _: 'channels.leaveChannel', channel: toInputChannel(peer) })
    } else if (peer._ === 'inputPeerChat') {
      await bot.call({ _: 'messages.deleteChatUser', chatId: peer.chatId, userId: { _: 'inputUserSelf' } })
    } else throw badRequest("chat member status can't be changed in private chats")
    return true
  },
}

/** Somebody who is not in a chat has left it, or was never in it: bots that let members alone in ask for that. */
async function notMember(bot: Bot, id: api.InputUser): Promise<ChatMember> {
  const [user] = await bot.call({ _: 'users.getUsers', id: [id] })
  if (user?._ !== 'user') throw badRequest('user not found')
  return { status: 'left', user: viewUser(user) }
}

type Admin = Extract<ChatMember, { status: 'creator' | 'administrator' }>

function isAdmin(member: ChatMember): member is Admin {
  return member.status === 'creator' || member.status === 'administrator'
}

async function isBanned(bot: Bot, channel: api.inputChannel, participant: api.InputPeer): Promise<boolean> {
  try {
    const found = await bot.call({ _: 'channels.getParticipant', channel, participant })
    return found.participant._ === 'channelParticipantBanned'
  } catch (error) {
    if (error instanceof BotApiError && error.refusal === 'USER_NOT_PARTICIPANT') return false
    throw error
  }
}

function placeOf(bot: Bot, channelId: bigint) {
  const channel = bot.seen.channel(channelId)
  const kind = channel?.broadcast ? 'channel' : 'supergroup'
  return { kind, defaults: channel?._ === 'channel' ? channel.defaultBannedRights : undefined } as const
}

function toInputPeer(user: api.InputUser): api.InputPeer {
  if (user._ === 'inputUserSelf') return { _: 'inputPeerSelf' }
  if (user._ !== 'inputUser') throw badRequest('user not found')
  return { _: 'inputPeerUser', userId: user.userId, accessHash: user.accessHash }
}

async function participantsOf(bot: Bot, chatId: bigint): Promise<readonly api.ChatParticipant[]> {
  const { fullChat } = await bot.call({ _: 'messages.getFullChat', chatId })
  const shown = fullChat._ === 'chatFull' ? fullChat.participants : undefined
  return shown?._ === 'chatParticipants' ? shown.participants : []
}

async function restrict(
  bot: Bot,
  peer: api.InputPeer,
  user: api.InputUser,
  bannedRights: api.chatBannedRights,
): Promise<void> {
  if (peer._ !== 'inputPeerChannel') throw badRequest('method is available only for supergroups')
  if (user._ === 'inputUserSelf') throw badRequest("can't restrict self")
  const channel = toInputChannel(peer)
  await bot.call({ _: 'channels.editBanned', channel, participant: toInputPeer(user), bannedRights })
}

/** Less than half a minute or more than a year is for ever ("banChatMember", until_date), which the server itself sees to. */
function untilIn(params: Params): number {
  const until = params.integer('until_date') ?? 0
  return until <= 0 || until > forEver ? forEver : until
}

/** A channel that may write as itself, or no longer. */
async function setSenderBan(bot: Bot, params: Params, bannedRights: api.chatBannedRights): Promise<true> {
  const peer = await bot.chat(params)
  if (peer._ !== 'inputPeerChannel') throw badRequest('method is available for supergroup and channel chats only')
  const participant = await bot.chat(params, 'sender_chat_id')
  await bot.call({ _: 'channels.editBanned', channel: toInputChannel(peer), participant, bannedRights })
  return true
}

/** What is not allowed. Unless each is meant by itself, whoever may send anything may send texts, as it was in former days. */
/** What is not allowed. Unless each is meant by itself, whoever may send anything may send texts, as it was in former days. */
export function readBanned(
  permissions: Pick<Fields, 'flag'>,
  isIndependent: boolean,
): Omit<api.chatBannedRights, 'untilDate'> {
  const may = (name: string): boolean => permissions.flag(name) === true
  const previews = may('can_add_web_page_previews')
  const other = may('can_send_other_messages') || (!isIndependent && previews)
  const polls = may('can_send_polls')
  const media = (name: string): boolean =>
    may(name) || (!isIndependent && (other || previews || may('can_send_media_messages')))
  const files = [
    ...(['can_send_audios', 'can_send_documents', 'can_send_photos'] as const),
    ...(['can_send_videos', 'can_send_video_notes', 'can_send_voice_notes'] as const),
  ]
  const text = may('can_send_messages') || (!isIndependent && (polls || other || files.some(media)))
  const not = (allowed: boolean): true | undefined => (allowed ? undefined : true)
  return {
    _: 'chatBannedRights',
    sendPlain: not(text),
    sendAudios: not(media('can_send_audios')),
    sendDocs: not(media('can_send_documents')),
    sendPhotos: not(media('can_send_photos')),
    sendVideos: not(media('can_send_videos')),
    sendRoundvideos: not(media('can_send_video_notes')),
    sendVoices: not(media('can_send_voice_notes')),
    sendPolls: not(polls),
    sendStickers: not(other),
    sendGifs: not(other),
    sendGames: not(other),
    sendInline: not(other),
    embedLinks: not(previews),
    sendReactions: not(may('can_react_to_messages') || permissions.flag('can_react_to_messages') === undefined),
    editRank: not(may('can_edit_tag') || permissions.flag('can_edit_tag') === undefined),
    changeInfo: not(may('can_change_info')),
    inviteUsers: not(may('can_invite_users')),
    pinMessages: not(may('can_pin_messages')),
    manageTopics: not(
      may('can_manage_topics') || (permissions.flag('can_manage_topics') === undefined && may('can_pin_messages')),
    ),
  }
}
