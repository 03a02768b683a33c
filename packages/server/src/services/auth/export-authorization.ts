import { sha256 } from '@chappe/crypto'
import { authorize, viewAuthorization } from '../../accounts/authorize.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { isDcId } from '../../rpc/data-centre.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'

const lifetimeSeconds = 60
const exportedBytes = 64

/**
 * One key signs in another one ("Working with Different Data Centers": "Authorization Transfer"). With one data centre
 * no client has to do so, and whoever holds a device for a minute could keep its account that way: what was imported is
 * a device by itself, of which the others hear, and ends with the one that it came from.
 */
export function createExportAuthorization(ports: ServicePorts): Methods {
  const { store, clock, random, settings } = ports
  return {
    'auth.importAuthorization': openMethod(
      { rate: { burst: 30, secondsEach: 5, protects: 'accounts' } },
      async ({ caller }, request) => {
        const now = unixSeconds(clock)
        const outcome = await store.transaction(async (tx) => {
          const exported = await tx.logins.takeExported(sha256(request.bytes))
          if (exported === undefined || exported.expiresAt <= now) return 'unknown'
          if (BigInt(exported.userId) !== request.id) return 'of another user'
          const parent = await tx.authorizations.get(exported.authKeyId)
          if (parent?.userId !== exported.userId) return 'unknown'
          const { userId, authKeyId } = exported
          const before = await tx.authorizations.get(caller.key.authKeyId)
          // A key by which this user is signed in already keeps its authorization: otherwise it could descend from
          // itself.
          if (before?.userId !== userId) await authorize(tx, ports, caller, { userId, parent: authKeyId })
          return { signedIn: userId }
        })
        // An exported authorization is used up by the first attempt, whether that was right or wrong.
        if (outcome === 'of another user') throw badRequest('USER_ID_INVALID')
        if (outcome === 'unknown') throw badRequest('AUTH_BYTES_INVALID')
        return viewAuthorization(ports, outcome.signedIn)
      },
    ),
    async 'auth.exportAuthorization'({ userId, caller }, request) {
      const { dcId } = request
      if (settings.alone ? !isDcId(dcId) : dcId !== settings.dcId) throw badRequest('DC_ID_INVALID')
      const bytes = random(exportedBytes)
      const { authKeyId } = caller.key
      const expiresAt = unixSeconds(clock) + lifetimeSeconds
      await store.transaction((tx) => tx.logins.putExported({ digest: sha256(bytes), userId, authKeyId, expiresAt }))
      return { _: 'auth.exportedAuthorization', id: BigInt(userId), bytes }
    },
  }
}
