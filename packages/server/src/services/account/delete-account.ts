import { revoke } from '../../accounts/authorize.ts'
import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import { checkProof } from '../../accounts/password/check-proof.ts'
import { passwordOwner } from '../../accounts/password/password-owner.ts'
import type { SessionName } from '../../bus/bus.ts'
import { tellOfUser } from '../../changes/announce.ts'
import { heirsOf } from '../../chats/channels/depart.ts'
import { passOnChannel } from '../../chats/channels/pass-on.ts'
import { leaveAllGroups } from '../../chats/members/leave-group.ts'
import { endRequestsTo } from '../../chats/secret/end-secret-chat.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
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

/**
 * Within a unit: the account ends. Its number and name are free at once and nobody can sign in; what it owned is removed
 * bit by bit by the maintenance. Copies in the chats of others stay theirs.
 */
export async function deleteAccount(
  tx: Transaction,
  ports: ServicePorts,
  userId: UserId,
  now: UnixTime,
  by?: SessionName,
): Promise<void> {
  const devices = await tx.authorizations.ofUser(userId)
  for (const { authKeyId } of devices) await tx.presence.remove(authKeyId)
  for (const { authKeyId } of devices) await revoke(tx, ports, authKeyId, by)
  await endRequestsTo(tx, ports, userId)
  await tx.passwords.remove(userId)
  await tx.futureAuthTokens.removeAll(userId)
  await tx.attempts.removeKnown(userId)
  await tx.logins.removeOfUser(userId)
  await tx.loginEmails.remove(userId)
  const heirs = await heirsOf(tx, userId)
  await leaveAllGroups(tx, ports, userId, now, heirs.size === 0 ? [] : [userId, ...heirs.values()])
  for (const [record, to] of heirs) await passOnChannel(tx, ports, { record, to, date: now })
  await tx.users.markDeleted(userId, now)
  tellOfUser(tx, ports, userId)
}
