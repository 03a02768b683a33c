import { createHmac, timingSafeEqual } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Caller } from '../../rpc/caller.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parsePhoneNumber, testCode } from '../../rules/phone-number.ts'
import type { LoginCode, LoginCodeReads } from '../../store/domain/identity/login-codes.ts'
import type { Transaction } from '../../store/store.ts'
import { noteAttempt, refusalOfAttempt, trierAtPhone } from './attempt-limits.ts'

export const codeLength = 5
export const emailedCodeLength = 6
export const codeLifetimeSeconds = 900
/** How long attempts are kept. */
export const attemptMemorySeconds = 86_400
/** After so many wrong guesses the attempt is over. */
export const maxWrongAttempts = 5

/** What is stored in place of the code. */
export function digestCode(secret: Uint8Array, hash: string, code: string): Uint8Array {
  return createHmac('sha256', secret).update(`login code ${hash} ${code}`).digest()
}

export function isRightCode(secret: Uint8Array, attempt: LoginCode, code: string): boolean {
  return timingSafeEqual(digestCode(secret, attempt.hash, code), attempt.digest)
}

/**
 * Within a unit: whether a code is the right one. A wrong guess is counted, and after some of them the attempt is over;
 * no code is looked at any more after too many of them. Throws that alone, so that the count stays.
 */
export async function checkCode(
  tx: Transaction,
  ports: Pick<ServicePorts, 'clock' | 'plausible' | 'secret' | 'settings'>,
  caller: Pick<Caller, 'key' | 'remoteAddress'>,
  attempt: LoginCode,
  code: string,
): Promise<boolean> {
  const now = unixSeconds(ports.clock)
  const user = await tx.users.byPhone(attempt.phone)
  const trier = await trierAtPhone(tx, ports, caller, attempt.phone, user?.id)
  // The codes of test numbers are public.
  const isSecret = !ports.settings.testAccounts || testCode(attempt.phone) === undefined
  const refusal = isSecret ? await refusalOfAttempt(tx, 'wrong code', trier, now) : undefined
  if (refusal !== undefined) throw refusal
  if (isRightCode(ports.secret, attempt, code)) return true
  const wrongAttempts = attempt.wrongAttempts + 1
  const expiresAt = wrongAttempts >= maxWrongAttempts ? now : attempt.expiresAt
  await tx.loginCodes.put({ ...attempt, wrongAttempts, expiresAt })
  if (isSecret) await noteAttempt(tx, 'wrong code', trier, now)
  return false
}

/** What a client says to have read in an e-mail; empty if it says nothing. */
export function emailedCode(verification: api.EmailVerification | undefined): string {
  if (verification === undefined) return ''
  // Signing in by Google or Apple is not served.
  if (verification._ !== 'emailVerificationCode') throw badRequest('EMAIL_TOKEN_INVALID')
  return verification.code.trim()
}

export interface AttemptName {
  readonly phone: string
  readonly hash: string
  readonly authKeyId: bigint
  readonly now: UnixTime
}

/** How a request names an attempt. */
export function nameAttempt(
  { key }: Pick<Caller, 'key'>,
  request: { readonly phoneNumber: string; readonly phoneCodeHash: string },
  now: UnixTime,
): AttemptName {
  const phone = parsePhoneNumber(request.phoneNumber)
  return { phone, hash: request.phoneCodeHash, authKeyId: key.authKeyId, now }
}

/** The attempt that a client names, if it is the client's own and has not expired. */
export async function findAttempt(
  read: LoginCodeReads,
  named: AttemptName,
  expired = 'PHONE_CODE_EXPIRED',
): Promise<LoginCode> {
  if (named.hash === '') throw badRequest('PHONE_CODE_HASH_EMPTY')
  const attempt = await read.get(named.hash)
  if (
    attempt === undefined ||
    attempt.phone !== named.phone ||
    attempt.authKeyId !== named.authKeyId ||
    attempt.expiresAt <= named.now
  ) {
    throw badRequest(expired)
  }
  return attempt
}
