import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { captionText, readText, type TextNames } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import { fieldsOf } from '../params/fields.ts'
import { readFileId, type StoredFile, toInputDocument, toInputPhoto } from '../params/input-file.ts'
import { createParams, type Params } from '../params/params.ts'
import { readContact, readPoint, readVenue } from '../params/places.ts'
import { readReplyMarkup } from '../params/reply-markup.ts'
import { readPreview } from './link-preview.ts'

const contentText: TextNames = { text: 'message_text', entities: 'entities', parseMode: 'parse_mode' }

/** One result, as a bot offers it to whoever asks ("InlineQueryResult"). */
export function readInlineResult(bot: Bot, given: unknown): Promise<api.InputBotInlineResult> {
  return readResult(bot, paramsOf('InlineQueryResult', given))
}

function paramsOf(what: string, given: unknown): Params {
  return createParams(new Map(fieldsOf(what, given).entries()))
}

/**
 * The kinds whose content is a file: how the MTProto API calls them, what the names of their parameters begin with, and what type of
 * file an address leads to.
 */
const fileKinds = {
  photo: { type: 'photo', prefix: 'photo', mimeType: 'image/jpeg' },
  gif: { type: 'gif', prefix: 'gif', mimeType: 'image/gif' },
  mpeg4_gif: { type: 'gif', prefix: 'mpeg4', mimeType: 'video/mp4' },
  video: { type: 'video', prefix: 'video', mimeType: 'video/mp4' },
  audio: { type: 'audio', prefix: 'audio', mimeType: 'audio/mpeg' },
  voice: { type: 'voice', prefix: 'voice', mimeType: 'audio/ogg' },
  document: { type: 'file', prefix: 'document', mimeType: 'application/pdf' },
  sticker: { type: 'sticker', prefix: 'sticker', mimeType: 'image/webp' },
} as const
type FileKind = keyof typeof fileKinds

function isFileKind(name: string): name is FileKind {
  return Object.hasOwn(fileKinds, name)
}

async function readResult(bot: Bot, params: Params): Promise<api.InputBotInlineResult> {
  const id = params.text('id') ?? ''
  const kind = params.text('type') ?? ''
  const title = params.text('title')
  const description = params.text('description')
  const thumb = thumbOf(params)
  const sendMessage = await readContent(bot, params)
  const plain = (type: string, otherwise: api.InputBotInlineMessage | undefined): api.inputBotInlineResult => {
    const message = sendMessage ?? otherwise
    if (message === undefined) throw badRequest('input_message_content must be specified')
    const url = params.text('url')
    return { _: 'inputBotInlineResult', id, type, title, description, url, thumb, sendMessage: message }
  }
  const replyMarkup = await readReplyMarkup(params, bot.buttonPeers)
  switch (kind) {
    case 'article':
      return plain('article', undefined)
    case 'location':
      return plain('geo', readLocation(params, replyMarkup))
    case 'venue':
      return plain('venue', { _: 'inputBotInlineMessageMediaVenue', ...readVenue(params), replyMarkup })
    case 'contact': {
      const contact: api.InputBotInlineMessage = {
        ...{ _: 'inputBotInlineMessageMediaContact', ...readContact(params), replyMarkup },
      }
      return { ...plain('contact', contact), title: title ?? params.text('first_name') }
    }
    case 'game': {
      const shortName = params.text('game_short_name') ?? ''
      return {
        ...{ _: 'inputBotInlineResultGame', id, shortName },
        sendMessage: { _: 'inputBotInlineMessageGame', replyMarkup },
      }
    }
  }
  if (!isFileKind(kind)) throw badRequest('unsupported inline query result type specified')
  const shown = sendMessage ?? (await readCaption(bot, params, replyMarkup))
  const { type, prefix } = fileKinds[kind]
  const cached = params.text(`${prefix}_file_id`)
  if (cached !== undefined) return readCached(id, type, { title, description, sendMessage: shown }, cached)
  const url = params.text(`${prefix}_url`)
  if (url === undefined) throw badRequest(`${kind} must be specified`)
  const mimeType = params.text('mime_type') ?? fileKinds[kind].mimeType
  // A page with a player is no file: it is the content that is sent.
  if (mimeType === 'text/html') {
    if (sendMessage === undefined) throw badRequest('input_message_content must be specified')
    return plain(type, undefined)
  }
  const content: api.inputWebDocument = {
    ...{ _: 'inputWebDocument', url, size: 0, mimeType },
    attributes: attributesOf(kind, params),
  }
  return {
    _: 'inputBotInlineResult',
    id,
    type,
    title,
    description,
    thumb: thumb ?? content,
    content,
    sendMessage: shown,
  }
}

