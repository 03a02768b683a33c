import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import { readContact, readPoint, readVenue } from '../params/places.ts'
import { readPoll } from '../params/polls.ts'
import { type Delivered, deliver } from './deliver.ts'
import { type MediaKind, readMedia } from './media-kinds.ts'
import type { BotMethods } from './method.ts'
import { sendOptionsForOne } from './send-options.ts'
import { viewSent } from './sent-message.ts'

/** Places, contacts, dice and polls. */
export const smallContent: BotMethods = {
  async sendLocation(bot, params) {
    const geoPoint = readPoint(params)
    const period = params.nonZero('live_period')
    const media: api.InputMedia =
      period === undefined
        ? { _: 'inputMediaGeoPoint', geoPoint }
        : {
            ...{ _: 'inputMediaGeoLive', geoPoint, period },
            heading: params.nonZero('heading'),
            proximityNotificationRadius: params.nonZero('proximity_alert_radius'),
          }
    return viewSent(bot, await send(bot, params, media), 'location')
  },

  async sendVenue(bot, params) {
    return viewSent(bot, await send(bot, params, { _: 'inputMediaVenue', ...readVenue(params) }), 'venue').then(
      (message) => ({ ...message, location: message.location ?? message.venue.location }),
    )
  },

  async sendContact(bot, params) {
    return viewSent(bot, await send(bot, params, { _: 'inputMediaContact', ...readContact(params) }), 'contact')
  },

  async sendDice(bot, params) {
    const media: api.InputMedia = { _: 'inputMediaDice', emoticon: params.text('emoji') ?? '🎲' }
    return viewSent(bot, await send(bot, params, media), 'dice')
  },

  async sendPoll(bot, params) {
    const { media, description } = await readPoll(params, bot.findUser, readShown)
    return viewSent(bot, await send(bot, params, media, description), 'poll')
  },
}

const kinds: Readonly<Record<string, MediaKind>> = {
  ...{ photo: 'photo', video: 'video', animation: 'animation', audio: 'audio', document: 'document' },
  sticker: 'sticker',
}

/** "InputPollMedia" and "InputPollOptionMedia": a file or a place. */
function readShown(type: string, params: Params): api.InputMedia {
  if (type === 'location') return { _: 'inputMediaGeoPoint', geoPoint: readPoint(params) }
  if (type === 'venue') return { _: 'inputMediaVenue', ...readVenue(params) }
  const kind = kinds[type]
  if (kind === undefined) throw badRequest(`polls with media of the type ${type.slice(0, 20)} are not supported`)
  return readMedia(kind, params, 'media')
}

async function send(
  bot: Bot,
  params: Params,
  media: api.InputMedia,
  { text, entities }: Pick<api.textWithEntities, 'text' | 'entities'> = { text: '', entities: [] },
): Promise<Delivered> {
  return deliver(bot, await sendOptionsForOne(bot, params), { media, message: text, entities })
}
