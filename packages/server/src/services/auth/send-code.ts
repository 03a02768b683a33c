import { Buffer } from 'node:buffer'
import type { api } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import { randomDigits } from '../../ports/random.ts'
import type { OpenHandlers } from '../../rpc/handlers.ts'
import { badRequest, floodWait } from '../../rpc/rpc-error.ts'
import { parsePhoneNumber, testCode } from '../../rules/phone-number.ts'
import type { ServicePorts } from '../ports.ts'
import { codeLength, codeLifetimeSeconds, digestCode, findAttempt } from './login-code.ts'

/** A number gets no more codes than this within the lifetime of one. */
const maxCodesPerNumber = 10

type SendCodeHandlers = Required<Pick<OpenHandlers, 'auth.sendCode' | 'auth.resendCode' | 'auth.cancelCode'>>

export function createSendCode(ports: ServicePorts): SendCodeHandlers {
  const { store, clock, random, secret, codeSender, settings } = ports

  const send = async (phone: string, authKeyId: bigint, replaced?: string): Promise<api.auth.sentCode> => {
    const now = unixSeconds(clock)
    const test = settings.testAccounts ? testCode(phone) : undefined
    const code = test ?? randomDigits(random, codeLength)
    const hash = Buffer.from(random(12)).toString('base64url')
    await store.transaction(async (tx) => {
      const recent = await tx.loginCodes.countSince(phone, now - codeLifetimeSeconds)
      if (test === undefined && recent >= maxCodesPerNumber) throw floodWait(codeLifetimeSeconds)
      await tx.loginCodes.removeExpired(now)
      if (replaced !== undefined) await tx.loginCodes.remove(replaced)
      await tx.loginCodes.put({
        hash,
        phone,
        authKeyId,
        digest: digestCode(secret, hash, code),
        createdAt: now,
        expiresAt: now + codeLifetimeSeconds,
        wrongAttempts: 0,
        verified: false,
      })
    })
    if (test === undefined) await codeSender.send({ phone, code })
    return { _: 'auth.sentCode', type: { _: 'auth.sentCodeTypeSms', length: codeLength }, phoneCodeHash: hash }
  }

  const named = (
    caller: { readonly key: { readonly authKeyId: bigint } },
    request: { readonly phoneNumber: string; readonly phoneCodeHash: string },
  ): Parameters<typeof findAttempt>[1] => ({
    phone: parsePhoneNumber(request.phoneNumber),
    hash: request.phoneCodeHash,
    authKeyId: caller.key.authKeyId,
    now: unixSeconds(clock),
  })

  return {
    async 'auth.sendCode'({ caller }, request) {
      if (request.apiId <= 0) throw badRequest('API_ID_INVALID')
      return send(parsePhoneNumber(request.phoneNumber), caller.key.authKeyId)
    },
    async 'auth.resendCode'({ caller }, request) {
      const attempt = await findAttempt(store.read.loginCodes, named(caller, request))
      return send(attempt.phone, attempt.authKeyId, attempt.hash)
    },
    async 'auth.cancelCode'({ caller }, request) {
      const attempt = await findAttempt(store.read.loginCodes, named(caller, request))
      await store.transaction((tx) => tx.loginCodes.remove(attempt.hash))
      return true
    },
  }
}
