import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import { isDeleted, type UserRecord } from '../../store/domain/people/users.ts'
import type { Reads } from '../../store/store.ts'

export async function mustExist(read: Pick<Reads, 'users'>, userId: UserId): Promise<UserRecord> {
  const user = await read.users.get(userId)
  if (user === undefined || isDeleted(user)) throw new RpcError(401, 'USER_DEACTIVATED')
  return user
}

/** The user as he sees himself. */
export async function viewSelf({ store, userViews }: ServicePorts, userId: UserId): Promise<api.User> {
  const [user] = await userViews.of(store.read, userId, [userId])
  return user ?? { _: 'userEmpty', id: BigInt(userId) }
}
