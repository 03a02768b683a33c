import { Buffer } from 'node:buffer'
import type { api } from '@chappe/tl-codec/api'
import { unixSeconds } from '../../ports/clock.ts'
import { randomDigits } from '../../ports/random.ts'
import type { OpenHandlers } from '../../rpc/handlers.ts'
import { badRequest, floodWait } from '../../rpc/rpc-error.ts'
import { parsePhoneNumber, testCode } from '../../rules/phone-number.ts'
import type { UnixTime } from '../../store/domain/ids.ts'
import type { Transaction } from '../../store/store.ts'
import type { ServicePorts } from '../ports.ts'
import { sendCodeToDevices } from './device-notices.ts'
import { attemptMemorySeconds, codeLength, codeLifetimeSeconds, digestCode, findAttempt } from './login-code.ts'

/** A number gets no more codes than this within the lifetime of one. */
const maxCodesPerNumber = 10
/** And none for the rest of a day once somebody guessed so often, whichever keys the guesses came from. */
const maxWrongPerNumber = 50
/** When a code that went to the account's devices may be asked for by SMS instead. */
const nextTypeSeconds = 60

type SendCodeHandlers = Required<
  Pick<OpenHandlers, 'auth.sendCode' | 'auth.resendCode' | 'auth.cancelCode' | 'auth.reportMissingCode'>
>

export interface CodeRequest {
  readonly phone: string
  readonly authKeyId: bigint
  /** The attempt that this one takes the place of. */
  readonly replaced?: string
  /** By SMS, also to who could read it on another device. */
  readonly bySms?: boolean
}

/** Makes a code and has it brought to the owner of the number: to the devices of the account, else by SMS. */
export async function sendCode(ports: ServicePorts, request: CodeRequest): Promise<api.auth.sentCode> {
  const { store, clock, random, secret, codeSender, settings } = ports
  const { phone, authKeyId, replaced } = request
  const now = unixSeconds(clock)
  const test = settings.testAccounts ? testCode(phone) : undefined
  const code = test ?? randomDigits(random, codeLength)
  const hash = Buffer.from(random(12)).toString('base64url')

  const toDevices = async (tx: Transaction): Promise<boolean> => {
    if (request.bySms || !settings.loginNotices) return false
    const user = await tx.users.byPhone(phone)
    if (user === undefined || (await tx.authorizations.ofUser(user.id)).length === 0) return false
    await sendCodeToDevices(tx, ports, user, code, now)
    return true
  }

  const onDevices = await store.transaction(async (tx) => {
    if (test === undefined) await mustBeModerate(tx, phone, now)
    // Whoever starts anew gave the earlier login up, also one that only lacked the password.
    await tx.logins.removePending(authKeyId)
    // A replaced attempt is over, but still counts against the limit.
    const earlier = replaced === undefined ? undefined : await tx.loginCodes.get(replaced)
    if (earlier !== undefined) await tx.loginCodes.put({ ...earlier, expiresAt: now })
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
    return toDevices(tx)
  })
  if (onDevices) {
    return {
      _: 'auth.sentCode',
      type: { _: 'auth.sentCodeTypeApp', length: codeLength },
      phoneCodeHash: hash,
      nextType: { _: 'auth.codeTypeSms' },
      timeout: nextTypeSeconds,
    }
  }
  if (test === undefined) await codeSender.send({ phone, code })
  return { _: 'auth.sentCode', type: { _: 'auth.sentCodeTypeSms', length: codeLength }, phoneCodeHash: hash }
}

/** Attempts count whatever became of them, or each new one would be worth some more guesses. */
async function mustBeModerate(tx: Transaction, phone: string, now: UnixTime): Promise<void> {
  const { attempts } = await tx.loginCodes.countSince(phone, now - codeLifetimeSeconds)
  if (attempts >= maxCodesPerNumber) throw floodWait(codeLifetimeSeconds)
  const { wrong } = await tx.loginCodes.countSince(phone, now - attemptMemorySeconds)
  if (wrong >= maxWrongPerNumber) throw floodWait(attemptMemorySeconds)
}

export function createSendCode(ports: ServicePorts): SendCodeHandlers {
  const { store, clock, log } = ports

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
      return sendCode(ports, { phone: parsePhoneNumber(request.phoneNumber), authKeyId: caller.key.authKeyId })
    },
    async 'auth.resendCode'({ caller }, request) {
      const { phone, authKeyId, hash } = await findAttempt(store.read.loginCodes, named(caller, request))
      return sendCode(ports, { phone, authKeyId, replaced: hash, bySms: true })
    },
    async 'auth.reportMissingCode'({ caller }, request) {
      await findAttempt(store.read.loginCodes, named(caller, request))
      log.warn({ network: request.mnc.slice(0, 16) }, 'a login code did not arrive')
      return true
    },
    async 'auth.cancelCode'({ caller }, request) {
      const attempt = await findAttempt(store.read.loginCodes, named(caller, request))
      // Over, but it still counts against the limit.
      await store.transaction((tx) => tx.loginCodes.put({ ...attempt, expiresAt: unixSeconds(clock) }))
      return true
    },
  }
}
