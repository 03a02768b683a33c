import { authorize, viewAuthorization } from '../../accounts/authorize.ts'
import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import { nextSalts, parseHint, parseNewPassword } from '../../accounts/password/algorithm.ts'
import { passwordOwner } from '../../accounts/password/password-owner.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { emailPattern } from '../../rules/email.ts'
import type { PasswordRecord } from '../../store/domain/identity/passwords.ts'
import type { Transaction } from '../../store/store.ts'
import { checkCode, freshCode, mayEmailCode } from './email-codes.ts'

/** A forgotten password, recovered through the e-mail of the account. */
export function createPasswordRecovery(ports: ServicePorts): Methods {
  const { store, clock, emailSender, secret } = ports

  const recordOf = async (tx: Transaction, userId: UserId): Promise<PasswordRecord> => {
    const record = await tx.passwords.get(userId)
    if (record?.current === undefined) throw badRequest('PASSWORD_EMPTY')
    return record
  }

  return {
    'auth.requestPasswordRecovery': openMethod(
      { rate: { burst: 5, secondsEach: 60, protects: 'accounts' } },
      async ({ caller }) => {
        const now = unixSeconds(clock)
        const mail = await store.transaction(async (tx) => {
          const { userId } = await passwordOwner(tx, caller, now)
          const record = await recordOf(tx, userId)
          if (record.email === undefined) throw badRequest('PASSWORD_RECOVERY_NA')
          await mayEmailCode(tx, ports, caller, record, 'recoveryCode')
          const { code, stored } = freshCode(ports, record, 'recoveryCode', now)
          await tx.passwords.put({ ...record, recoveryCode: stored })
          return { email: record.email, code }
        })
        await emailSender.send({ ...mail, purpose: 'recover' })
        return { _: 'auth.passwordRecovery', emailPattern: emailPattern(mail.email) }
      },
    ),

    'auth.checkRecoveryPassword': openMethod(
      { rate: { burst: 10, secondsEach: 60, protects: 'accounts' } },
      async ({ caller }, request) => {
        const now = unixSeconds(clock)
        const wrong = await store.transaction(async (tx) => {
          const { userId } = await passwordOwner(tx, caller, now)
          const record = await recordOf(tx, userId)
          return checkCode(tx, ports, caller, record, 'recoveryCode', request.code)
        })
        if (wrong !== undefined) throw wrong
        return true
      },
    ),

    'auth.recoverPassword': openMethod(
      { rate: { burst: 10, secondsEach: 60, protects: 'accounts' } },
      async ({ caller }, request) => {
        const now = unixSeconds(clock)
        if (request.code === '') throw badRequest('CODE_EMPTY')
        const outcome = await store.transaction(async (tx) => {
          const owner = await passwordOwner(tx, caller, now)
          // For a login that waits for the password this is a way in, and no device was there before.
          if (!owner.pending) await mustNotBeFresh(tx, ports, owner.userId, caller.key.authKeyId)
          const record = await recordOf(tx, owner.userId)
          const settings = request.newSettings
          const next = settings && parseNewPassword(settings, nextSalts(secret, owner.userId, record))
          const wrong = await checkCode(tx, ports, caller, record, 'recoveryCode', request.code)
          if (wrong !== undefined) return wrong
          if (next === undefined || next === 'none') await tx.passwords.remove(owner.userId)
          else {
            const hint = parseHint(settings?.hint)
            await tx.passwords.removeTemporary(owner.userId)
            const renewed = { ...record, current: next, setAt: now, hint }
            await tx.passwords.put({ ...renewed, recoveryCode: undefined, resetAt: undefined })
          }
          if (owner.pending) await authorize(tx, ports, caller, owner)
          return owner.userId
        })
        if (outcome instanceof RpcError) throw outcome
        return viewAuthorization(ports, outcome)
      },
    ),
  }
}
