import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import type { BotMethods } from './method.ts'
import { messagesIn } from './sent-message.ts'

/** The topic that every forum has. */
const general = 1
const defaultColor = 0x6f_b9_f0

/** Topics of forums ("Forum topics"). */
export const topics: BotMethods = {
  async createForumTopic(bot, params) {
    const title = params.text('name')
    if (title === undefined) throw badRequest('topic name is empty')
    const iconColor = params.integer('icon_color')
    const updates = await bot.call({
      ...{ _: 'messages.createForumTopic', peer: await bot.chat(params), title, iconColor, randomId: bot.randomLong() },
      iconEmojiId: iconIn(params),
    })
    const made = messagesIn(updates).find((one) => one._ === 'messageService')
    if (made === undefined) throw badRequest('topic was not created')
    const icon = params.text('icon_custom_emoji_id')
    return {
      ...{ message_thread_id: made.id, name: title, icon_color: iconColor ?? defaultColor },
      ...(icon !== undefined && { icon_custom_emoji_id: icon }),
    }
  },

  async editForumTopic(bot, params) {
    const icon = params.has('icon_custom_emoji_id') ? (iconIn(params) ?? 0n) : undefined
    return edit(bot, params, threadIn(params), { title: params.text('name'), iconEmojiId: icon })
  },
  closeForumTopic: (bot, params) => edit(bot, params, threadIn(params), { closed: true }),
  reopenForumTopic: (bot, params) => edit(bot, params, threadIn(params), { closed: false }),
  editGeneralForumTopic: (bot, params) => edit(bot, params, general, { title: params.text('name') }),
  closeGeneralForumTopic: (bot, params) => edit(bot, params, general, { closed: true }),
  reopenGeneralForumTopic: (bot, params) => edit(bot, params, general, { closed: false }),
  hideGeneralForumTopic: (bot, params) => edit(bot, params, general, { hidden: true }),
  unhideGeneralForumTopic: (bot, params) => edit(bot, params, general, { hidden: false }),

  async deleteForumTopic(bot, params) {
    const request = { peer: await bot.chat(params), topMsgId: threadIn(params) }
    await bot.call({ _: 'messages.deleteTopicHistory', ...request })
    return true
  },
  unpinAllForumTopicMessages: (bot, params) => unpinAll(bot, params, threadIn(params)),
  unpinAllGeneralForumTopicMessages: (bot, params) => unpinAll(bot, params, general),
}

function threadIn(params: Params): number {
  const id = params.integer('message_thread_id')
  if (id === undefined || id <= 0) throw badRequest('message thread not found')
  return id
}

function iconIn(params: Params): bigint | undefined {
  const id = params.text('icon_custom_emoji_id')
  if (id === undefined) return undefined
  if (!/^-?\d{1,20}$/.test(id)) throw badRequest('invalid custom emoji identifier specified')
  return BigInt.asIntN(64, BigInt(id))
}

type Change = Pick<api.messages.editForumTopic, 'title' | 'iconEmojiId' | 'closed' | 'hidden'>

async function edit(bot: Bot, params: Params, topicId: number, change: Change): Promise<true> {
  await bot.call({ _: 'messages.editForumTopic', peer: await bot.chat(params), topicId, ...change })
  return true
}

async function unpinAll(bot: Bot, params: Params, topMsgId: number): Promise<true> {
  await bot.call({ _: 'messages.unpinAllMessages', peer: await bot.chat(params), topMsgId })
  return true
}
