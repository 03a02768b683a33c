import type { UserId } from '../ids.ts'
import type { Store } from '../store/store.ts'
import type { LimitBot } from './bot-limits.ts'
import { alsoForBots, onlyForBots } from './bot-methods.ts'
import type { Invocation } from './invocation.ts'
import type { Served } from './registry.ts'
import { badRequest } from './rpc-error.ts'

/** Of so many it is remembered whether they are bots, which never changes. */
const maxKnown = 100_000

/**
 * Throws the public error for what this user may not call as a bot, or as none, or not so often; later, where the store has to be
 * asked.
 */
export type CheckBotCaller = (
  userId: UserId,
  request: Invocation['request'],
  needs: Served['needs'],
) => Promise<void> | undefined

export function createCheckBotCaller({ read }: Pick<Store, 'read'>, limitBot: LimitBot): CheckBotCaller {
  const known = new Map<UserId, boolean>()
  const also: ReadonlySet<string> = alsoForBots
  const only: ReadonlySet<string> = onlyForBots

  const check = (userId: UserId, isBot: boolean, request: Invocation['request'], needs: Served['needs']): void => {
    const { _: method } = request
    if (!isBot && only.has(method)) throw badRequest('USER_BOT_REQUIRED')
    if (isBot && needs === 'user' && !also.has(method) && !only.has(method)) throw badRequest('BOT_METHOD_INVALID')
    if (isBot) limitBot(userId, request)
  }

  return (userId, request, needs) => {
    const isBot = known.get(userId)
    if (isBot !== undefined) {
      check(userId, isBot, request, needs)
      return undefined
    }
    return read.users.get(userId).then((user) => {
      // What is deleted, or not there yet, may be something else for whoever looks again.
      if (user?.phone !== undefined || user?.bot !== undefined) {
        if (known.size >= maxKnown) known.clear()
        known.set(userId, user.bot !== undefined)
      }
      check(userId, user?.bot !== undefined, request, needs)
    })
  }
}
