import { createBot } from '../../accounts/bots/create-bot.ts'
import { tellManager } from '../../accounts/bots/tell-manager.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { isBotUsername, isUsername } from '../../rules/names.ts'
import { Refusal } from '../../rules/refusal.ts'

/** "Managed bots": people make bots without @BotFather, and a bot of their choice has the tokens of these. */
export function createManagedBots(ports: ServicePorts): Methods {
  const { store, clock, inputPeers, userViews } = ports
  return {
    'bots.createBot': userMethod(
      { rate: { burst: 20, secondsEach: 3_600, protects: 'accounts' } },
      async ({ userId }, { name, username, managerId }) => {
        const manager = await inputPeers.user(userId, managerId)
        const traits = manager === undefined ? undefined : (await store.read.users.get(manager))?.bot
        if (manager === undefined || traits === undefined) throw badRequest('MANAGER_INVALID')
        if (!traits.managesBots) throw badRequest('MANAGER_PERMISSION_MISSING')
        if (isUsername(username) && !isBotUsername(username)) throw badRequest('USERNAME_SUFFIX_MISSING')
        const date = unixSeconds(clock)
        const made = await store
          .transaction(async (tx) => {
            const { user } = await createBot(tx, ports, { name, username, owner: userId, manager, date })
            await tellManager(tx, ports, user)
            return user
          })
          .catch((error: unknown) => {
            throw error instanceof Refusal ? named(error) : error
          })
        const [shown] = await userViews.of(store.read, userId, [made.id])
        return shown ?? { _: 'userEmpty', id: BigInt(made.id) }
      },
    ),
  }
}

/** What the page of the method calls what goes wrong. */
function named(refusal: Refusal): Error {
  switch (refusal.message) {
    case 'FIRSTNAME_INVALID':
      return badRequest('NAME_INVALID')
    case 'BOTS_TOO_MUCH':
      return badRequest('BOT_CREATE_LIMIT_EXCEEDED')
    default:
      return refusal
  }
}
