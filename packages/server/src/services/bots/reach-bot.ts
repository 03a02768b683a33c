import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Reads } from '../../store/store.ts'

/** Throws `USER_IS_BLOCKED` for whoever is not among the few who may reach a bot ("Managed bots"), as if it had blocked the others. */
export async function requireReach(read: Pick<Reads, 'correspondence'>, userId: UserId, bot: UserId): Promise<void> {
  if ((await read.correspondence.between(userId, bot)).shutOut) throw badRequest('USER_IS_BLOCKED')
}
