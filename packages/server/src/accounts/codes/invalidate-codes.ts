import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Transaction } from '../../store/store.ts'
import { codeLifetimeSeconds, isRightCode } from './login-code.ts'

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
