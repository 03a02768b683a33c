import { Buffer } from 'node:buffer'
import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { UnixTime } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { randomDigits } from '../../ports/random.ts'
import type { Caller } from '../../rpc/caller.ts'
import { emailPattern } from '../../rules/email.ts'
import { testCode } from '../../rules/phone-number.ts'
import type { UserRecord } from '../../store/domain/people/users.ts'
import type { Transaction } from '../../store/store.ts'
import { sendCodeToDevices } from '../devices/device-notices.ts'
import { type AttemptKind, noteAttempt, refusalOfAttempt, type Trier, trierAtPhone } from './attempt-limits.ts'
import { hidesFromStrangers } from './hides-from-strangers.ts'
import { codeLength, codeLifetimeSeconds, digestCode, emailedCodeLength } from './login-code.ts'
import { loginEmailInForce, resetWaitSeconds } from './login-email.ts'
import { mayRegister } from './may-register.ts'

/** When a code that went to the account's devices may be asked for by another way instead. */
const nextTypeSeconds = 60

export interface CodeRequest {
  readonly phone: string
  readonly caller: Pick<Caller, 'key' | 'remoteAddress'>
  /** The attempt that this one takes the place of. */
  readonly replaced?: string | undefined
  /** The code was sent to the account's devices before, so it has to go another way. */
  readonly notToDevices?: boolean | undefined
  /** The caller has to show that they have this phone, so the code goes there alone. */
  readonly onlyToPhone?: boolean | undefined
  /** An address that was verified in this attempt. */
  readonly newEmail?: string | undefined
}

interface WayRequest extends CodeRequest {
  /** What the address book has for the number. */
  readonly bookEmail: string | undefined
}

/** How a code reaches its owner. */
type Way =
  | { readonly by: 'devices' | 'phone' | 'nothing yet' }
  | { readonly by: 'email'; readonly email: string; readonly resetAt: UnixTime | undefined; readonly ofBook?: boolean }

/**
 * Makes a code and has it brought to the owner of the number: to the devices of the account, else to its login e-mail,
 * else by SMS ("User Authorization").
 */
export async function sendCode(ports: ServicePorts, request: CodeRequest): Promise<api.auth.sentCode> {
  const { store, clock, random, secret, codeSender, emailSender, settings } = ports
  const { phone, caller, replaced } = request
  const { authKeyId } = caller.key
  const now = unixSeconds(clock)
  const test = settings.testAccounts ? testCode(phone) : undefined
  const hash = Buffer.from(random(12)).toString('base64url')

  // A unit waits for nothing but the store, so this is asked before.
  const bookEmail = test === undefined ? await ports.addressBook?.emailOf(phone) : undefined

  const { way, code } = await store.transaction(async (tx) => {
    const user = await tx.users.byPhone(phone)
    const trier = await trierAtPhone(tx, ports, caller, phone, user?.id)
    if (test === undefined) await mustBeModerate(tx, trier, ['code', 'wrong code'], now)
    if (user === undefined && !request.onlyToPhone) await mayRegister(tx, settings, phone)
    // Whoever starts anew gave the earlier login up, also one that only lacked the password.
    await tx.logins.removePending(authKeyId)
    // A replaced attempt is over, but still counts against the limit.
    const earlier = replaced === undefined ? undefined : await tx.loginCodes.get(replaced)
    if (earlier !== undefined) await tx.loginCodes.put({ ...earlier, expiresAt: now })
    const newEmail = request.newEmail ?? earlier?.newEmail
    const asked = { ...request, newEmail, bookEmail }
    const own = await chooseWay(tx, ports, asked, user)
    const way = user === undefined ? own : await disguise(tx, ports, asked, user, own, trier)
    if (test === undefined) {
      if (way.by === 'phone') await mustBeModerate(tx, trier, ['sms'], now)
      // Each counts whatever becomes of it, or each new one would be worth some more guesses.
      await noteAttempt(tx, 'code', trier, now)
      if (way.by === 'phone') await noteAttempt(tx, 'sms', trier, now)
    }
    const code = test ?? randomDigits(random, way.by === 'email' ? emailedCodeLength : codeLength)
    await tx.loginCodes.put({
      hash,
      phone,
      authKeyId,
      digest: digestCode(secret, hash, code),
      createdAt: now,
      expiresAt: now + codeLifetimeSeconds,
      wrongAttempts: 0,
      verified: false,
      email: way.by === 'email' ? way.email : undefined,
      newEmail,
      needsEmail: way.by === 'nothing yet',
    })
    if (own.by === 'devices' && user !== undefined) await sendCodeToDevices(tx, ports, user, code, now)
    return { way, code }
  })
  switch (way.by) {
    case 'devices': {
      const type: api.auth.SentCodeType = { _: 'auth.sentCodeTypeApp', length: codeLength }
      const nextType: api.auth.CodeType = { _: 'auth.codeTypeSms' }
      return { _: 'auth.sentCode', type, phoneCodeHash: hash, nextType, timeout: nextTypeSeconds }
    }
    case 'email':
      await emailSender.send({ email: way.email, code, purpose: 'login' })
      return viewEmailedCode(hash, way)
    case 'nothing yet':
      return { _: 'auth.sentCode', type: { _: 'auth.sentCodeTypeSetUpEmailRequired' }, phoneCodeHash: hash }
    case 'phone':
      if (test === undefined) await codeSender.send({ phone, code })
      return { _: 'auth.sentCode', type: { _: 'auth.sentCodeTypeSms', length: codeLength }, phoneCodeHash: hash }
  }
}

