import { authorize, viewAuthorization } from '../../accounts/authorize.ts'
import { findAttempt } from '../../accounts/codes/login-code.ts'
import { storeLoginEmail } from '../../accounts/codes/login-email.ts'
import { mayRegister } from '../../accounts/codes/may-register.ts'
import { sendFirstMessage } from '../../accounts/first-message.ts'
import { welcome } from '../../chats/placing/welcome.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { parseFirstName, parseLastName } from '../../rules/names.ts'
import { parsePhoneNumber } from '../../rules/phone-number.ts'

export function createSignUp(ports: ServicePorts): Methods {
  const { store, clock, plausible, settings } = ports
  return {
    'auth.signUp': openMethod({}, async ({ caller }, request) => {
      const { authKeyId } = caller.key
      const now = unixSeconds(clock)
      const phone = parsePhoneNumber(request.phoneNumber)
      const firstName = parseFirstName(request.firstName)
      const lastName = parseLastName(request.lastName)
      const userId = await store.transaction(async (tx) => {
        const attempt = await findAttempt(tx.loginCodes, { phone, hash: request.phoneCodeHash, authKeyId, now })
        if (!attempt.verified) throw badRequest('PHONE_CODE_INVALID')
        if ((await tx.users.byPhone(phone)) !== undefined) throw badRequest('PHONE_NUMBER_OCCUPIED')
        await mayRegister(tx, settings, phone)
        await tx.loginCodes.remove(attempt.hash)
        // An invitation is for one account.
        await tx.invitations.remove(phone)
        const user = await tx.users.create({ phone, firstName, lastName, createdAt: plausible.latest() })
        await storeLoginEmail(tx, user.id, attempt)
        await authorize(tx, ports, caller, { userId: user.id })
        // People who have the number as a contact are told first: boxes are taken in rising order, and the new one has
        // the highest number.
        await welcome(tx, ports, user, request.noJoinedNotifications === true)
        await sendFirstMessage(tx, ports, user, caller.session)
        return user.id
      })
      return viewAuthorization(ports, userId)
    }),
  }
}
