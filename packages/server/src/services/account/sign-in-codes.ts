import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { codeLifetimeSeconds, isRightCode } from '../auth/login-code.ts'
import type { ServicePorts } from '../ports.ts'
import { mustExist } from './self.ts'

const maxCodes = 100

/**
 * Login codes that their owner seems about to give away: a client asks for this when a message with a code is forwarded or
 * shown to somebody ("Invalidating login codes").
 */
export function createInvalidateSignInCodes(
  ports: ServicePorts,
): NonNullable<UserHandlers['account.invalidateSignInCodes']> {
  const { store, clock, secret } = ports
  return async ({ userId }, request) => {
    const now = unixSeconds(clock)
    const codes = new Set(request.codes.map((code) => code.replaceAll(/[^0-9]/g, '')))
    if (codes.size > maxCodes) throw badRequest('LIMIT_INVALID')
    await store.transaction(async (tx) => {
      const { phone } = await mustExist(tx, userId)
      const attempts = phone === undefined ? [] : await tx.loginCodes.ofPhone(phone, now - codeLifetimeSeconds)
      for (const attempt of attempts) {
        if (attempt.expiresAt <= now || ![...codes].some((code) => isRightCode(secret, attempt, code))) continue
        // Over, but it still counts against the limit.
        await tx.loginCodes.put({ ...attempt, expiresAt: now })
      }
    })
    return true
  }
}
