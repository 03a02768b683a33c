import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import { fieldsOf } from '../params/fields.ts'
import type { Params } from '../params/params.ts'
import { inlineMessageId } from '../views/inline-message-id.ts'
import { readInlineResult } from './inline-results.ts'
import type { BotMethods } from './method.ts'

const maxResults = 50

/** What a bot offers to whoever asks it from any chat ("answerInlineQuery"). */
export const inline: BotMethods = {
  async answerInlineQuery(bot, params) {
    const given = params.json('results') ?? []
    if (!Array.isArray(given))
      throw badRequest("can't parse inline query results: expected an Array of InlineQueryResult")
    if (given.length > maxResults) throw badRequest('RESULTS_TOO_MUCH')
    const queryId = queryIn(params, 'inline_query_id', 'inline query')
    const results: api.InputBotInlineResult[] = []
    for (const one of given) results.push(await readInlineResult(bot, one))
    await bot.call({
      ...{ _: 'messages.setInlineBotResults', queryId, results, ...readButton(params) },
      gallery: (results.length > 0 && results.every(isPictured)) || undefined,
      private: params.flag('is_personal') || undefined,
      cacheTime: params.integer('cache_time') ?? 300,
      nextOffset: params.text('next_offset'),
    })
    return true
  },

  /** To whoever has called it into a chat that it is not in. */
  async answerGuestQuery(bot, params) {
    const queryId = queryIn(params, 'guest_query_id', 'guest query')
    const result = await readInlineResult(bot, params.json('result'))
    const id = await bot.call({ _: 'messages.setBotGuestChatResult', queryId, result })
    return { inline_message_id: inlineMessageId(id) }
  },
}

function queryIn(params: Params, name: string, what: string): bigint {
  const given = params.text(name) ?? ''
  if (!/^-?\d{1,19}$/.test(given)) throw badRequest(`invalid ${what} identifier specified`)
  return BigInt(given)
}

/** Results of these types are shown as a grid of pictures. */
const pictured: ReadonlySet<string> = new Set(['photo', 'gif', 'video', 'sticker'])

function isPictured(result: api.InputBotInlineResult): boolean {
  return result._ !== 'inputBotInlineResultGame' && pictured.has(result.type)
}

function readButton(params: Params): Pick<api.messages.setInlineBotResults, 'switchPm' | 'switchWebview'> {
  const given = params.json('button')
  if (given === undefined) {
    const text = params.text('switch_pm_text')
    const startParam = params.text('switch_pm_parameter') ?? ''
    return text === undefined ? {} : { switchPm: { _: 'inlineBotSwitchPM', text, startParam } }
  }
  const button = fieldsOf('InlineQueryResultsButton', given)
  const text = button.needText('text')
  const app = button.object('web_app')
  if (app !== undefined) return { switchWebview: { _: 'inlineBotWebView', text, url: app.needText('url') } }
  return { switchPm: { _: 'inlineBotSwitchPM', text, startParam: button.text('start_parameter') ?? '' } }
}
