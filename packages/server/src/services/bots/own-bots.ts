import { maxBotsOfOwner } from '../../accounts/bots/create-bot.ts'
import { revokeToken } from '../../accounts/bots/revoke-token.ts'
import { tokenOf } from '../../accounts/bots/token.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isBotUsername } from '../../rules/names.ts'
import { namedBot } from './bot-of-request.ts'

/** The bots that somebody has made. */
export function createOwnBots(ports: ServicePorts): Methods {
  const { store, userViews, secret } = ports
  return {
    async 'bots.getAdminedBots'({ userId }) {
      const bots = await store.read.users.bots({ owner: userId, after: 0, limit: maxBotsOfOwner })
      return userViews.of(
        store.read,
        userId,
        bots.map(({ id }) => id),
      )
    },

    'bots.checkUsername': userMethod({ rate: { burst: 100, secondsEach: 0.5 } }, async (_context, { username }) => {
      if (!isBotUsername(username)) throw badRequest('USERNAME_INVALID')
      return (await store.read.usernames.resolve(username)) === undefined
    }),

    'bots.exportBotToken': userMethod(
      { rate: { burst: 20, secondsEach: 5, protects: 'accounts' } },
      async ({ userId }, { bot: input, revoke }) => {
        const bot = await namedBot(ports, userId, input)
        if (bot.bot.owner !== userId && bot.bot.manager !== userId) throw badRequest('BOT_INVALID')
        const token = await store.transaction(async (tx) => {
          const record = await tx.bots.get(bot.id)
          if (record === undefined) throw badRequest('BOT_INVALID')
          return revoke ? revokeToken(tx, ports, record) : tokenOf(secret, record)
        })
        return { _: 'bots.exportedBotToken', token }
      },
    ),
  }
}
