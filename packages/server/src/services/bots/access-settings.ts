import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import { namedBot } from './bot-of-request.ts'

/** "bots.accessSettings": so many besides the owner. */
const maxAdded = 10

/** "Managed bots", managing a managed bot: its manager, or the owner of any bot, says who may reach it. */
export function createAccessSettings(ports: ServicePorts): Methods {
  const { store, inputPeers, userViews } = ports

  const managedBot = async (caller: UserId, input: api.InputUser): Promise<UserRecord> => {
    const bot = await namedBot(ports, caller, input)
    if (bot.bot.manager !== caller && bot.bot.owner !== caller) throw badRequest('BOT_INVALID')
    return bot
  }

  /** Those named, each once and without the owner, who may reach it anyway. Throws `USER_ID_INVALID` for who is no person. */
  const peopleAmong = async (
    caller: UserId,
    { bot }: UserRecord,
    inputs: readonly api.InputUser[],
  ): Promise<UserId[]> => {
    if (inputs.length > maxAdded) throw badRequest('USERS_TOO_MUCH')
    const named = new Set<UserId>()
    for (const input of inputs) {
      const userId = await inputPeers.user(caller, input)
      const user = userId === undefined ? undefined : await store.read.users.get(userId)
      if (user?.phone === undefined) throw badRequest('USER_ID_INVALID')
      if (user.id !== bot?.owner) named.add(user.id)
    }
    return [...named]
  }

  return {
    async 'bots.getAccessSettings'({ userId }, { bot: input }) {
      const bot = await managedBot(userId, input)
      const added = await store.read.bots.access(bot.id)
      if (added === undefined) return { _: 'bots.accessSettings' }
      return { _: 'bots.accessSettings', restricted: true, addUsers: await userViews.of(store.read, userId, added) }
    },

    'bots.editAccessSettings': userMethod(
      { rate: { burst: 60, secondsEach: 2 } },
      async ({ userId }, { bot: input, restricted, addUsers }) => {
        const bot = await managedBot(userId, input)
        const added = restricted === true ? await peopleAmong(userId, bot, addUsers ?? []) : undefined
        await store.transaction((tx) => tx.bots.setAccess(bot.id, added))
        return true
      },
    ),
  }
}
