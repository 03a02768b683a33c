import type { api } from '@chappe/tl-codec/api'
import type { BotAccessSettings } from '@grammyjs/types'
import type { Bot } from '../bot.ts'
import { badRequest } from '../bot-api-error.ts'
import type { Params } from '../params/params.ts'
import { viewUser } from '../views/people.ts'
import type { BotMethods } from './method.ts'

/** "BotAccessSettings": so many besides the owner. */
const maxAdded = 10

/** Bots that people have made through this one: their tokens, and who may reach them. */
export const managedBots: BotMethods = {
  getManagedBotToken: (bot, params) => tokenOf(bot, params, false),
  replaceManagedBotToken: (bot, params) => tokenOf(bot, params, true),

  async getManagedBotAccessSettings(bot, params): Promise<BotAccessSettings> {
    const settings = await bot.call({ _: 'bots.getAccessSettings', bot: await bot.user(params) })
    if (settings.restricted !== true) return { is_access_restricted: false }
    const added = (settings.addUsers ?? []).filter((user) => user._ === 'user')
    return { is_access_restricted: true, added_users: added.map(viewUser) }
  },

  async setManagedBotAccessSettings(bot, params): Promise<true> {
    const input = await bot.user(params)
    const restricted = params.flag('is_access_restricted')
    const addUsers = restricted ? await addedUsers(bot, params) : undefined
    await bot.call({ _: 'bots.editAccessSettings', bot: input, restricted: restricted || undefined, addUsers })
    return true
  },
}

async function tokenOf(bot: Bot, params: Params, revoke: boolean): Promise<string> {
  const { token } = await bot.call({ _: 'bots.exportBotToken', bot: await bot.user(params), revoke })
  return token
}

async function addedUsers(bot: Bot, params: Params): Promise<api.InputUser[]> {
  const ids = params.json('added_user_ids') ?? []
  if (!Array.isArray(ids)) throw badRequest('added_user_ids must be an Array')
  if (ids.length > maxAdded) throw badRequest('too many user identifiers specified')
  const users: api.InputUser[] = []
  for (const id of ids) {
    const user = Number.isSafeInteger(Number(id)) ? await bot.findUser(Number(id)) : undefined
    if (user === undefined) throw badRequest('user not found')
    users.push(user)
  }
  return users
}
