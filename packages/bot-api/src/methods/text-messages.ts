import type { api } from '@chappe/tl-codec/api'
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
    const preview = readPreview(params, { text, entities })
    const delivered = await deliver(bot, await sendOptionsForOne(bot, params), {
      message: text,
      entities: await toTlEntities(entities, bot.findUser),
      media: preview.page,
      invertMedia: preview.above,
      noWebpage: preview.none,
    })
    return viewSent(bot, delivered, 'text')
  },

  /** What a bot has of a text that it is still writing; without one it is only seen to write. */
  async sendMessageDraft(bot, params) {
    const peer = await bot.chat(params)
    if (peer._ !== 'inputPeerUser') throw badRequest('drafts can be sent to private chats only')
    const id = params.integer('draft_id')
    if (id === undefined || id === 0) throw badRequest('draft_id must be non-zero')
    const { text, entities } = readText(params)
    const draft: api.TextWithEntities = {
      ...{ _: 'textWithEntities', text, entities: await toTlEntities(entities, bot.findUser) },
    }
    const action: api.SendMessageAction = { _: 'sendMessageTextDraftAction', randomId: BigInt(id), text: draft }
    await bot.call({ _: 'messages.setTyping', peer, topMsgId: params.nonZero('message_thread_id'), action })
    return true
  },
}
