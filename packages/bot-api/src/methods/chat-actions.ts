import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import type { BotMethods } from './method.ts'
import { newestPinned } from './pinned.ts'
import { chatToSendTo } from './send-options.ts'

const actions: Readonly<Record<string, api.SendMessageAction>> = {
  typing: { _: 'sendMessageTypingAction' },
  upload_photo: { _: 'sendMessageUploadPhotoAction', progress: 0 },
  record_video: { _: 'sendMessageRecordVideoAction' },
  upload_video: { _: 'sendMessageUploadVideoAction', progress: 0 },
  record_voice: { _: 'sendMessageRecordAudioAction' },
  record_audio: { _: 'sendMessageRecordAudioAction' },
  upload_voice: { _: 'sendMessageUploadAudioAction', progress: 0 },
  upload_audio: { _: 'sendMessageUploadAudioAction', progress: 0 },
  upload_document: { _: 'sendMessageUploadDocumentAction', progress: 0 },
  choose_sticker: { _: 'sendMessageChooseStickerAction' },
  find_location: { _: 'sendMessageGeoLocationAction' },
  record_video_note: { _: 'sendMessageRecordRoundAction' },
  upload_video_note: { _: 'sendMessageUploadRoundAction', progress: 0 },
  cancel: { _: 'sendMessageCancelAction' },
}

/** What is done beside saying something: being seen to write, pins, answers to buttons. */
export const chatActions: BotMethods = {
  async setUserEmojiStatus(bot, params) {
    const userId = await bot.user(params)
    const id = params.text('emoji_status_custom_emoji_id') ?? ''
    if (!/^\d{0,20}$/.test(id)) throw badRequest('invalid custom emoji identifier specified')
    const until = params.integer('emoji_status_expiration_date') || undefined
    const emojiStatus: api.EmojiStatus =
      id === '' ? { _: 'emojiStatusEmpty' } : { _: 'emojiStatus', documentId: BigInt.asIntN(64, BigInt(id)), until }
    await bot.call({ _: 'bots.updateUserEmojiStatus', userId, emojiStatus })
    return true
  },

  async sendChatAction(bot, params) {
    const name = params.text('action')?.toLowerCase() ?? ''
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action === undefined) throw badRequest('wrong parameter action in request')
    const peer = await chatToSendTo(bot, params)
    await bot.call({ _: 'messages.setTyping', peer, topMsgId: params.nonZero('message_thread_id'), action })
    return true
  },

  async pinChatMessage(bot, params) {
    const peer = await bot.chat(params)
    const id = params.integer('message_id') ?? 0
    if ((await bot.messageOf(peer, id)) === undefined) throw badRequest('message to pin not found')
    await bot.call({
      _: 'messages.updatePinnedMessage',
      peer,
      id,
      silent: params.flag('disable_notification') || undefined,
    })
    return true
  },

  async unpinChatMessage(bot, params) {
    const peer = await bot.chat(params)
    const id = params.nonZero('message_id') ?? (await newestPinned(bot, peer))
    if (id === undefined) throw badRequest('message to unpin not found')
    if ((await bot.messageOf(peer, id)) === undefined) throw badRequest('message to unpin not found')
    await bot.call({ _: 'messages.updatePinnedMessage', peer, id, unpin: true })
    return true
  },

  async unpinAllChatMessages(bot, params) {
    await bot.call({ _: 'messages.unpinAllMessages', peer: await bot.chat(params) })
    return true
  },

  async answerCallbackQuery(bot, params) {
    const id = params.text('callback_query_id') ?? ''
    if (!/^-?\d{1,20}$/.test(id)) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    await bot.call({
      _: 'messages.setBotCallbackAnswer',
      queryId: BigInt.asIntN(64, BigInt(id)),
      message: params.text('text'),
      alert: params.flag('show_alert') || undefined,
      url: params.text('url'),
      cacheTime: params.integer('cache_time') ?? 0,
    })
    return true
  },
}
