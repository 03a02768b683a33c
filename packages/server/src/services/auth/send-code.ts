import type { api } from '@chappe/tl-codec/api'
import { answerLogin } from '../../accounts/authorize.ts'
import { sendCode } from '../../accounts/codes/deliver-code.ts'
import { findAttempt, nameAttempt } from '../../accounts/codes/login-code.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Caller } from '../../rpc/caller.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parsePhoneNumber } from '../../rules/phone-number.ts'
import { redeemFutureAuthToken } from './future-auth-tokens.ts'

export function createSendCode(ports: ServicePorts): Methods {
  const { store, clock, log } = ports

  /** Whoever has a token of the account needs no code ("Future auth tokens"). */
  const signInByToken = async (
    caller: Caller,
    phone: string,
    { logoutTokens: tokens = [] }: api.codeSettings,
  ): Promise<api.auth.sentCodeSuccess | undefined> => {
    if (tokens.length === 0) return undefined
    const outcome = await store.transaction(async (tx) => {
      const user = await tx.users.byPhone(phone)
      return user && redeemFutureAuthToken(tx, ports, caller, { userId: user.id, tokens })
    })
    return outcome && { _: 'auth.sentCodeSuccess', authorization: await answerLogin(ports, outcome) }
  }

  return {
    'auth.sendCode': openMethod(
      { rate: { burst: 30, secondsEach: 10, protects: 'accounts' } },
      async ({ caller }, request) => {
        if (request.apiId <= 0) throw badRequest('API_ID_INVALID')
        const phone = parsePhoneNumber(request.phoneNumber)
        const signedIn = await signInByToken(caller, phone, request.settings)
        return signedIn ?? sendCode(ports, { phone, caller })
      },
    ),
    'auth.resendCode': openMethod(
      { rate: { burst: 10, secondsEach: 10, protects: 'accounts' } },
      async ({ caller }, request) => {
        const attempt = await findAttempt(store.read.loginCodes, nameAttempt(caller, request, unixSeconds(clock)))
        if (attempt.needsEmail) throw badRequest('SEND_CODE_UNAVAILABLE')
        const { phone, hash } = attempt
        // A caller who is signed in is moving the account to another number, and has to show that they have that phone.
        const onlyToPhone = caller.key.userId !== undefined
        return sendCode(ports, { phone, caller, replaced: hash, notToDevices: true, onlyToPhone })
      },
    ),
    'auth.reportMissingCode': openMethod({}, async ({ caller }, request) => {
      await findAttempt(store.read.loginCodes, nameAttempt(caller, request, unixSeconds(clock)))
      log.warn({ network: request.mnc.slice(0, 16) }, 'a login code did not arrive')
      return true
    }),
    'auth.cancelCode': openMethod({}, async ({ caller }, request) => {
      const now = unixSeconds(clock)
      const attempt = await findAttempt(store.read.loginCodes, nameAttempt(caller, request, now))
      // Over, but it still counts against the limit.
      await store.transaction((tx) => tx.loginCodes.put({ ...attempt, expiresAt: now }))
      return true
    }),
  }
}
