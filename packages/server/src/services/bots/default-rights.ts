import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { creatorRights, parseGivenRights } from '../../rules/chat-rights.ts'
import type { BotRecord } from '../../store/domain/people/bots.ts'

/** "Suggested bot rights": what a bot asks for where somebody makes it an admin. */
export function createDefaultRights({ store }: ServicePorts): Methods {
  const set = async (
    userId: UserId,
    kind: 'broadcast' | 'supergroup',
    given: api.ChatAdminRights,
    change: (rights: number) => Partial<BotRecord>,
  ): Promise<true> => {
    const rights = parseGivenRights(kind, given, creatorRights(kind))
    await store.transaction(async (tx) => {
      const bot = await tx.bots.get(userId)
      if (bot === undefined) throw badRequest('USER_BOT_REQUIRED')
      const after = { ...bot, ...change(rights) }
      if (after.groupRights === bot.groupRights && after.channelRights === bot.channelRights) {
        throw badRequest('RIGHTS_NOT_MODIFIED')
      }
      await tx.bots.put(after)
    })
    return true
  }
  return {
    'bots.setBotGroupDefaultAdminRights': userMethod({}, ({ userId }, { adminRights }) =>
      set(userId, 'supergroup', adminRights, (groupRights) => ({ groupRights })),
    ),
    'bots.setBotBroadcastDefaultAdminRights': userMethod({}, ({ userId }, { adminRights }) =>
      set(userId, 'broadcast', adminRights, (channelRights) => ({ channelRights })),
    ),
  }
}
