import type { api } from '@chappe/tl-codec/api'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import type { BotMethods } from './method.ts'

const decisions = new Map<string, api.JoinChatBotResult>([
  ['approve', { _: 'joinChatBotResultApproved' }],
  ['decline', { _: 'joinChatBotResultDeclined' }],
  ['queue', { _: 'joinChatBotResultQueued' }],
])

/** What a bot decides of whoever asks to be let into a chat that it guards ("answerChatJoinRequestQuery"). */
export const joinRequests: BotMethods = {
  async answerChatJoinRequestQuery(bot, params) {
    const queryId = queryIn(params)
    const result = decisions.get(params.text('result') ?? '')
    if (result === undefined) throw badRequest('invalid query result specified')
    await bot.call({ _: 'bots.setJoinChatResults', queryId, result })
    return true
  },

  async sendChatJoinRequestWebApp(bot, params) {
    const result: api.joinChatBotResultWebView = {
      _: 'joinChatBotResultWebView',
      url: params.text('web_app_url') ?? '',
    }
    await bot.call({ _: 'bots.setJoinChatResults', queryId: queryIn(params), result })
    return true
  },
}

function queryIn(params: Params): bigint {
  const given = params.text('chat_join_request_query_id') ?? ''
  if (!/^-?\d{1,19}$/.test(given)) throw badRequest('invalid chat join request query identifier specified')
  return BigInt(given)
}
