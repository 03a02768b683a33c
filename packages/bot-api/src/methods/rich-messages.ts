import { badRequest } from '../bot-api-error.ts'
import { deliver } from './deliver.ts'
import type { BotMethods } from './method.ts'
import { readRichMessage } from './rich-content.ts'
import { sendOptionsForOne } from './send-options.ts'
import { viewSent } from './sent-message.ts'

/** Messages of blocks. */
export const richMessages: BotMethods = {
  async sendRichMessage(bot, params) {
    const richMessage = await readRichMessage(bot, params)
    const delivered = await deliver(bot, await sendOptionsForOne(bot, params), { message: '', richMessage })
    return viewSent(bot, delivered, 'rich_message')
  },

  async sendRichMessageDraft(bot, params) {
    const id = params.integer('draft_id') ?? 0
    if (id === 0) throw badRequest('draft_id must be non-zero')
    const peer = await bot.chat(params)
    const richMessage = await readRichMessage(bot, params)
    const action = { _: 'inputSendMessageRichMessageDraftAction', randomId: BigInt(id), richMessage } as const
    await bot.call({ _: 'messages.setTyping', peer, topMsgId: params.nonZero('message_thread_id'), action })
    return true
  },
}
