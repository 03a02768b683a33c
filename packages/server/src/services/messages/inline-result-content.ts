import type { api } from '@chappe/tl-codec/api'
import { parseGame } from '../../chats/content/game.ts'
import { knownPage, linkOf } from '../../chats/content/link-of.ts'
import { parseMedia } from '../../chats/content/parse-media.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Item } from './sending.ts'

type Content = Pick<Item, 'text' | 'entities' | 'media' | 'link'>

/** What is said by a result. Whatever lies on the web is fetched now, in the name of the bot. */
export async function contentOfResult(ports: ServicePorts, bot: UserId, result: api.BotInlineResult): Promise<Content> {
  const { sendMessage } = result
  switch (sendMessage._) {
    case 'botInlineMessageText': {
      const { message: text, entities = [], noWebpage } = sendMessage
      const link = noWebpage === true ? undefined : linkOf(ports, text, entities)
      const media = knownPage(ports, link)
      return { text, entities, media, link: media === undefined ? link : undefined }
    }
    case 'botInlineMessageMediaAuto': {
      if (result._ === 'botInlineMediaResult' && result.type === 'game') {
        const botId = { _: 'inputUserSelf' } as const
        const named = { _: 'inputGameShortName', botId, shortName: sendMessage.message } as const
        return { text: '', entities: [], media: await parseGame(ports, bot, named) }
      }
      const { message: text, entities = [] } = sendMessage
      return { text, entities, media: await mediaOf(ports, bot, result) }
    }
    case 'botInlineMessageMediaWebPage': {
      const { message: text, entities = [], url, forceLargeMedia, forceSmallMedia } = sendMessage
      const input: api.inputMediaWebPage = {
        _: 'inputMediaWebPage',
        url,
        forceLargeMedia,
        forceSmallMedia,
        optional: true,
      }
      return { text, entities, media: (await parseMedia(ports, bot, input)).media }
    }
    case 'botInlineMessageMediaGeo':
      return { text: '', entities: [], media: geoMedia(sendMessage) }
    case 'botInlineMessageMediaVenue': {
      const { geo, title, address, provider, venueId, venueType } = sendMessage
      const venue = { geo, title, address, provider, venueId, venueType }
      return { text: '', entities: [], media: { _: 'messageMediaVenue', ...venue } }
    }
    case 'botInlineMessageMediaContact': {
      const { phoneNumber, firstName, lastName, vcard } = sendMessage
      const input: api.inputMediaContact = { _: 'inputMediaContact', phoneNumber, firstName, lastName, vcard }
      return { text: '', entities: [], media: (await parseMedia(ports, bot, input)).media }
    }
    default:
      throw badRequest('SEND_MESSAGE_TYPE_INVALID')
  }
}

function geoMedia({ geo, period, heading }: api.botInlineMessageMediaGeo): api.MessageMedia {
  if (period === undefined || period <= 0) return { _: 'messageMediaGeo', geo }
  return { _: 'messageMediaGeoLive', geo, period, heading }
}

/** The file of a result: one of this server, or what lies where its content is. */
async function mediaOf(
  ports: ServicePorts,
  bot: UserId,
  result: api.BotInlineResult,
): Promise<api.MessageMedia | undefined> {
  if (result._ === 'botInlineMediaResult') {
    const { photo, document } = result
    if (photo !== undefined) return { _: 'messageMediaPhoto', photo }
    return document && { _: 'messageMediaDocument', document }
  }
  const { type, content } = result
  if (content === undefined) throw badRequest('WEBPAGE_MEDIA_EMPTY')
  const input: api.InputMedia =
    type === 'photo'
      ? { _: 'inputMediaPhotoExternal', url: content.url }
      : { _: 'inputMediaDocumentExternal', url: content.url }
  return (await parseMedia(ports, bot, input)).media
}
