import type { Upkeep } from '../../rpc/handlers.ts'
import type { Transaction } from '../../store/store.ts'
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
      await store.transaction(async (tx) => {
        await tx.logins.removeExpired(now)
        await tx.passwords.removeExpired(now)
      })
      const forget: readonly ((tx: Transaction) => Promise<number>)[] = [
        (tx) => tx.loginCodes.removeBefore(now - attemptMemorySeconds, perUnit),
        (tx) => tx.futureAuthTokens.removeExpired(now, perUnit),
        (tx) => tx.takeouts.removeExpired(now, perUnit),
        (tx) => tx.loginEmails.removeExpiredChecks(now, perUnit),
        (tx) => tx.authKeys.removeExpired(now, perUnit),
        (tx) => tx.authKeys.removeUnused(now - unusedKeySeconds, now, perUnit),
      ]
      for (const step of forget) while ((await store.transaction(step)) === perUnit);
      for (let ended = perUnit; ended === perUnit; ) {
        ended = await store.transaction(async (tx) => {
          const unused = await tx.authorizations.ended(now, perUnit)
          for (const { authKeyId } of unused) await revoke(tx, ports, authKeyId)
          return unused.length
        })
      }
    },
  }
}
