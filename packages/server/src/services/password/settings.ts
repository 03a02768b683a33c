import type { api } from '@chappe/tl-codec/api'
import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import { nextSalts, parseHint, parseNewPassword } from '../../accounts/password/algorithm.ts'
import { checkProof } from '../../accounts/password/check-proof.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, type UserContext, userMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { parseEmail } from '../../rules/email.ts'
import type { PasswordRecord } from '../../store/domain/identity/passwords.ts'
import type { Transaction } from '../../store/store.ts'
import { checkCode, emailCodeLength, freshCode, mayEmailCode } from './email-codes.ts'

/** An e-mail that is to go out once the unit is durable. */
interface Mail {
  readonly email: string
  readonly code: string
}

export function newRecord(userId: UserId): PasswordRecord {
  return { userId, hint: '' }
}

/** Setting, changing and removing the password and its e-mail ("Two-factor authentication"). */
export function createPasswordSettings(ports: ServicePorts): Methods {
  const { store, clock, emailSender, secret } = ports

  /** Within a unit: applies what a client wants; gives the e-mail that has to be confirmed before it is in force. */
  const apply = async (
    tx: Transaction,
    { userId, caller }: UserContext,
    settings: api.account.PasswordInputSettings,
  ): Promise<Mail | undefined> => {
    if (settings.newSecureSettings !== undefined) throw badRequest('NEW_SETTINGS_INVALID')
    const record = (await tx.passwords.get(userId)) ?? newRecord(userId)
    const password = parseNewPassword(settings, nextSalts(secret, userId, record))
    if (password === 'none') {
      await tx.passwords.remove(userId)
      return undefined
    }
    if (password === undefined && record.current === undefined) throw badRequest('PASSWORD_REQUIRED')
    if (password !== undefined) await tx.passwords.removeTemporary(userId)
    const hint = password === undefined ? record.hint : parseHint(settings.hint)
    const asked = settings.email === undefined ? undefined : settings.email.trim()
    // An empty address takes the one there was away; the same one again needs no new confirmation.
    const email = asked === undefined || asked === '' || asked === record.email ? undefined : parseEmail(asked)
    const kept = asked === '' ? undefined : record.email
    const setAt = password === undefined ? record.setAt : unixSeconds(clock)
    const renewed = { ...record, setAt, hint, email: kept, resetAt: undefined, recoveryCode: undefined }
    if (email === undefined) {
      const current = password ?? record.current
      await tx.passwords.put({ ...renewed, current, pending: undefined, pendingEmail: undefined, emailCode: undefined })
      return undefined
    }
    await mayEmailCode(tx, ports, caller, record, 'emailCode')
    const { code, stored } = freshCode(ports, record, 'emailCode', unixSeconds(clock))
    // A first password waits for the address; a later one does not, since the account is protected already.
    const first = record.current === undefined
    await tx.passwords.put({
      ...renewed,
      current: first ? undefined : (password ?? record.current),
      pending: first ? password : undefined,
      pendingEmail: email,
      emailCode: stored,
    })
    return { email, code }
  }

  return {
    async 'account.getPasswordSettings'({ userId, caller }, request) {
      const outcome = await store.transaction(async (tx) => {
        const record = await tx.passwords.get(userId)
        if (record?.current === undefined) return badRequest('PASSWORD_HASH_INVALID')
        return (await checkProof(tx, ports, { userId, caller, answer: request.password })) ?? record
      })
      if (outcome instanceof RpcError) throw outcome
      return { _: 'account.passwordSettings', email: outcome.email }
    },

    'account.updatePasswordSettings': userMethod(
      { rate: { burst: 20, secondsEach: 30, protects: 'accounts' } },
      async (context, request) => {
        const { userId, caller } = context
        const { authKeyId } = caller.key
        const outcome = await store.transaction(async (tx) => {
          await mustNotBeFresh(tx, ports, userId, authKeyId)
          const wrong = await checkProof(tx, ports, { userId, caller, answer: request.password })
          return wrong ?? (await apply(tx, context, request.newSettings))
        })
        if (outcome instanceof RpcError) throw outcome
        if (outcome === undefined) return true
        await emailSender.send({ ...outcome, purpose: 'confirm' })
        throw badRequest(`EMAIL_UNCONFIRMED_${emailCodeLength}`)
      },
    ),

    async 'account.confirmPasswordEmail'({ userId, caller }, request) {
      const wrong = await store.transaction(async (tx) => {
        const record = await tx.passwords.get(userId)
        if (record?.pendingEmail === undefined) return badRequest('EMAIL_HASH_EXPIRED')
        const problem = await checkCode(tx, ports, caller, record, 'emailCode', request.code)
        if (problem !== undefined) return problem
        await tx.passwords.put({
          ...record,
          current: record.pending ?? record.current,
          setAt: record.pending === undefined ? record.setAt : unixSeconds(clock),
          pending: undefined,
          email: record.pendingEmail,
          pendingEmail: undefined,
          emailCode: undefined,
        })
        return undefined
      })
      if (wrong !== undefined) throw wrong
      return true
    },

    'account.resendPasswordEmail': userMethod(
      { rate: { burst: 5, secondsEach: 60, protects: 'accounts' } },
      async ({ userId, caller }) => {
        const mail = await store.transaction(async (tx) => {
          const record = await tx.passwords.get(userId)
          if (record?.pendingEmail === undefined) throw badRequest('EMAIL_HASH_EXPIRED')
          await mayEmailCode(tx, ports, caller, record, 'emailCode')
          const { code, stored } = freshCode(ports, record, 'emailCode', unixSeconds(clock))
          await tx.passwords.put({ ...record, emailCode: stored })
          return { email: record.pendingEmail, code }
        })
        await emailSender.send({ ...mail, purpose: 'confirm' })
        return true
      },
    ),

    async 'account.cancelPasswordEmail'({ userId, caller }) {
      await store.transaction(async (tx) => {
        // It takes a password away that waits for its address.
        await mustNotBeFresh(tx, ports, userId, caller.key.authKeyId)
        const record = await tx.passwords.get(userId)
        if (record?.pendingEmail === undefined) throw badRequest('EMAIL_HASH_EXPIRED')
        if (record.current === undefined) await tx.passwords.remove(userId)
        else await tx.passwords.put({ ...record, pending: undefined, pendingEmail: undefined, emailCode: undefined })
      })
      return true
    },
  }
}
