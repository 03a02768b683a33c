import { badRequest } from '../bot-api-error.ts'
import { readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import { deliver } from './deliver.ts'
import { readPreview } from './link-preview.ts'
import type { BotMethods } from './method.ts'
import { sendOptionsForOne } from './send-options.ts'
import { viewSent } from './sent-message.ts'

export const textMessages: BotMethods = {
  async sendMessage(bot, params) {
    const { text, entities } = readText(params)
    if (text.trim() === '') throw badRequest('message text is empty')
    const preview = readPreview(params)
    const delivered = await deliver(bot, await sendOptionsForOne(bot, params), {
      message: text,
      entities: await toTlEntities(entities, bot.findUser),
      media: preview.page,
      invertMedia: preview.above,
      noWebpage: preview.none,
    })
    return viewSent(bot, delivered, 'text')
  },
}
