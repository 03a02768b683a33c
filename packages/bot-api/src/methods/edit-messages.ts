import type { api } from '@chappe/tl-codec/api'
import type { Message, Update } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { BotApiError, badRequest } from '../bot-api-error.ts'
import { captionText, readText } from '../formatting/read-text.ts'
import { toTlEntities } from '../formatting/to-tl.ts'
import type { Params } from '../params/params.ts'
import { readPoint } from '../params/places.ts'
import { readReplyMarkup } from '../params/reply-markup.ts'
import { fromInlineMessageId } from '../views/inline-message-id.ts'
import { viewPoll } from '../views/polls.ts'
import { readPreview } from './link-preview.ts'
import type { BotMethods } from './method.ts'
import { readRichMessage } from './rich-content.ts'
import { messagesIn, viewWithReply } from './sent-message.ts'

type Edited = Update.Edited & Message
type Edit = Omit<api.messages.editMessage, '_' | 'peer' | 'id'>

export const editMessages: BotMethods = {
  async editMessageText(bot, params) {
    if (params.isGiven('rich_message')) {
      const rich = await edit(bot, params, { richMessage: await readRichMessage(bot, params) })
      return rich === true ? true : { ...rich, rich_message: rich.rich_message ?? { blocks: [] } }
    }
    const { text, entities } = readText(params)
    if (text.trim() === '') throw badRequest('message text is empty')
    const preview = readPreview(params, { text, entities })
    const change = {
      message: text,
      entities: await toTlEntities(entities, bot.findUser),
      noWebpage: preview.none,
      invertMedia: preview.above,
      media: preview.page,
    }
    const edited = await edit(bot, params, change, (message) => {
      if (!isText(message)) throw badRequest('there is no text in the message to edit')
    })
    return edited === true ? true : { ...edited, text: edited.text ?? '' }
  },

  async editMessageCaption(bot, params) {
    const { text, entities } = readText(params, captionText)
    const change = {
      message: text,
      entities: await toTlEntities(entities, bot.findUser),
      invertMedia: params.flag('show_caption_above_media') || undefined,
    }
    return edit(bot, params, change, (message) => {
      if (!mayHaveCaption(message)) throw badRequest('there is no caption in the message to edit')
    })
  },

  editMessageReplyMarkup: (bot, params) => edit(bot, params, {}),

  editMessageLiveLocation: (bot, params) => {
    const moved: api.inputMediaGeoLive = {
      ...{ _: 'inputMediaGeoLive', geoPoint: readPoint(params) },
      period: params.integer('live_period'),
      heading: params.integer('heading'),
      proximityNotificationRadius: params.integer('proximity_alert_radius'),
    }
    return editLocation(bot, params, moved)
  },

  stopMessageLiveLocation: (bot, params) =>
    editLocation(bot, params, { _: 'inputMediaGeoLive', stopped: true, geoPoint: { _: 'inputGeoPointEmpty' } }),

  async stopPoll(bot, params) {
    const peer = await bot.chat(params)
    const id = params.integer('message_id') ?? 0
    const message = await bot.messageOf(peer, id)
    const media = message?._ === 'message' ? message.media : undefined
    if (media?._ !== 'messageMediaPoll') throw badRequest('message with poll to stop not found')
    const poll: api.poll = { ...media.poll, closed: true }
    const replyMarkup = await readReplyMarkup(params, bot.buttonPeers)
    await bot.call({ _: 'messages.editMessage', peer, id, media: { _: 'inputMediaPoll', poll }, replyMarkup })
    const now = await bot.messageOf(peer, id)
    const closed = now?._ === 'message' && now.media?._ === 'messageMediaPoll' ? now.media : media
    const said = message?._ === 'message' ? message : undefined
    return viewPoll(bot.seen, { ...closed.poll, closed: true }, closed.results, said)
  },
}

async function editLocation(bot: Bot, params: Params, media: api.inputMediaGeoLive) {
  const edited = await edit(bot, params, { media }, ({ media: shown }) => {
    if (shown?._ !== 'messageMediaGeoLive') throw badRequest("message can't be edited")
  })
  if (edited === true) return edited
  const { location } = edited
  if (location === undefined) throw new BotApiError(500, 'Internal Server Error: the place is gone')
  return { ...edited, location }
}

/** Of a message that was sent through the bot nothing is told but that it was done. */
async function edit(
  bot: Bot,
  params: Params,
  change: Edit,
  check: (message: api.message) => void = () => {},
): Promise<Edited | true> {
  const replyMarkup = await readReplyMarkup(params, bot.buttonPeers)
  const inline = params.text('inline_message_id')
  if (inline !== undefined) {
    const id = fromInlineMessageId(inline)
    if (id === undefined) throw badRequest('invalid inline message identifier specified')
    await bot.call({ _: 'messages.editInlineBotMessage', id, ...change, replyMarkup })
    return true
  }
  const peer = await bot.chat(params)
  const id = params.integer('message_id')
  if (id === undefined || id <= 0) throw badRequest('message identifier is not specified')
  const before = await bot.messageOf(peer, id)
  if (before === undefined) throw badRequest('message to edit not found')
  if (before._ !== 'message') throw badRequest("message can't be edited")
  check(before)
  const updates = await bot.call({ _: 'messages.editMessage', peer, id, ...change, replyMarkup })
  const message = messagesIn(updates)[0] ?? (await bot.messageOf(peer, id))
  const shown = message && (await viewWithReply(bot, message))
  if (shown === undefined) throw new BotApiError(500, 'Internal Server Error: the server does not say what was edited')
  return { ...shown, edit_date: shown.edit_date ?? shown.date }
}

function isText({ media }: api.message): boolean {
  return media === undefined || media._ === 'messageMediaEmpty' || media._ === 'messageMediaWebPage'
}

function mayHaveCaption({ media }: api.message): boolean {
  if (media?._ === 'messageMediaPhoto' || media?._ === 'messageMediaPaidMedia') return true
  if (media?._ !== 'messageMediaDocument') return false
  const attributes = media.document?._ === 'document' ? media.document.attributes : []
  const isSticker = attributes.some(({ _ }) => _ === 'documentAttributeSticker')
  return !isSticker && media.round !== true
}
