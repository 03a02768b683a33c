import { CryptoError, srpCheck } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Caller } from '../../rpc/caller.ts'
import { badRequest, type RpcError } from '../../rpc/rpc-error.ts'
import type { PasswordRecord } from '../../store/domain/identity/passwords.ts'
import type { Transaction } from '../../store/store.ts'
import { noteAttempt, refusalOfAttempt, trierAtAccount } from '../codes/attempt-limits.ts'
import { paramsOf } from './algorithm.ts'

/**
 * Within a unit: whether the answer proves the account's password ("Checking the password with SRP"). A wrong one is
 * counted on disk, so what is wrong is given back instead of thrown. A challenge serves once.
 */
export async function checkProof(
  tx: Transaction,
  ports: ServicePorts,
  proof: {
    readonly userId: UserId
    readonly caller: Pick<Caller, 'key' | 'remoteAddress'>
    readonly answer: api.InputCheckPasswordSRP
  },
): Promise<RpcError | undefined> {
  const { userId, caller, answer } = proof
  const { authKeyId } = caller.key
  const record = await tx.passwords.get(userId)
  if (record?.current === undefined) return undefined
  if (answer._ === 'inputCheckPasswordEmpty') return badRequest('PASSWORD_HASH_INVALID')
  const now = unixSeconds(ports.clock)
  const trier = await trierAtAccount(tx, ports, caller, userId)
  const refusal = await refusalOfAttempt(tx, 'wrong password', trier, now)
  if (refusal !== undefined) return refusal

  const challenge = await tx.passwords.challenge(authKeyId)
  if (challenge === undefined || challenge.srpId !== answer.srpId || challenge.expiresAt <= now) {
    return badRequest('SRP_ID_INVALID')
  }
  if (challenge.userId !== userId) return badRequest('SRP_ID_INVALID')
  await tx.passwords.removeChallenge(authKeyId)
  if (proves(record, challenge, answer)) return undefined
  await noteAttempt(tx, 'wrong password', trier, now)
  return badRequest('PASSWORD_HASH_INVALID')
}

function proves(
  { current }: PasswordRecord,
  challenge: { readonly b: Uint8Array; readonly srpB: Uint8Array },
  { A, M1 }: api.inputCheckPasswordSRP,
): boolean {
  if (current === undefined) return false
  try {
    return srpCheck(paramsOf(current), current.verifier, challenge, { A, M1 })
  } catch (error) {
    // An A outside of the group.
    if (error instanceof CryptoError) return false
    throw error
  }
}
