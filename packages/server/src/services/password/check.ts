import { CryptoError, srpCheck } from '@chappe/crypto'
import type { api } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import { badRequest, floodWait, type RpcError } from '../../rpc/rpc-error.ts'
import type { UserId } from '../../store/domain/ids.ts'
import type { PasswordRecord } from '../../store/domain/passwords.ts'
import type { Transaction } from '../../store/store.ts'
import type { ServicePorts } from '../ports.ts'
import { paramsOf } from './algorithm.ts'

/** Wrong proofs that an account takes within the time, whichever keys they come from. */
const maxWrong = 20
const wrongWindowSeconds = 3600

/**
 * Within a unit: whether the answer proves the account's password ("Checking the password with SRP"). A wrong one is
 * counted on disk, so what is wrong is given back instead of thrown. A challenge serves once.
 */
export async function checkProof(
  tx: Transaction,
  { clock }: ServicePorts,
  proof: { readonly userId: UserId; readonly authKeyId: bigint; readonly answer: api.InputCheckPasswordSRP },
): Promise<RpcError | undefined> {
  const { userId, authKeyId, answer } = proof
  const record = await tx.passwords.get(userId)
  if (record?.current === undefined) return undefined
  if (answer._ === 'inputCheckPasswordEmpty') return badRequest('PASSWORD_HASH_INVALID')
  const now = unixSeconds(clock)
  const recent = now < record.wrongSince + wrongWindowSeconds ? record.wrongAttempts : 0
  if (recent >= maxWrong) return floodWait(record.wrongSince + wrongWindowSeconds - now)

  const challenge = await tx.passwords.challenge(authKeyId)
  if (challenge === undefined || challenge.srpId !== answer.srpId || challenge.expiresAt <= now) {
    return badRequest('SRP_ID_INVALID')
  }
  if (challenge.userId !== userId) return badRequest('SRP_ID_INVALID')
  await tx.passwords.removeChallenge(authKeyId)
  if (proves(record, challenge, answer)) {
    if (record.wrongAttempts > 0) await tx.passwords.put({ ...record, wrongAttempts: 0 })
    return undefined
  }
  await tx.passwords.put({ ...record, wrongAttempts: recent + 1, wrongSince: recent === 0 ? now : record.wrongSince })
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
