import type { api } from '@chappe/tl-codec/api'
import type { Message, Update } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import { readPoint } from '../params/places.ts'
import { edit } from './edit-messages.ts'
import type { BotMethods } from './method.ts'

/** Places that move ("Live geolocations"); they are sent by `sendLocation`. */
export const liveLocations: BotMethods = {
  editMessageLiveLocation: (bot, params) =>
    move(bot, params, {
      ...{ _: 'inputMediaGeoLive', geoPoint: readPoint(params), period: params.integer('live_period') },
      heading: params.integer('heading'),
      proximityNotificationRadius: params.integer('proximity_alert_radius'),
    }),

  stopMessageLiveLocation: (bot, params) =>
    move(bot, params, { _: 'inputMediaGeoLive', stopped: true, geoPoint: { _: 'inputGeoPointEmpty' } }),
}

async function move(
  bot: Bot,
  params: Params,
  media: api.inputMediaGeoLive,
): Promise<(Update.Edited & Message.LocationMessage) | true> {
  const edited = await edit(bot, params, { media }, ({ media: before }) => {
    if (before?._ !== 'messageMediaGeoLive') throw badRequest('there is no live location in the message to edit')
  })
  if (edited === true) return true
  return { ...edited, location: edited.location ?? { latitude: 0, longitude: 0 } }
}
