import type { Bot } from '../bot.ts'
import type { Params } from '../params/params.ts'
import type { BotMethods } from './method.ts'

/** The tokens of bots that people have made through this one. */
export const managedBots: BotMethods = {
  getManagedBotToken: (bot, params) => tokenOf(bot, params, false),
  replaceManagedBotToken: (bot, params) => tokenOf(bot, params, true),
}

async function tokenOf(bot: Bot, params: Params, revoke: boolean): Promise<string> {
  const { token } = await bot.call({ _: 'bots.exportBotToken', bot: await bot.user(params), revoke })
  return token
}
