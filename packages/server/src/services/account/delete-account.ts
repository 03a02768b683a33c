import { deleteAccount } from '../../accounts/delete-account.ts'
import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import { checkProof } from '../../accounts/password/check-proof.ts'
import { passwordOwner } from '../../accounts/password/password-owner.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { RpcError } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'

/** How long the owner of a protected account has to stop somebody who does not know the password. */
const confirmWaitSeconds = 7 * 86_400

/** The end of an account, at once or after the wait that protects it ("Account deletion"). */
export function createDeleteAccount(ports: ServicePorts): Methods {
  const { store, clock, plausible } = ports
  return {
    'account.deleteAccount': openMethod({}, async ({ caller }, request) => {
      const now = unixSeconds(clock)
      const wrong = await store.transaction(async (tx) => {
        const { userId, pending } = await passwordOwner(tx, caller, now)
        const record = await tx.passwords.get(userId)
        const { authKeyId } = caller.key
        if (!pending || request.password !== undefined) await mustNotBeFresh(tx, ports, userId, authKeyId)
        if (record?.current !== undefined && request.password !== undefined) {
          const problem = await checkProof(tx, ports, { userId, caller, answer: request.password })
          if (problem !== undefined) return problem
        } else if (record?.current !== undefined && (pending || !(await isOld(tx, authKeyId, plausible.now())))) {
          await tx.users.setEnd(userId, plausible.latest() + confirmWaitSeconds)
          return new RpcError(420, `2FA_CONFIRM_WAIT_${confirmWaitSeconds}`)
        }
        await deleteAccount(tx, ports, userId, now, caller.session)
        return undefined
      })
      if (wrong !== undefined) throw wrong
      return true
    }),
  }
}

/** A device that was signed in with the password, longer ago than the wait, needs not wait again. */
async function isOld(tx: Transaction, authKeyId: bigint, now: UnixTime): Promise<boolean> {
  const authorization = await tx.authorizations.get(authKeyId)
  return authorization !== undefined && authorization.createdAt + confirmWaitSeconds <= now
}
