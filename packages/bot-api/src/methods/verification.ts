import type { api } from '@chappe/tl-codec/api'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import type { BotMethods } from './method.ts'

/** What a bot says of others on behalf of an organisation. */
export const verification: BotMethods = {
  verifyUser: async (bot, params) => verify(bot, params, await personIn(bot, params), true),
  verifyChat: async (bot, params) => verify(bot, params, await bot.chat(params), true),
  removeUserVerification: async (bot, params) => verify(bot, params, await personIn(bot, params), false),
  removeChatVerification: async (bot, params) => verify(bot, params, await bot.chat(params), false),
}

async function personIn(bot: Bot, params: Params): Promise<api.InputPeer> {
  const user = await bot.user(params)
  if (user._ === 'inputUserSelf') return { _: 'inputPeerSelf' }
  if (user._ !== 'inputUser') throw badRequest('user not found')
  return { _: 'inputPeerUser', userId: user.userId, accessHash: user.accessHash }
}

async function verify(bot: Bot, params: Params, peer: api.InputPeer, enabled: boolean): Promise<true> {
  const customDescription = enabled ? params.text('custom_description') : undefined
  await bot.call({ _: 'bots.setCustomVerification', enabled: enabled || undefined, peer, customDescription })
  return true
}
