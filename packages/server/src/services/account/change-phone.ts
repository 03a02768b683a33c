import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parsePhoneNumber } from '../../rules/phone-number.ts'
import { tellOfUser } from '../audience.ts'
import { sendCode } from '../auth/deliver-code.ts'
import { findAttempt, isRightCode, noteWrongCode } from '../auth/login-code.ts'
import type { ServicePorts } from '../ports.ts'
import { recordUnnumbered } from '../updates/record-change.ts'
import { viewSelf } from './self.ts'

/** Moving the account to another number, which has to be free, by a code that goes there. */
export function createChangePhone(
  ports: ServicePorts,
): Pick<UserHandlers, 'account.sendChangePhoneCode' | 'account.changePhone'> {
  const { store, clock, secret } = ports
  return {
    async 'account.sendChangePhoneCode'({ caller }, request) {
      const phone = parsePhoneNumber(request.phoneNumber)
      if ((await store.read.users.byPhone(phone)) !== undefined) throw badRequest('PHONE_NUMBER_OCCUPIED')
      return sendCode(ports, { phone, authKeyId: caller.key.authKeyId, onlyToPhone: true })
    },

    async 'account.changePhone'({ userId, caller }, request) {
      if (request.phoneCode === '') throw badRequest('PHONE_CODE_EMPTY')
      const phone = parsePhoneNumber(request.phoneNumber)
      const now = unixSeconds(clock)
      const { authKeyId } = caller.key
      const wrong = await store.transaction(async (tx) => {
        const attempt = await findAttempt(tx.loginCodes, { phone, hash: request.phoneCodeHash, authKeyId, now })
        if (!isRightCode(secret, attempt, request.phoneCode)) {
          await noteWrongCode(tx.loginCodes, attempt, now)
          return true
        }
        if ((await tx.users.byPhone(phone)) !== undefined) throw badRequest('PHONE_NUMBER_OCCUPIED')
        await tx.loginCodes.remove(attempt.hash)
        await tx.users.setPhone(userId, phone)
        const update = { _: 'updateUserPhone', userId: BigInt(userId), phone } as const
        await recordUnnumbered(tx, ports, { userId, key: 'phone', update, date: now, except: caller.session })
        await tellOfUser(tx, ports, userId)
        return false
      })
      if (wrong) throw badRequest('PHONE_CODE_INVALID')
      return viewSelf(ports, userId)
    },
  }
}
