import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { toInputChannel } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { readInputFile, toInputPhoto } from '../params/input-file.ts'
import type { Params } from '../params/params.ts'
import { viewInviteLink } from '../views/invite-links.ts'
import type { BotMethods } from './method.ts'

/** How chats are called and shown, and who is let in. */
export const chats: BotMethods = {
  async setChatTitle(bot, params) {
    const peer = await bot.chat(params)
    const title = params.text('title') ?? ''
    if (peer._ === 'inputPeerChannel') await bot.call({ _: 'channels.editTitle', channel: toInputChannel(peer), title })
    else if (peer._ === 'inputPeerChat') await bot.call({ _: 'messages.editChatTitle', chatId: peer.chatId, title })
    else throw badRequest("can't change private chat title")
    return true
  },

  async setChatDescription(bot, params) {
    const peer = await bot.chat(params)
    if (isPrivate(peer)) throw badRequest("can't change private chat description")
    await bot.call({ _: 'messages.editChatAbout', peer, about: params.text('description') ?? '' })
    return true
  },

  async setChatPhoto(bot, params) {
    const photo = readInputFile(params, 'photo')
    if (photo === undefined) throw badRequest('there is no photo in the request')
    if (photo.by === 'url') throw badRequest('photo should be uploaded as an InputFile')
    const input: api.InputChatPhoto =
      photo.by === 'id'
        ? { _: 'inputChatPhoto', id: toInputPhoto(photo.location) }
        : { _: 'inputChatUploadedPhoto', file: photo.file.file }
    await setPhoto(bot, params, input)
    return true
  },

  async deleteChatPhoto(bot, params) {
    await setPhoto(bot, params, { _: 'inputChatPhotoEmpty' })
    return true
  },

  async exportChatInviteLink(bot, params) {
    const peer = await bot.chat(params)
    const invite = await bot.call({ _: 'messages.exportChatInvite', peer, legacyRevokePermanent: true })
    if (invite._ !== 'chatInviteExported') throw badRequest('not enough rights to manage chat invite link')
    return invite.link
  },

  async createChatInviteLink(bot, params) {
    const invite = await bot.call({
      ...{ _: 'messages.exportChatInvite', peer: await bot.chat(params), title: params.text('name') },
      expireDate: params.nonZero('expire_date'),
      usageLimit: params.nonZero('member_limit'),
      requestNeeded: params.flag('creates_join_request') || undefined,
    })
    if (invite._ !== 'chatInviteExported') throw badRequest('not enough rights to manage chat invite link')
    return viewInviteLink(bot.seen, invite)
  },

  async editChatInviteLink(bot, params) {
    const { invite } = await bot.call({
      ...{ _: 'messages.editExportedChatInvite', peer: await bot.chat(params), link: linkIn(params) },
      title: params.text('name') ?? '',
      expireDate: params.integer('expire_date') ?? 0,
      usageLimit: params.integer('member_limit') ?? 0,
      requestNeeded: params.flag('creates_join_request'),
    })
    if (invite._ !== 'chatInviteExported') throw badRequest('INVITE_HASH_EXPIRED')
    return viewInviteLink(bot.seen, invite)
  },

  async revokeChatInviteLink(bot, params) {
    const peer = await bot.chat(params)
    const { invite } = await bot.call({
      ...{ _: 'messages.editExportedChatInvite', peer, link: linkIn(params), revoked: true },
    })
    if (invite._ !== 'chatInviteExported') throw badRequest('INVITE_HASH_EXPIRED')
    return viewInviteLink(bot.seen, invite)
  },

  async setChatStickerSet(bot, params) {
    const shortName = params.text('sticker_set_name')
    if (shortName === undefined) throw badRequest('sticker set name is empty')
    await setStickers(bot, params, { _: 'inputStickerSetShortName', shortName })
    return true
  },

  async deleteChatStickerSet(bot, params) {
    await setStickers(bot, params, { _: 'inputStickerSetEmpty' })
    return true
  },

  async approveChatJoinRequest(bot, params) {
    const [peer, userId] = [await bot.chat(params), await bot.user(params)]
    await bot.call({ _: 'messages.hideChatJoinRequest', peer, userId, approved: true })
    return true
  },

  async declineChatJoinRequest(bot, params) {
    const [peer, userId] = [await bot.chat(params), await bot.user(params)]
    await bot.call({ _: 'messages.hideChatJoinRequest', peer, userId })
    return true
  },
}

async function setStickers(bot: Bot, params: Params, stickerset: api.InputStickerSet): Promise<void> {
  const peer = await bot.chat(params)
  if (peer._ !== 'inputPeerChannel') throw badRequest('method is available only for supergroups')
  await bot.call({ _: 'channels.setStickers', channel: toInputChannel(peer), stickerset })
}

function linkIn(params: Params): string {
  const link = params.text('invite_link')
  if (link === undefined) throw badRequest('invite link is empty')
  return link
}

function isPrivate({ _ }: api.InputPeer): boolean {
  return _ === 'inputPeerUser' || _ === 'inputPeerSelf'
}

async function setPhoto(bot: Bot, params: Params, photo: api.InputChatPhoto): Promise<void> {
  const peer = await bot.chat(params)
  if (peer._ === 'inputPeerChannel') await bot.call({ _: 'channels.editPhoto', channel: toInputChannel(peer), photo })
  else if (peer._ === 'inputPeerChat') await bot.call({ _: 'messages.editChatPhoto', chatId: peer.chatId, photo })
  else throw badRequest("can't change private chat photo")
}
