import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { toInputChannel } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import { captionText, readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import type { Params } from '../params/params.ts'
import { mediaAgain, richAgain } from './media-again.ts'
import type { BotMethods } from './method.ts'
import { chatToSendTo, sendOptions } from './send-options.ts'
import { messagesIn, viewSent, viewWithReply } from './sent-message.ts'

/** So many messages are passed on or deleted at once. */
const maxAtOnce = 100

/** Messages that there are, sent again, or taken away. */
export const movingMessages: BotMethods = {
  async forwardMessage(bot, params) {
    const id = messageId(params)
    const updates = await forward(bot, params, [id], false)
    const [message] = messagesIn(updates)
    const shown = message && (await viewWithReply(bot, message))
    if (shown === undefined) throw badRequest('message to forward not found')
    return shown
  },

  async forwardMessages(bot, params) {
    return idsIn(await forward(bot, params, messageIds(params), false))
  },

  async copyMessages(bot, params) {
    return idsIn(await forward(bot, params, messageIds(params), true))
  },

  async copyMessage(bot, params) {
    const from = await bot.chat(params, 'from_chat_id')
    const message = await bot.messageOf(from, messageId(params))
    if (message?._ !== 'message') throw badRequest('message to copy not found')
    const options = await sendOptions(bot, params)
    const media = message.media === undefined ? undefined : mediaAgain(message.media)
    const isText = media === undefined || media._ === 'inputMediaWebPage'
    const caption = params.has('caption') && !isText ? readText(params, captionText) : undefined
    const said =
      caption === undefined
        ? { message: message.message, entities: message.entities, invertMedia: message.invertMedia }
        : {
            ...{ message: caption.text, entities: await toTlEntities(caption.entities, bot.findUser) },
            invertMedia: params.flag('show_caption_above_media') || undefined,
          }
    const richMessage = message.richMessage && richAgain(message.richMessage)
    // A page that is not shown below a text was not wanted there.
    const noWebpage = (message.media === undefined && richMessage === undefined) || undefined
    const updates =
      media === undefined
        ? await bot.call({ _: 'messages.sendMessage', ...options, ...said, richMessage, noWebpage })
        : await bot.call({ _: 'messages.sendMedia', ...options, ...said, media })
    if (updates._ === 'updateShortSentMessage') return { message_id: updates.id }
    const [sent] = idsIn(updates)
    return sent ?? { message_id: (await viewSent(bot, { updates, peer: options.peer }, 'message_id')).message_id }
  },

  async deleteMessage(bot, params) {
    if ((await remove(bot, params, [messageId(params)])) === 0) throw badRequest('message to delete not found')
    return true
  },

  async deleteMessages(bot, params) {
    await remove(bot, params, messageIds(params))
    return true
  },
}

function messageId(params: Params): number {
  const id = params.integer('message_id')
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified')
  return id
}

function messageIds(params: Params): number[] {
  const given = params.json('message_ids')
  if (!Array.isArray(given)) throw badRequest('message identifiers are not specified')
  if (given.length > maxAtOnce) throw badRequest('too many message identifiers specified')
  return given.map((one) => {
    const id = Number(one)
    if (!Number.isSafeInteger(id) || id <= 0) throw badRequest('invalid message identifier specified')
    return id
  })
}

async function forward(bot: Bot, params: Params, id: readonly number[], asCopy: boolean): Promise<api.Updates> {
  const fromPeer = await bot.chat(params, 'from_chat_id')
  return bot.call({
    _: 'messages.forwardMessages',
    fromPeer,
    toPeer: await chatToSendTo(bot, params),
    id: [...id],
    randomId: id.map(() => bot.randomLong()),
    topMsgId: params.nonZero('message_thread_id'),
    silent: params.flag('disable_notification') || undefined,
    noforwards: params.flag('protect_content') || undefined,
    dropAuthor: asCopy || undefined,
    dropMediaCaptions: (asCopy && params.flag('remove_caption')) || undefined,
  })
}

function idsIn(updates: api.Updates): { message_id: number }[] {
  return messagesIn(updates).map(({ id }) => ({ message_id: id }))
}

/** Answers how many of them there were. */
async function remove(bot: Bot, params: Params, ids: readonly number[]): Promise<number> {
  const peer = await bot.chat(params)
  const id = (await bot.messagesOf(peer, ids)).map((message) => message.id)
  if (id.length === 0) return 0
  if (peer._ === 'inputPeerChannel') {
    await bot.call({ _: 'channels.deleteMessages', channel: toInputChannel(peer), id })
  } else await bot.call({ _: 'messages.deleteMessages', id, revoke: true })
  return id.length
}
