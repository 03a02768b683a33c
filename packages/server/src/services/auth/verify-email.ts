import { createHmac, timingSafeEqual } from 'node:crypto'
import type { api } from '@chappe/tl-codec/api'
import { sendCode } from '../../accounts/codes/deliver-code.ts'
import {
  emailedCode,
  emailedCodeLength,
  findAttempt,
  maxWrongAttempts,
  nameAttempt,
} from '../../accounts/codes/login-code.ts'
import { loginEmailInForce } from '../../accounts/codes/login-email.ts'
import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomDigits } from '../../ports/random.ts'
import type { Caller } from '../../rpc/caller.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest, floodWait, notImplemented, RpcError } from '../../rpc/rpc-error.ts'
import { emailPattern, parseEmail } from '../../rules/email.ts'
import type { LoginCode } from '../../store/domain/identity/login-codes.ts'
import type { Transaction } from '../../store/store.ts'

const lifetimeSeconds = 3600
/** So many codes go out for one attempt or account within their lifetime, to whatever addresses. */
const maxSent = 5

/** What an address is verified for. */
type Purpose =
  | { readonly for: 'attempt'; readonly attempt: LoginCode }
  | { readonly for: 'account'; readonly userId: UserId }

/** The address that login codes go to: set where the server asks for it, changed on a signed-in device ("Email verification"). */
export function createVerifyEmail(ports: ServicePorts): Methods {
  const { store, clock, random, secret, emailSender } = ports

  const purposeOf = async (tx: Transaction, caller: Caller, purpose: api.EmailVerifyPurpose): Promise<Purpose> => {
    const now = unixSeconds(clock)
    switch (purpose._) {
      case 'emailVerifyPurposeLoginSetup': {
        const named = nameAttempt(caller, purpose, now)
        const attempt = await findAttempt(tx.loginCodes, named, 'PHONE_HASH_EXPIRED')
        if (!attempt.needsEmail) throw badRequest('EMAIL_NOT_ALLOWED')
        return { for: 'attempt', attempt }
      }
      case 'emailVerifyPurposeLoginChange': {
        const { userId } = caller.key
        if (userId === undefined) throw new RpcError(401, 'AUTH_KEY_UNREGISTERED')
        if ((await loginEmailInForce(tx, userId, ports.plausible.now())) === undefined)
          throw badRequest('EMAIL_NOT_SETUP')
        await mustNotBeFresh(tx, ports, userId, caller.key.authKeyId)
        return { for: 'account', userId }
      }
      case 'emailVerifyPurposePassport':
        throw notImplemented()
    }
  }

  const digestOf = (name: string, email: string, code: string): Uint8Array =>
    createHmac('sha256', secret).update(`verify e-mail ${name} ${email} ${code}`).digest()

  return {
    'account.sendVerifyEmailCode': openMethod(
      { rate: { burst: 5, secondsEach: 60, protects: 'accounts' } },
      async ({ caller }, request) => {
        const email = parseEmail(request.email)
        const code = randomDigits(random, emailedCodeLength)
        const now = unixSeconds(clock)
        await store.transaction(async (tx) => {
          const name = nameOf(await purposeOf(tx, caller, request.purpose))
          const earlier = await tx.loginEmails.check(name)
          const sent = earlier !== undefined && earlier.expiresAt > now ? earlier.sent : 0
          if (sent >= maxSent) throw floodWait((earlier?.expiresAt ?? now) - now)
          const digest = digestOf(name, email, code)
          const expiresAt = now + lifetimeSeconds
          await tx.loginEmails.putCheck({ name, email, digest, expiresAt, wrongAttempts: 0, sent: sent + 1 })
        })
        await emailSender.send({ email, code, purpose: 'confirm' })
        return { _: 'account.sentEmailCode', emailPattern: emailPattern(email), length: emailedCodeLength }
      },
    ),

    'account.verifyEmail': openMethod(
      { rate: { burst: 20, secondsEach: 10, protects: 'accounts' } },
      async ({ caller }, request) => {
        const code = emailedCode(request.verification)
        const now = unixSeconds(clock)
        const outcome = await store.transaction(async (tx) => {
          const purpose = await purposeOf(tx, caller, request.purpose)
          const name = nameOf(purpose)
          const check = await tx.loginEmails.check(name)
          if (check === undefined || check.expiresAt <= now) return badRequest('EMAIL_VERIFY_EXPIRED')
          if (check.wrongAttempts >= maxWrongAttempts) return badRequest('EMAIL_VERIFY_EXPIRED')
          const { email } = check
          if (!timingSafeEqual(digestOf(name, email, code), check.digest)) {
            await tx.loginEmails.putCheck({ ...check, wrongAttempts: check.wrongAttempts + 1 })
            return badRequest('CODE_INVALID')
          }
          await tx.loginEmails.removeCheck(name)
          if (purpose.for === 'account') await tx.loginEmails.put({ userId: purpose.userId, email })
          return { purpose, email }
        })
        // A wrong guess was counted on disk, so it is an outcome of the unit and not an error in it.
        if (outcome instanceof RpcError) throw outcome
        const { purpose, email } = outcome
        if (purpose.for === 'account') return { _: 'account.emailVerified', email }
        const { phone, hash } = purpose.attempt
        const sentCode = await sendCode(ports, { phone, caller, replaced: hash, newEmail: email })
        return { _: 'account.emailVerifiedLogin', email, sentCode }
      },
    ),
  }
}

function nameOf(purpose: Purpose): string {
  return purpose.for === 'attempt' ? `attempt ${purpose.attempt.hash}` : `account ${purpose.userId}`
}
