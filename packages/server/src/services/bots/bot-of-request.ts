import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'

/** A bot that somebody names. Throws `BOT_INVALID` for who is none. */
export async function namedBot(
  { inputPeers, store }: Pick<ServicePorts, 'inputPeers' | 'store'>,
  viewer: UserId,
  input: api.InputUser,
): Promise<UserRecord & { readonly bot: NonNullable<UserRecord['bot']> }> {
  const id = await inputPeers.user(viewer, input)
  const user = id === undefined ? undefined : await store.read.users.get(id)
  if (user?.bot === undefined) throw badRequest('BOT_INVALID')
  return { ...user, bot: user.bot }
}

/**
 * Whose texts are meant: a bot's own, or of the bot that its owner names. Throws `USER_BOT_INVALID` for a person who names none,
 * `BOT_INVALID` for one that is somebody else's.
 */
export async function botOfRequest(
  ports: Pick<ServicePorts, 'inputPeers' | 'store'>,
  caller: UserId,
  input: api.InputUser | undefined,
): Promise<UserRecord> {
  if (input === undefined) {
    const self = await ports.store.read.users.get(caller)
    if (self?.bot === undefined) throw badRequest('USER_BOT_INVALID')
    return self
  }
  const bot = await namedBot(ports, caller, input)
  if (bot.bot.owner !== caller && bot.id !== caller) throw badRequest('BOT_INVALID')
  return bot
}
