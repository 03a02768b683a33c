import { setEmojiStatus } from '../../accounts/set-emoji-status.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { namedBot } from './bot-of-request.ts'

/** So many bots somebody lets do this. */
const maxStatusBots = 100

/** "Emoji status", bots: somebody lets a bot set it, and the bot does. */
export function createStatusPermission(ports: ServicePorts): Methods {
  const { store, inputPeers } = ports
  return {
    'bots.toggleUserEmojiStatusPermission': userMethod(
      { rate: { burst: 60, secondsEach: 2 } },
      async ({ userId }, { bot: input, enabled }) => {
        const bot = await namedBot(ports, userId, input)
        await store.transaction(async (tx) => {
          const isAllowed = await tx.bots.setsStatus(userId, bot.id)
          if (enabled && !isAllowed && (await tx.bots.count(userId)).statuses >= maxStatusBots) {
            throw badRequest('LIMIT_INVALID')
          }
          await tx.bots.allowStatus(userId, bot.id, enabled)
        })
        return true
      },
    ),

    'bots.updateUserEmojiStatus': userMethod(
      { rate: { burst: 100, secondsEach: 1 } },
      async ({ userId: bot, caller }, { userId: input, emojiStatus }) => {
        const userId = await inputPeers.user(bot, input)
        if (userId === undefined) throw badRequest('USER_ID_INVALID')
        await setEmojiStatus(ports, userId, emojiStatus, caller.session, async (tx) => {
          if (!(await tx.bots.setsStatus(userId, bot))) throw new RpcError(403, 'USER_PERMISSION_DENIED')
        })
        return true
      },
    ),
  }
}