/** What a client is told of a code that went by e-mail. */
export function viewEmailedCode(
  phoneCodeHash: string,
  {
    email,
    resetAt,
    ofBook = false,
  }: { readonly email: string; readonly resetAt?: UnixTime | undefined; readonly ofBook?: boolean },
): api.auth.sentCode {
  const type: api.auth.sentCodeTypeEmailCode = {
    _: 'auth.sentCodeTypeEmailCode',
    emailPattern: emailPattern(email),
    length: emailedCodeLength,
    // What the address book says is for the operator to change.
    resetAvailablePeriod: resetAt === undefined && !ofBook ? resetWaitSeconds : undefined,
    resetPendingDate: resetAt,
  }
  return { _: 'auth.sentCode', type, phoneCodeHash }
}

async function chooseWay(
  tx: Transaction,
  { plausible, settings }: ServicePorts,
  request: WayRequest,
  user: UserRecord | undefined,
): Promise<Way> {
  if (request.onlyToPhone) return { by: 'phone' }
  const devices = user === undefined ? [] : await tx.authorizations.ofUser(user.id)
  if (!request.notToDevices && settings.loginNotices && devices.length > 0) return { by: 'devices' }
  const isTest = settings.testAccounts && testCode(request.phone) !== undefined
  if (isTest || request.newEmail !== undefined) return { by: 'phone' }
  const login = user && (await loginEmailInForce(tx, user.id, plausible.now()))
  if (login !== undefined) return { by: 'email', email: login.email, resetAt: login.resetAt }
  // The address book takes the place of SMS, so there is none by which an address could be verified.
  if (request.bookEmail !== undefined)
    return { by: 'email', email: request.bookEmail, resetAt: undefined, ofBook: true }
  return { by: settings.loginEmail ? 'nothing yet' : 'phone' }
}

/**
 * The way that a stranger is told of, and that the code goes as well: somebody who hides is not to be known by a code that
 * went to devices, so the answer is the one for a number that nobody has. The devices get the code all the same.
 */
async function disguise(
  tx: Transaction,
  ports: ServicePorts,
  request: WayRequest,
  { id }: UserRecord,
  own: Way,
  { known }: Trier,
): Promise<Way> {
  if (own.by !== 'devices' || known !== undefined || !(await hidesFromStrangers(tx, id))) return own
  const other = await chooseWay(tx, ports, request, undefined)
  // An address cannot be asked of somebody who has an account.
  return other.by === 'nothing yet' ? own : other
}

/** Where no guess would be taken, no code is sent, either. */
async function mustBeModerate(
  tx: Transaction,
  trier: Trier,
  kinds: readonly AttemptKind[],
  now: UnixTime,
): Promise<void> {
  for (const kind of kinds) {
    const refusal = await refusalOfAttempt(tx, kind, trier, now)
    if (refusal !== undefined) throw refusal
  }
}
