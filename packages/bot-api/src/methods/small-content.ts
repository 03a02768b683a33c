import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import type { Params } from '../params/params.ts'
import { readContact, readPoint, readVenue } from '../params/places.ts'
import { readPoll } from '../params/polls.ts'
import { type Delivered, deliver } from './deliver.ts'
import type { BotMethods } from './method.ts'
import { sendOptionsForOne } from './send-options.ts'
import { viewSent } from './sent-message.ts'

/** What is said without files: places, contacts, dice and polls. */
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
    const { media, description } = await readPoll(params, bot.findUser)
    return viewSent(bot, await send(bot, params, media, description), 'poll')
  },
}

async function send(
  bot: Bot,
  params: Params,
  media: api.InputMedia,
  { text, entities }: Pick<api.textWithEntities, 'text' | 'entities'> = { text: '', entities: [] },
): Promise<Delivered> {
  return deliver(bot, await sendOptionsForOne(bot, params), { media, message: text, entities })
}
