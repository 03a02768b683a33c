import { createHmac, timingSafeEqual } from 'node:crypto'
import { noteAttempt, refusalOfAttempt, type Trier, trierAtAccount } from '../../accounts/codes/attempt-limits.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomDigits } from '../../ports/random.ts'
import type { Caller } from '../../rpc/caller.ts'
import { badRequest, type RpcError } from '../../rpc/rpc-error.ts'
import type { EmailedCode, PasswordRecord } from '../../store/domain/identity/passwords.ts'
import type { Transaction } from '../../store/store.ts'

export const emailCodeLength = 6
const lifetimeSeconds = 3600
const maxWrong = 5

export type CodeField = 'emailCode' | 'recoveryCode'

type Ports = Pick<ServicePorts, 'secret' | 'clock' | 'plausible' | 'settings'>
type Asking = Pick<Caller, 'key' | 'remoteAddress'>

export interface FreshCode {
  /** What is sent by e-mail. */
  readonly code: string
  /** What is stored of it. */
  readonly stored: EmailedCode
}

export function freshCode(
  { random, secret }: Pick<ServicePorts, 'random' | 'secret'>,
  record: Pick<PasswordRecord, 'userId'>,
  field: CodeField,
  now: UnixTime,
): FreshCode {
  const code = randomDigits(random, emailCodeLength)
  const digest = digestOf(secret, record.userId, field, code)
  return { code, stored: { digest, expiresAt: now + lifetimeSeconds, wrongAttempts: 0 } }
}

/**
 * What is counted of each code: how often it is sent, and wrong guesses at it. Whoever confirms an address is signed in, and
 * it may be somebody else's address: all of the account's devices count together.
 */
const kinds = {
  emailCode: { sent: 'confirmation e-mail', wrong: 'wrong confirmation code' },
  recoveryCode: { sent: 'recovery e-mail', wrong: 'wrong recovery code' },
} as const

async function trierOf(
  tx: Transaction,
  ports: Ports,
  caller: Asking,
  { userId }: PasswordRecord,
  field: CodeField,
): Promise<Trier> {
  const trier = await trierAtAccount(tx, ports, caller, userId)
  return field === 'emailCode' ? { ...trier, known: undefined } : trier
}

/** Within a unit: counts an e-mail with a code; throws `FLOOD_WAIT_X` if there were too many. */
export async function mayEmailCode(
  tx: Transaction,
  ports: Ports,
  caller: Asking,
  record: PasswordRecord,
  field: CodeField,
): Promise<void> {
  const now = unixSeconds(ports.clock)
  const trier = await trierOf(tx, ports, caller, record, field)
  const refusal = await refusalOfAttempt(tx, kinds[field].sent, trier, now)
  if (refusal !== undefined) throw refusal
  await noteAttempt(tx, kinds[field].sent, trier, now)
}

/** Within a unit: what is wrong with a code, if anything. A wrong guess is counted on disk. */
export async function checkCode(
  tx: Transaction,
  ports: Ports,
  caller: Asking,
  record: PasswordRecord,
  field: CodeField,
  code: string,
): Promise<RpcError | undefined> {
  const { secret } = ports
  const now = unixSeconds(ports.clock)
  const trier = await trierOf(tx, ports, caller, record, field)
  const refusal = await refusalOfAttempt(tx, kinds[field].wrong, trier, now)
  if (refusal !== undefined) return refusal
  const expired = field === 'emailCode' ? 'EMAIL_HASH_EXPIRED' : 'PASSWORD_RECOVERY_EXPIRED'
  const stored = record[field]
  if (stored === undefined || stored.expiresAt <= now) return badRequest(expired)
  if (timingSafeEqual(digestOf(secret, record.userId, field, code.trim()), stored.digest)) return undefined
  const wrongAttempts = stored.wrongAttempts + 1
  const left = wrongAttempts >= maxWrong ? undefined : { ...stored, wrongAttempts }
  await tx.passwords.put({ ...record, [field]: left })
  await noteAttempt(tx, kinds[field].wrong, trier, now)
  return badRequest('CODE_INVALID')
}

function digestOf(secret: Uint8Array, userId: UserId, field: CodeField, code: string): Uint8Array {
  return createHmac('sha256', secret).update(`${field} ${userId} ${code}`).digest()
}
