import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { maxCaptionLength, normalizeText } from '../../rules/message-text.ts'
import { isLonger } from '../../rules/text-length.ts'
import { parseGame, withGameButton } from './game.ts'
import { parseMedia } from './parse-media.ts'
import { parseReplyMarkup } from './reply-markup.ts'
import { resolveMentions } from './resolve-mentions.ts'

const maxIdBytes = 64
const maxTitleLength = 256
const maxDescriptionLength = 512
const maxUrlLength = 2048

/** What can be a result without a file of this server: clients fetch what its URL leads to. */
const types: ReadonlySet<string> = new Set([
  ...['article', 'photo', 'gif', 'mpeg4_gif', 'video', 'audio', 'voice', 'file', 'document', 'sticker'],
  ...['geo', 'location', 'venue', 'contact'],
])

/** One of the results with which a bot answers an inline query, as it is stored. Throws the public error for what is wrong. */
export async function parseInlineResult(
  ports: ServicePorts,
  bot: UserId,
  input: api.InputBotInlineResult,
): Promise<api.BotInlineResult> {
  const { id } = input
  if (id === '' || Buffer.byteLength(id) > maxIdBytes) throw badRequest('RESULT_ID_INVALID')
  const sendMessage = await parseMessage(ports, bot, input.sendMessage)
  switch (input._) {
    case 'inputBotInlineResult': {
      const { type, url, thumb, content } = input
      if (!types.has(type)) throw badRequest('RESULT_TYPE_INVALID')
      const { title, description } = parseTexts(input)
      if (type === 'article' && title === undefined) throw badRequest('ARTICLE_TITLE_EMPTY')
      if (sendMessage._ === 'botInlineMessageMediaAuto' && content === undefined) {
        throw badRequest('SEND_MESSAGE_MEDIA_INVALID')
      }
      if (url !== undefined && url.length > maxUrlLength) throw badRequest('RESULT_URL_INVALID')
      const web = { thumb: thumb && parseWeb(thumb), content: content && parseWeb(content) }
      return { _: 'botInlineResult', id, type, title, description, url, ...web, sendMessage }
    }
    case 'inputBotInlineResultPhoto': {
      const named: api.inputMediaPhoto = { _: 'inputMediaPhoto', id: input.photo }
      const { media } = await parseMedia(ports, bot, named)
      const photo = media?._ === 'messageMediaPhoto' ? media.photo : undefined
      return { _: 'botInlineMediaResult', id, type: input.type, photo, sendMessage }
    }
    case 'inputBotInlineResultDocument': {
      const named: api.inputMediaDocument = { _: 'inputMediaDocument', id: input.document }
      const { media } = await parseMedia(ports, bot, named)
      const document = media?._ === 'messageMediaDocument' ? media.document : undefined
      return { _: 'botInlineMediaResult', id, type: input.type, document, ...parseTexts(input), sendMessage }
    }
    case 'inputBotInlineResultGame': {
      if (sendMessage._ !== 'botInlineMessageMediaAuto') throw badRequest('SEND_MESSAGE_TYPE_INVALID')
      const media = await parseGame(ports, bot, {
        ...{ _: 'inputGameShortName', botId: { _: 'inputUserSelf' }, shortName: input.shortName },
      })
      const { title, description, shortName, photo } = media.game
      // By its name it is found when somebody sends it; nobody is shown that.
      const message = {
        ...sendMessage,
        message: shortName,
        replyMarkup: withGameButton(media, sendMessage.replyMarkup),
      }
      return { _: 'botInlineMediaResult', id, type: 'game', title, description, photo, sendMessage: message }
    }
  }
}

function parseTexts({
  title,
  description,
}: {
  readonly title?: string | undefined
  readonly description?: string | undefined
}): {
  readonly title: string | undefined
  readonly description: string | undefined
} {
  if (isLonger(title ?? '', maxTitleLength)) throw badRequest('RESULT_TITLE_INVALID')
  if (isLonger(description ?? '', maxDescriptionLength)) throw badRequest('RESULT_DESCRIPTION_INVALID')
  return { title: title?.trim() || undefined, description: description?.trim() || undefined }
}

