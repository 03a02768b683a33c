import type { UserId } from '../../ids.ts'
import type { Caller } from '../../rpc/caller.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import type { Reads } from '../../store/store.ts'

/** Whose password the caller may ask for: its own user's, or that of the login which waits for it. */
export async function passwordOwner(
  read: Pick<Reads, 'logins'>,
  caller: Caller,
  now: number,
): Promise<{ readonly userId: UserId; readonly hash?: bigint; readonly pending: boolean }> {
  const { userId, authKeyId } = caller.key
  if (userId !== undefined) return { userId, pending: false }
  const pending = await read.logins.pending(authKeyId)
  if (pending === undefined || pending.expiresAt <= now) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED')
  return { userId: pending.userId, hash: pending.hash, pending: true }
}
