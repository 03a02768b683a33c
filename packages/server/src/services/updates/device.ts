import type { UserId } from '../../ids.ts'
import type { Authorization } from '../../store/domain/identity/authorizations.ts'
import type { Reads } from '../../store/store.ts'

/** The device that asks, as long as it is signed in. */
export async function deviceOf(
  read: Pick<Reads, 'authorizations'>,
  userId: UserId,
  authKeyId: bigint,
): Promise<Authorization | undefined> {
  const authorization = await read.authorizations.get(authKeyId)
  return authorization?.userId === userId ? authorization : undefined
}

/** Of a device it is not known how far it was told; it is told once more. */
export const notNoted = 'what a device was told was not noted'
