import type { api } from '@chappe/tl-codec/api'
import type { Params } from '../params/params.ts'
import { readKeyboardButton } from '../params/reply-markup.ts'
import { inlineMessageId } from '../views/inline-message-id.ts'
import { readInlineResult } from './inline-results.ts'
import type { BotMethods } from './method.ts'

/** What bots do by pages that they have open in clients ("Mini Apps"). */
export const webApps: BotMethods = {
  async answerWebAppQuery(bot, params) {
    const { msgId } = await bot.call({
      ...{ _: 'messages.sendWebViewResultMessage', botQueryId: params.text('web_app_query_id') ?? '' },
      result: await readInlineResult(bot, params.json('result')),
    })
    // Without buttons below it the message cannot be changed, and has no such name; the types of bots want one.
    return { inline_message_id: msgId === undefined ? '' : inlineMessageId(msgId) }
  },

  async savePreparedInlineMessage(bot, params) {
    const { id, expireDate } = await bot.call({
      ...{ _: 'messages.savePreparedInlineMessage', userId: await bot.user(params), peerTypes: peerTypesIn(params) },
      result: await readInlineResult(bot, params.json('result')),
    })
    return { id, expiration_date: expireDate }
  },

  async savePreparedKeyboardButton(bot, params) {
    const userId = await bot.user(params)
    const button = readKeyboardButton(params.json('button'))
    const { webappReqId } = await bot.call({ _: 'bots.requestWebViewButton', userId, button })
    return { id: webappReqId }
  },
}

/** To what kinds of chats the message may be sent; none for all. */
function peerTypesIn(params: Params): api.InlineQueryPeerType[] {
  const types: api.InlineQueryPeerType[] = []
  if (params.flag('allow_user_chats')) types.push({ _: 'inlineQueryPeerTypePM' })
  if (params.flag('allow_bot_chats')) types.push({ _: 'inlineQueryPeerTypeBotPM' })
  if (params.flag('allow_group_chats')) {
    types.push({ _: 'inlineQueryPeerTypeChat' }, { _: 'inlineQueryPeerTypeMegagroup' })
  }
  if (params.flag('allow_channel_chats')) types.push({ _: 'inlineQueryPeerTypeBroadcast' })
  return types
}
