import { sendCode } from '../../accounts/codes/deliver-code.ts'
import { hidesFromStrangers } from '../../accounts/codes/hides-from-strangers.ts'
import { checkCode, findAttempt } from '../../accounts/codes/login-code.ts'
import { freshSeconds } from '../../accounts/devices/fresh-session.ts'
import { tellOfUser } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { Caller } from '../../rpc/caller.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import { parsePhoneNumber } from '../../rules/phone-number.ts'
import type { Reads } from '../../store/store.ts'
import { viewSelf } from './self.ts'

/** Moving the account to another number, which has to be free, by a code that goes there. */
export function createChangePhone(ports: ServicePorts): Methods {
  const { store, clock } = ports

  const mustBeOldEnough = async (
    read: Pick<Reads, 'authorizations' | 'users'>,
    userId: UserId,
    { key }: Caller,
  ): Promise<void> => {
    if ((await freshSeconds(read, ports, userId, key.authKeyId)) > 0) {
      throw new RpcError(406, 'FRESH_CHANGE_PHONE_FORBIDDEN')
    }
  }

  return {
    'account.sendChangePhoneCode': userMethod(
      { rate: { burst: 5, secondsEach: 3600, protects: 'accounts' } },
      async ({ userId, caller }, request) => {
        const phone = parsePhoneNumber(request.phoneNumber)
        await mustBeOldEnough(store.read, userId, caller)
        const holder = await store.read.users.byPhone(phone)
        // That the number belongs to somebody who cannot be found by it is told only to a caller who has received the
        // code.
        if (holder !== undefined && !(await hidesFromStrangers(store.read, holder.id))) {
          throw badRequest('PHONE_NUMBER_OCCUPIED')
        }
        return sendCode(ports, { phone, caller, onlyToPhone: true })
      },
    ),

    async 'account.changePhone'({ userId, caller }, request) {
      if (request.phoneCode === '') throw badRequest('PHONE_CODE_EMPTY')
      const phone = parsePhoneNumber(request.phoneNumber)
      const now = unixSeconds(clock)
      const { authKeyId } = caller.key
      const wrong = await store.transaction(async (tx) => {
        await mustBeOldEnough(tx, userId, caller)
        const attempt = await findAttempt(tx.loginCodes, { phone, hash: request.phoneCodeHash, authKeyId, now })
        if (!(await checkCode(tx, ports, caller, attempt, request.phoneCode))) return true
        if ((await tx.users.byPhone(phone)) !== undefined) throw badRequest('PHONE_NUMBER_OCCUPIED')
        await tx.loginCodes.remove(attempt.hash)
        await tx.users.setPhone(userId, phone)
        const update = { _: 'updateUserPhone', userId: BigInt(userId), phone } as const
        await recordUnnumbered(tx, ports, { userId, key: 'phone', update, date: now, except: caller.session })
        tellOfUser(tx, ports, userId)
        return false
      })
      if (wrong) throw badRequest('PHONE_CODE_INVALID')
      return viewSelf(ports, userId)
    },
  }
}
