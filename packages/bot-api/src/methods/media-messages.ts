import type { api } from '@chappe/tl-codec/api'
import type { Message } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { captionText, readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import { fieldsOf } from '../params/fields.ts'
import { createParams, type Params } from '../params/params.ts'
import { readReplyMarkup } from '../params/reply-markup.ts'
import { deliver } from './deliver.ts'
import { mediaAgain } from './media-again.ts'
import { type MediaKind, readMedia } from './media-kinds.ts'
import type { BotMethods } from './method.ts'
import { chatToSendTo, sendOptions, sendOptionsForOne } from './send-options.ts'
import { messagesIn, viewSent, viewWithReply } from './sent-message.ts'

const maxInAlbum = 10

/** Files of all kinds, one by one or as albums. */
export const mediaMessages: BotMethods = {
  sendPhoto: (bot, params) => send(bot, params, 'photo', 'photo'),
  sendDocument: (bot, params) => send(bot, params, 'document', 'document'),
  sendVideo: (bot, params) => send(bot, params, 'video', 'video'),
  sendAudio: (bot, params) => send(bot, params, 'audio', 'audio'),
  sendVoice: (bot, params) => send(bot, params, 'voice', 'voice'),
  sendVideoNote: (bot, params) => send(bot, params, 'video_note', 'video_note'),
  sendSticker: (bot, params) => send(bot, params, 'sticker', 'sticker'),

  /** The video goes first: a photo names it ("sendLivePhoto"). */
  async sendLivePhoto(bot, params) {
    const [video, photo] = [readMedia('video', params, 'live_photo'), readMedia('photo', params)]
    if (video._ === 'inputMediaDocumentExternal' || photo._ === 'inputMediaPhotoExternal') {
      throw badRequest('live photos cannot be sent by URL')
    }
    const peer = await chatToSendTo(bot, params)
    const uploaded = await bot.call({ _: 'messages.uploadMedia', peer, media: video })
    const moving = again(uploaded)
    if (moving._ !== 'inputMediaDocument') throw badRequest('type of file mismatch')
    if (photo._ !== 'inputMediaUploadedPhoto' && photo._ !== 'inputMediaPhoto')
      throw badRequest('type of file mismatch')
    return sendMedia(bot, params, { ...photo, livePhoto: true, video: moving.id }, 'live_photo')
  },

  async sendAnimation(bot, params) {
    const message = await send(bot, params, 'animation', 'animation')
    // An animation is a document as well; another file that was sent by its id is neither, and is answered as what it is.
    return { ...message, document: message.document ?? message.animation }
  },

  async sendMediaGroup(bot, params) {
    const given = params.json('media')
    if (given === undefined) throw badRequest('parameter "media" is required')
    if (!Array.isArray(given)) throw badRequest('expected an Array of InputMedia')
    // Documented are two or more; the public server sends one that is alone as what it is.
    if (given.length === 0) throw badRequest('there are no messages to send')
    if (given.length > maxInAlbum) throw badRequest('too many messages to send as an album')
    const { replyMarkup: _, randomId: __, ...options } = await sendOptions(bot, params)
    const multiMedia: api.inputSingleMedia[] = []
    for (const one of given) {
      const { media, message, entities } = await readItem(bot, params, one)
      // Albums name what the server has already.
      const uploaded = await bot.call({ _: 'messages.uploadMedia', peer: options.peer, media })
      multiMedia.push({
        ...{ _: 'inputSingleMedia', media: again(uploaded), randomId: bot.randomLong() },
        ...{ message, entities },
      })
    }
    const updates = await bot.call({ _: 'messages.sendMultiMedia', ...options, multiMedia })
    const shown: Message[] = []
    for (const message of messagesIn(updates)) {
      const one = await viewWithReply(bot, message)
      if (one !== undefined) shown.push(one)
    }
    return shown.filter(isMedia)
  },

  async editMessageMedia(bot, params) {
    const { media, message, entities } = await readItem(bot, params, params.json('media'))
    const peer = await bot.chat(params)
    const id = params.integer('message_id') ?? 0
    const replyMarkup = await readReplyMarkup(params, bot.buttonPeers)
    const updates = await bot.call({ _: 'messages.editMessage', peer, id, media, message, entities, replyMarkup })
    const edited = messagesIn(updates)[0] ?? (await bot.messageOf(peer, id))
    const shown = edited && (await viewWithReply(bot, edited))
    if (shown === undefined) throw badRequest('message to edit not found')
    return { ...shown, edit_date: shown.edit_date ?? shown.date }
  },
}

async function send<Field extends keyof Message>(bot: Bot, params: Params, kind: MediaKind, field: Field) {
  const media = readMedia(kind, params)
  return sendMedia(bot, params, kind === 'video' ? await asFilm(bot, params, media) : media, field)
}

async function sendMedia<Field extends keyof Message>(bot: Bot, params: Params, media: api.InputMedia, field: Field) {
  const { text, entities } = readText(params, captionText)
  const delivered = await deliver(bot, await sendOptionsForOne(bot, params), {
    ...{ message: text, media },
    entities: await toTlEntities(entities, bot.findUser),
    invertMedia: params.flag('show_caption_above_media') || undefined,
  })
  return viewSent(bot, delivered, field)
}

const kinds: ReadonlySet<string> = new Set<MediaKind>(['photo', 'document', 'video', 'animation', 'audio'])

function isKind(name: string): name is MediaKind {
  return kinds.has(name)
}

/** One of an album, or what takes the place of other media ("InputMedia"). */
export async function readItem(
  bot: Bot,
  params: Params,
  given: unknown,
): Promise<{ readonly media: api.InputMedia; readonly message: string; readonly entities: api.MessageEntity[] }> {
  const item = fieldsOf('InputMedia', given)
  const kind = item.needText('type')
  if (!isKind(kind)) throw badRequest('unsupported InputMedia type')
  // Files are named by `attach://` in it, and lie beside it.
  const inner = createParams(new Map(item.entries()), params.files)
  const { text, entities } = readText(inner, captionText)
  const media = readMedia(kind, inner, 'media')
  return {
    media: kind === 'video' ? await asFilm(bot, inner, media) : media,
    message: text,
    entities: await toTlEntities(entities, bot.findUser),
  }
}

/** A video with its cover, and where it begins ("sendVideo"). */
async function asFilm(bot: Bot, params: Params, media: api.InputMedia): Promise<api.InputMedia> {
  if (media._ !== 'inputMediaUploadedDocument' && media._ !== 'inputMediaDocument') return media
  const cover = params.isGiven('cover') ? readMedia('photo', params, 'cover') : undefined
  return {
    ...media,
    videoCover: cover && (await storedPhoto(bot, cover)),
    videoTimestamp: params.nonZero('start_timestamp'),
  }
}

async function storedPhoto(bot: Bot, media: api.InputMedia): Promise<api.InputPhoto> {
  if (media._ === 'inputMediaPhoto') return media.id
  const stored = again(await bot.call({ _: 'messages.uploadMedia', peer: { _: 'inputPeerSelf' }, media }))
  if (stored._ !== 'inputMediaPhoto') throw badRequest('type of file mismatch')
  return stored.id
}

/** What was uploaded, as it is named where it is sent. */
function again(media: api.MessageMedia): api.InputMedia {
  const isFile = media._ === 'messageMediaPhoto' || media._ === 'messageMediaDocument'
  const named = isFile ? mediaAgain(media) : undefined
  if (named === undefined) throw badRequest("can't use the media of the specified type in the album")
  return named
}

type AlbumMessage =
  | Message.PhotoMessage
  | Message.VideoMessage
  | Message.AudioMessage
  | Message.DocumentMessage
  | Message.LivePhotoMessage

function isMedia(message: Message): message is AlbumMessage {
  return [message.photo, message.video, message.audio, message.document].some((media) => media !== undefined)
}
