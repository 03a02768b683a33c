import { createHmac, timingSafeEqual } from 'node:crypto'
import { randomDigits } from '../../ports/random.ts'
import { badRequest, type RpcError } from '../../rpc/rpc-error.ts'
import type { UnixTime } from '../../store/domain/ids.ts'
import type { EmailedCode, PasswordRecord } from '../../store/domain/passwords.ts'
import type { Transaction } from '../../store/store.ts'
import type { ServicePorts } from '../ports.ts'

export const emailCodeLength = 6
const lifetimeSeconds = 3600
const maxWrong = 5

export type CodeField = 'emailCode' | 'recoveryCode'

export interface FreshCode {
  /** Goes out by e-mail. */
  readonly code: string
  /** Is stored. */
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

/** Within a unit: what is wrong with a code, if anything. A wrong guess is counted on disk. */
export async function checkCode(
  tx: Transaction,
  { secret }: Pick<ServicePorts, 'secret'>,
  record: PasswordRecord,
  field: CodeField,
  code: string,
  now: UnixTime,
): Promise<RpcError | undefined> {
  const expired = field === 'emailCode' ? 'EMAIL_HASH_EXPIRED' : 'PASSWORD_RECOVERY_EXPIRED'
  const stored = record[field]
  if (stored === undefined || stored.expiresAt <= now) return badRequest(expired)
  if (timingSafeEqual(digestOf(secret, record.userId, field, code.trim()), stored.digest)) return undefined
  const wrongAttempts = stored.wrongAttempts + 1
  const left = wrongAttempts >= maxWrong ? undefined : { ...stored, wrongAttempts }
  await tx.passwords.put({ ...record, [field]: left })
  return badRequest('CODE_INVALID')
}

function digestOf(secret: Uint8Array, userId: number, field: CodeField, code: string): Uint8Array {
  return createHmac('sha256', secret).update(`${field} ${userId} ${code}`).digest()
}
