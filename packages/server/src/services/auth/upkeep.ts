import type { Upkeep } from '../../rpc/handlers.ts'
import type { ServicePorts } from '../ports.ts'
import { revoke } from './authorize.ts'

const perUnit = 100

/** Forgets logins that were not completed, keys that expired, and devices that were not used for long. */
export function createAuthUpkeep(ports: ServicePorts): Upkeep {
  const { store } = ports
  return {
    everySeconds: 600,
    async run(now) {
      await store.transaction(async (tx) => {
        await tx.loginCodes.removeExpired(now)
        await tx.logins.removeExpired(now)
        await tx.passwords.removeExpiredChallenges(now)
      })
      while ((await store.transaction((tx) => tx.authKeys.removeExpired(now, perUnit))) === perUnit);
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
