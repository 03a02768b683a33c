import type { UserId } from '../ids.ts'
import type { Store } from '../store/store.ts'
import { alsoForBots, onlyForBots } from './bot-methods.ts'
import type { Served } from './registry.ts'
import { badRequest } from './rpc-error.ts'

/** Of so many it is remembered whether they are bots, which never changes. */
const maxKnown = 100_000

/** Throws the public error for what this user may not call as a bot, or as none; later, where the store has to be asked. */
export type CheckBotCaller = (userId: UserId, method: string, needs: Served['needs']) => Promise<void> | undefined

export function createCheckBotCaller({ read }: Pick<Store, 'read'>): CheckBotCaller {
  const known = new Map<UserId, boolean>()
  const also: ReadonlySet<string> = alsoForBots
  const only: ReadonlySet<string> = onlyForBots

  const check = (isBot: boolean, method: string, needs: Served['needs']): void => {
    if (!isBot && only.has(method)) throw badRequest('USER_BOT_REQUIRED')
    if (isBot && needs === 'user' && !also.has(method) && !only.has(method)) throw badRequest('BOT_METHOD_INVALID')
  }

  return (userId, method, needs) => {
    const isBot = known.get(userId)
    if (isBot !== undefined) {
      check(isBot, method, needs)
      return undefined
    }
    return read.users.get(userId).then((user) => {
      // What is deleted, or not there yet, may be something else for whoever looks again.
      if (user?.phone !== undefined || user?.bot !== undefined) {
        if (known.size >= maxKnown) known.clear()
        known.set(userId, user.bot !== undefined)
      }
      check(user?.bot !== undefined, method, needs)
    })
  }
}
