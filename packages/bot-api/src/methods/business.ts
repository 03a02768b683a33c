import { badRequest } from '../bot-api-error.ts'
import { viewBusinessConnection } from '../views/business.ts'
import type { BotMethods } from './method.ts'

/** For whose accounts a bot speaks. */
export const business: BotMethods = {
  async getBusinessConnection(bot, params) {
    const connectionId = params.text('business_connection_id')
    if (connectionId === undefined) throw badRequest('business connection not found')
    const found = await bot.call({ _: 'account.getBotBusinessConnection', connectionId })
    const updates = 'updates' in found ? found.updates : []
    for (const update of updates) {
      if (update._ === 'updateBotBusinessConnect') return viewBusinessConnection(bot.seen, update.connection)
    }
    throw badRequest('business connection not found')
  },
}
