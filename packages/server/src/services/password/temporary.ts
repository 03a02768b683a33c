import { sha256 } from '@chappe/crypto'
import { checkProof } from '../../accounts/password/check-proof.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'

/** The bounds that the documentation of `account.getTmpPassword` gives. */
const minSeconds = 60
const maxSeconds = 86_400
const passwordBytes = 32

/** What stands for the password for a while, so that a client need not ask for it again and again. */
export function createTemporaryPassword(ports: ServicePorts): Methods {
  const { store, clock, random } = ports
  return {
    async 'account.getTmpPassword'({ userId, caller }, request) {
      const tmpPassword = random(passwordBytes)
      const validUntil = unixSeconds(clock) + Math.min(maxSeconds, Math.max(minSeconds, request.period))
      const wrong = await store.transaction(async (tx) => {
        const record = await tx.passwords.get(userId)
        if (record?.current === undefined) return badRequest('TMP_PASSWORD_DISABLED')
        const problem = await checkProof(tx, ports, { userId, caller, answer: request.password })
        if (problem !== undefined) return problem
        await tx.passwords.putTemporary({ userId, digest: sha256(tmpPassword), expiresAt: validUntil })
        return undefined
      })
      if (wrong instanceof RpcError) throw wrong
      return { _: 'account.tmpPassword', tmpPassword, validUntil }
    },
  }
}
