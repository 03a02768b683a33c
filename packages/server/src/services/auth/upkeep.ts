import { revoke, secondsPerDay } from '../../accounts/authorize.ts'
import { attemptMemorySeconds } from '../../accounts/codes/login-code.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { logForgotten } from '../../ports/log-forgotten.ts'
import type { Upkeep } from '../../rpc/handlers.ts'
import { latestDate } from '../../rules/happened-within.ts'
import { inSteps } from '../../store/in-steps.ts'
import type { Transaction } from '../../store/store.ts'

const perUnit = 100
/** Of each kind, no more are forgotten in one run: whoever finds that something is wrong has time to stop it. */
const perRun = 20_000
/** A key by which nobody is signed in is forgotten when it was not used for so long; its client makes another one. */
export const unusedKeySeconds: number = 30 * 86_400

/** Forgets logins that were not completed, keys that expired, and devices that were not used for long. */
export function createAuthUpkeep(ports: ServicePorts): Upkeep {
  const { store, log } = ports
  return {
    everySeconds: 600,
    async run(_now, plausible) {
      const forget: Readonly<Record<string, (tx: Transaction, limit: number) => Promise<number>>> = {
        loginCodes: (tx, limit) => tx.loginCodes.removeBefore(plausible - attemptMemorySeconds, limit),
        attempts: (tx, limit) => tx.attempts.removeExpired(plausible, limit),
        logins: (tx, limit) => tx.logins.removeExpired(plausible, limit),
        passwordChecks: (tx, limit) => tx.passwords.removeExpired(plausible, limit),
        signInTokens: (tx, limit) => tx.futureAuthTokens.removeExpired(plausible, limit),
        takeouts: (tx, limit) => tx.takeouts.removeExpired(plausible, limit),
        emailChecks: (tx, limit) => tx.loginEmails.removeExpiredChecks(plausible, limit),
        keyChanges: (tx, limit) => tx.keyChanges.forget(plausible - secondsPerDay, latestDate(plausible), limit),
        temporaryKeys: (tx, limit) => tx.authKeys.removeExpired(plausible, limit),
        unusedKeys: (tx, limit) => tx.authKeys.removeUnused(plausible - unusedKeySeconds, plausible, limit),
        async devices(tx, limit) {
          const unused = await tx.authorizations.ended(plausible, limit)
          for (const { authKeyId } of unused) await revoke(tx, ports, authKeyId)
          return unused.length
        },
      }
      for (const [what, step] of Object.entries(forget)) {
        logForgotten(log, what, await inSteps(store, perUnit, step, perRun))
      }
      // Nothing is lost with a bucket that is full.
      await inSteps(store, perUnit, (tx, limit) => tx.rateBuckets.removeExpired(plausible, limit), perRun)
    },
  }
}
