import { badRequest } from '../bot-api-error.ts'
import { readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import { readPreview } from './link-preview.ts'
import type { BotMethods } from './method.ts'
import { sendOptions } from './send-options.ts'
import { viewSent } from './sent-message.ts'

export const textMessages: BotMethods = {
  async sendMessage(bot, params) {
    const { text, entities } = readText(params)
    if (text.trim() === '') throw badRequest('message text is empty')
    const preview = readPreview(params)
    const options = await sendOptions(bot, params)
    const message = {
      ...options,
      message: text,
      entities: await toTlEntities(entities, bot.findUser),
      invertMedia: preview.above,
    }
    const updates =
      preview.page === undefined
        ? await bot.call({ _: 'messages.sendMessage', ...message, noWebpage: preview.none })
        : await bot.call({ _: 'messages.sendMedia', ...message, media: preview.page })
    return viewSent(bot, { updates, peer: options.peer }, 'text')
  },
}
