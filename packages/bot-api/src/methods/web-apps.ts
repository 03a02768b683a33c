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
}
