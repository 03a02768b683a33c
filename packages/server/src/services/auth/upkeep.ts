import type { Upkeep } from '../../rpc/handlers.ts'
import type { Transaction } from '../../store/store.ts'
import { inSteps } from '../in-steps.ts'
import type { ServicePorts } from '../ports.ts'
import { revoke } from './authorize.ts'
import { attemptMemorySeconds } from './login-code.ts'

const perUnit = 100
/** A key by which nobody is signed in is forgotten when it was not used for so long; its client makes another one. */
export const unusedKeySeconds: number = 30 * 86_400

/** Forgets logins that were not completed, keys that expired, and devices that were not used for long. */
export function createAuthUpkeep(ports: ServicePorts): Upkeep {
  const { store } = ports
  return {
    everySeconds: 600,
    async run(now) {
      const forget: readonly ((tx: Transaction, limit: number) => Promise<number>)[] = [
        (tx, limit) => tx.loginCodes.removeBefore(now - attemptMemorySeconds, limit),
        (tx, limit) => tx.attempts.removeExpired(now, limit),
        (tx, limit) => tx.logins.removeExpired(now, limit),
        (tx, limit) => tx.passwords.removeExpired(now, limit),
        (tx, limit) => tx.futureAuthTokens.removeExpired(now, limit),
        (tx, limit) => tx.takeouts.removeExpired(now, limit),
        (tx, limit) => tx.loginEmails.removeExpiredChecks(now, limit),
        (tx, limit) => tx.authKeys.removeExpired(now, limit),
        (tx, limit) => tx.authKeys.removeUnused(now - unusedKeySeconds, now, limit),
        async (tx, limit) => {
          const unused = await tx.authorizations.ended(now, limit)
          for (const { authKeyId } of unused) await revoke(tx, ports, authKeyId)
          return unused.length
        },
      ]
      for (const step of forget) await inSteps(store, perUnit, step)
    },
  }
}