/** Where a picture or a file lies on the web. It is for clients to fetch, and for this server when somebody sends it. */
function parseWeb({ url, size, mimeType, attributes }: api.InputWebDocument): api.webDocumentNoProxy {
  if (url.length > maxUrlLength || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw badRequest('WEBDOCUMENT_URL_INVALID')
  }
  if (mimeType === '' || mimeType.length > 128) throw badRequest('WEBDOCUMENT_MIME_INVALID')
  return { _: 'webDocumentNoProxy', url, size: Math.max(0, size), mimeType, attributes: attributes.slice(0, 8) }
}

async function parseMessage(
  ports: ServicePorts,
  bot: UserId,
  input: api.InputBotInlineMessage,
): Promise<api.BotInlineMessage> {
  const replyMarkup = 'replyMarkup' in input ? await parseReplyMarkup(ports, bot, input.replyMarkup) : undefined
  if (replyMarkup !== undefined && replyMarkup._ !== 'replyInlineMarkup') throw badRequest('REPLY_MARKUP_INVALID')
  switch (input._) {
    case 'inputBotInlineMessageMediaAuto': {
      const { text: message, entities } = await parseText(ports, bot, input, true)
      return { _: 'botInlineMessageMediaAuto', message, entities, invertMedia: input.invertMedia, replyMarkup }
    }
    case 'inputBotInlineMessageText': {
      const { text: message, entities } = await parseText(ports, bot, input, false)
      const { noWebpage, invertMedia } = input
      return { _: 'botInlineMessageText', noWebpage, invertMedia, message, entities, replyMarkup }
    }
    case 'inputBotInlineMessageMediaWebPage': {
      const { text: message, entities } = await parseText(ports, bot, input, true)
      const { url, invertMedia, forceLargeMedia, forceSmallMedia } = input
      const shown = { invertMedia, forceLargeMedia, forceSmallMedia, manual: true, url }
      return { _: 'botInlineMessageMediaWebPage', ...shown, message, entities, replyMarkup }
    }
    case 'inputBotInlineMessageMediaGeo': {
      const { heading, period, proximityNotificationRadius } = input
      const live = { heading, period, proximityNotificationRadius }
      const media = await place(ports, bot, { _: 'inputMediaGeoPoint', geoPoint: input.geoPoint })
      return { _: 'botInlineMessageMediaGeo', geo: media.geo, ...live, replyMarkup }
    }
    case 'inputBotInlineMessageMediaVenue': {
      const { geoPoint, title, address, provider, venueId, venueType } = input
      const venue = { title, address, provider, venueId, venueType }
      const media = await place(ports, bot, { _: 'inputMediaVenue', geoPoint, ...venue })
      return { _: 'botInlineMessageMediaVenue', ...venue, geo: media.geo, replyMarkup }
    }
    case 'inputBotInlineMessageMediaContact': {
      const { phoneNumber, firstName, lastName, vcard } = input
      const contact = { phoneNumber, firstName, lastName, vcard }
      await parseMedia(ports, bot, { _: 'inputMediaContact', ...contact })
      return { _: 'botInlineMessageMediaContact', ...contact, replyMarkup }
    }
    case 'inputBotInlineMessageGame':
      return { _: 'botInlineMessageMediaAuto', message: '', replyMarkup }
    default:
      // Nothing is sold here.
      throw badRequest('SEND_MESSAGE_TYPE_INVALID')
  }
}

async function parseText(
  ports: ServicePorts,
  bot: UserId,
  input: { readonly message: string; readonly entities?: api.MessageEntity[] | undefined },
  isCaption: boolean,
): Promise<{ readonly text: string; readonly entities: api.MessageEntity[] | undefined }> {
  const given = await resolveMentions(ports, bot, input.entities ?? [])
  const bounds = isCaption ? { mayBeEmpty: true, maxLength: maxCaptionLength } : {}
  const { text, entities } = normalizeText(input.message, given, bounds)
  return { text, entities: entities.length === 0 ? undefined : entities }
}

async function place(
  ports: ServicePorts,
  bot: UserId,
  input: api.inputMediaGeoPoint | api.inputMediaVenue,
): Promise<{ readonly geo: api.GeoPoint }> {
  const { media } = await parseMedia(ports, bot, input)
  if (media?._ === 'messageMediaGeo' || media?._ === 'messageMediaVenue') return media
  throw badRequest('SEND_MESSAGE_MEDIA_INVALID')
}