function readCached(
  id: string,
  type: string,
  said: Pick<api.inputBotInlineResultDocument, 'title' | 'description' | 'sendMessage'>,
  fileId: string,
): api.InputBotInlineResult {
  const file: StoredFile | undefined = readFileId(fileId)
  if (file === undefined) throw badRequest('wrong file identifier specified')
  if ((type === 'photo') !== (file.kind === 'photo')) throw badRequest('type of file mismatch')
  return file.kind === 'photo'
    ? { _: 'inputBotInlineResultPhoto', id, type, photo: toInputPhoto(file), sendMessage: said.sendMessage }
    : { _: 'inputBotInlineResultDocument', id, type, ...said, document: toInputDocument(file) }
}

function thumbOf(params: Params): api.inputWebDocument | undefined {
  const url = params.text('thumbnail_url') ?? params.text('thumb_url')
  if (url === undefined) return undefined
  const w = params.integer('thumbnail_width') ?? params.integer('thumb_width') ?? 0
  const h = params.integer('thumbnail_height') ?? params.integer('thumb_height') ?? 0
  const mimeType = params.text('thumbnail_mime_type') ?? params.text('thumb_mime_type') ?? 'image/jpeg'
  const attributes: api.DocumentAttribute[] = w > 0 && h > 0 ? [{ _: 'documentAttributeImageSize', w, h }] : []
  return { _: 'inputWebDocument', url, size: 0, mimeType, attributes }
}

function attributesOf(kind: FileKind, params: Params): api.DocumentAttribute[] {
  const { prefix } = fileKinds[kind]
  const w = params.integer(`${prefix}_width`) ?? 0
  const h = params.integer(`${prefix}_height`) ?? 0
  const duration = params.integer(`${prefix}_duration`) ?? 0
  switch (kind) {
    case 'photo':
      return w > 0 && h > 0 ? [{ _: 'documentAttributeImageSize', w, h }] : []
    case 'gif':
    case 'mpeg4_gif':
    case 'video':
      return [{ _: 'documentAttributeVideo', duration, w, h }]
    case 'audio': {
      const { title, performer } = { title: params.text('title'), performer: params.text('performer') }
      return [{ _: 'documentAttributeAudio', duration, title, performer }]
    }
    case 'voice':
      return [{ _: 'documentAttributeAudio', voice: true, duration }]
    default:
      return []
  }
}

async function readCaption(
  bot: Bot,
  params: Params,
  replyMarkup: api.ReplyMarkup | undefined,
): Promise<api.InputBotInlineMessage> {
  const { text: message, entities } = readText(params, captionText)
  return {
    ...{ _: 'inputBotInlineMessageMediaAuto', message, replyMarkup },
    entities: await toTlEntities(entities, bot.findUser),
    invertMedia: params.flag('show_caption_above_media') || undefined,
  }
}

function readLocation(params: Params, replyMarkup: api.ReplyMarkup | undefined): api.InputBotInlineMessage {
  return {
    ...{ _: 'inputBotInlineMessageMediaGeo', geoPoint: readPoint(params), replyMarkup },
    ...{ period: params.nonZero('live_period'), heading: params.nonZero('heading') },
    proximityNotificationRadius: params.nonZero('proximity_alert_radius'),
  }
}

/** What is sent in place of the result itself ("InputMessageContent"). */
async function readContent(bot: Bot, params: Params): Promise<api.InputBotInlineMessage | undefined> {
  const given = params.json('input_message_content')
  // Before Bot API 2.0 a text stood in the result itself.
  if (given === undefined && !params.has('message_text')) return undefined
  const content = given === undefined ? params : paramsOf('InputMessageContent', given)
  const replyMarkup = await readReplyMarkup(params, bot.buttonPeers)
  if (content.has('message_text')) {
    const { text: message, entities: found } = readText(content, contentText)
    if (message === '') throw badRequest('message text is empty')
    const entities = await toTlEntities(found, bot.findUser)
    const { none, above, page } = readPreview(content, { text: message, entities: found })
    if (page === undefined) {
      return { _: 'inputBotInlineMessageText', message, entities, replyMarkup, noWebpage: none, invertMedia: above }
    }
    const { url, forceLargeMedia, forceSmallMedia, optional } = page
    return {
      ...{ _: 'inputBotInlineMessageMediaWebPage', message, entities, replyMarkup, invertMedia: above },
      ...{ url, forceLargeMedia, forceSmallMedia, optional },
    }
  }
  if (content.has('address')) return { _: 'inputBotInlineMessageMediaVenue', ...readVenue(content), replyMarkup }
  if (content.has('latitude')) return readLocation(content, replyMarkup)
  if (content.has('phone_number')) {
    return { _: 'inputBotInlineMessageMediaContact', ...readContact(content), replyMarkup }
  }
  throw badRequest('input message content is not specified')
}
