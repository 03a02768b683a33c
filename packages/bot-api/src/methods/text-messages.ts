import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import { fieldsOf } from '../params/fields.ts'
import type { Params } from '../params/params.ts'
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

interface Preview {
  readonly none: true | undefined
  readonly above: true | undefined
  readonly page: api.inputMediaWebPage | undefined
}

/** How the page that a text links to is shown ("LinkPreviewOptions"). */
function readPreview(params: Params): Preview {
  const given = params.json('link_preview_options')
  if (given === undefined) {
    return { none: params.flag('disable_web_page_preview') || undefined, above: undefined, page: undefined }
  }
  const options = fieldsOf('link preview options', given)
  const url = options.text('url')
  const large = options.flag('prefer_large_media') || undefined
  const small = options.flag('prefer_small_media') || undefined
  const none = options.flag('is_disabled') || undefined
  return {
    none,
    above: options.flag('show_above_text') || undefined,
    page:
      none || url === undefined
        ? undefined
        : { _: 'inputMediaWebPage', url, forceLargeMedia: large, forceSmallMedia: small, optional: true },
  }
}
