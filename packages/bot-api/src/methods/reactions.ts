import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import { readReactionType } from '../params/reaction-type.ts'
import type { BotMethods } from './method.ts'

export const reactions: BotMethods = {
  async setMessageReaction(bot, params) {
    const given = params.json('reaction') ?? []
    if (!Array.isArray(given)) throw badRequest("can't parse reaction: expected an Array")
    const reaction = given.map(readReactionType)
    const peer = await bot.chat(params)
    const msgId = params.integer('message_id') ?? 0
    if ((await bot.messageOf(peer, msgId)) === undefined) throw badRequest('message to react not found')
    await bot.call({ _: 'messages.sendReaction', peer, msgId, reaction, big: params.flag('is_big') || undefined })
    return true
  },

  async deleteMessageReaction(bot, params) {
    const peer = await bot.chat(params)
    const msgId = params.integer('message_id') ?? 0
    if ((await bot.messageOf(peer, msgId)) === undefined) throw badRequest('message to delete reaction not found')
    const participant = await whose(bot, params)
    await bot.call({ _: 'messages.deleteParticipantReaction', peer, msgId, participant })
    return true
  },

  async deleteAllMessageReactions(bot, params) {
    const peer = await bot.chat(params)
    await bot.call({ _: 'messages.deleteParticipantReactions', peer, participant: await whose(bot, params) })
    return true
  },
}

/** Who has reacted: a person, or a chat in whose name somebody did. */
async function whose(bot: Bot, params: Params): Promise<api.InputPeer> {
  if (params.isGiven('actor_chat_id')) return bot.chat(params, 'actor_chat_id')
  const user = await bot.user(params)
  return user._ === 'inputUser' ? { ...user, _: 'inputPeerUser' } : { _: 'inputPeerSelf' }
}
