import { invalidateCodes } from '../../accounts/codes/invalidate-codes.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { mustExist } from './self.ts'

const maxCodes = 100

/**
 * Login codes that their owner seems about to give away: a client asks for this when a message with a code is forwarded or
 * shown to somebody ("Invalidating login codes").
 */
export function createInvalidateSignInCodes(ports: ServicePorts): Methods {
  return {
    async 'account.invalidateSignInCodes'({ userId }, request) {
      const codes = new Set(request.codes.map((code) => code.replaceAll(/[^0-9]/g, '')))
      if (codes.size > maxCodes) throw badRequest('LIMIT_INVALID')
      await ports.store.transaction(async (tx) => {
        await mustExist(tx, userId)
        await invalidateCodes(tx, ports, userId, [...codes])
      })
      return true
    },
  }
}
