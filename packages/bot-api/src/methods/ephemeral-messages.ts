import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { captionText, readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import type { Params } from '../params/params.ts'
import { readReplyMarkup } from '../params/reply-markup.ts'
import { readItem } from './media-messages.ts'
import type { BotMethods } from './method.ts'

type Edit = Pick<api.ephemeral.editMessage, 'message' | 'entities' | 'media'>

/** Messages that one member of a group is shown alone, after they were sent. */
export const ephemeralMessages: BotMethods = {
  async editEphemeralMessageText(bot, params) {
    const { text, entities } = readText(params)
    if (text.trim() === '') throw badRequest('message text is empty')
    return edit(bot, params, { message: text, entities: await toTlEntities(entities, bot.findUser) })
  },

  async editEphemeralMessageMedia(bot, params) {
    return edit(bot, params, await readItem(bot, params, params.json('media')))
  },

  async editEphemeralMessageCaption(bot, params) {
    const { text, entities } = readText(params, captionText)
    return edit(bot, params, { message: text, entities: await toTlEntities(entities, bot.findUser) })
  },

  editEphemeralMessageReplyMarkup: (bot, params) => edit(bot, params, {}),

  async deleteEphemeralMessage(bot, params) {
    await bot.call({ _: 'ephemeral.deleteMessage', ...(await named(bot, params)) })
    return true
  },
}

async function edit(bot: Bot, params: Params, change: Edit): Promise<true> {
  const replyMarkup = await readReplyMarkup(params, bot.buttonPeers)
  await bot.call({ _: 'ephemeral.editMessage', ...(await named(bot, params)), ...change, replyMarkup })
  return true
}

async function named(bot: Bot, params: Params): Promise<Pick<api.ephemeral.editMessage, 'peer' | 'receiverId' | 'id'>> {
  const id = params.integer('ephemeral_message_id')
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified')
  return { peer: await bot.chat(params), receiverId: await bot.user(params, 'receiver_user_id'), id }
}
