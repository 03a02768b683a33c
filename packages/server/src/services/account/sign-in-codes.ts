import { codeLifetimeSeconds, isRightCode } from '../../accounts/codes/login-code.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import { mustExist } from './self.ts'

const maxCodes = 100

/**
 * Login codes that their owner seems about to give away: a client asks for this when a message with a code is forwarded or
 * shown to somebody ("Invalidating login codes").
 */
export function createInvalidateSignInCodes(
  ports: ServicePorts,
): NonNullable<UserHandlers['account.invalidateSignInCodes']> {
  return async ({ userId }, request) => {
    const codes = new Set(request.codes.map((code) => code.replaceAll(/[^0-9]/g, '')))
    if (codes.size > maxCodes) throw badRequest('LIMIT_INVALID')
    await ports.store.transaction(async (tx) => {
      await mustExist(tx, userId)
      await invalidateCodes(tx, ports, userId, [...codes])
    })
    return true
  }
}

/** Within a unit: nobody signs in to the user's account by one of these any more. */
export async function invalidateCodes(
  tx: Transaction,
  { clock, secret }: Pick<ServicePorts, 'clock' | 'secret'>,
  userId: UserId,
  codes: readonly string[],
): Promise<void> {
  const now = unixSeconds(clock)
  for (const attempt of await tx.loginCodes.ofUser(userId, now - codeLifetimeSeconds)) {
    if (attempt.expiresAt <= now || !codes.some((code) => isRightCode(secret, attempt, code))) continue
    // Over, but it still counts against the limit.
    await tx.loginCodes.put({ ...attempt, expiresAt: now })
  }
}
