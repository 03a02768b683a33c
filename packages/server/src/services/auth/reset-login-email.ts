import { sendCode, viewEmailedCode } from '../../accounts/codes/deliver-code.ts'
import { findAttempt, nameAttempt } from '../../accounts/codes/login-code.ts'
import { resetWaitSeconds } from '../../accounts/codes/login-email.ts'
import { sendServiceMessage } from '../../chats/placing/service-messages.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, openMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { endOfWait } from '../../rules/end-of-wait.ts'

/**
 * For whoever cannot read the e-mail that the code went to: the address is given up after a wait, in which the account's
 * devices can see to it, and codes then go to the phone again. Signing in by the address ends the wait.
 */
export function createResetLoginEmail(ports: ServicePorts): Methods {
  const { store, clock, plausible, settings } = ports
  return {
    'auth.resetLoginEmail': openMethod(
      { rate: { burst: 5, secondsEach: 60, protects: 'accounts' } },
      async ({ caller }, request) => {
        const now = unixSeconds(clock)
        const named = nameAttempt(caller, request, now)
        const begun = await store.transaction(async (tx) => {
          const attempt = await findAttempt(tx.loginCodes, named)
          const user = await tx.users.byPhone(attempt.phone)
          const login = user && (await tx.loginEmails.get(user.id))
          if (login === undefined) throw badRequest('EMAIL_INSTALL_MISSING')
          if (login.resetAt !== undefined) {
            const resetAt = endOfWait(login.resetAt, resetWaitSeconds, plausible.latest())
            if (resetAt > plausible.now()) {
              await tx.loginEmails.put({ ...login, resetAt })
              return 'waits'
            }
            await tx.loginEmails.remove(login.userId)
            return undefined
          }
          const resetAt = plausible.latest() + resetWaitSeconds
          await tx.loginEmails.put({ ...login, resetAt })
          if (settings.loginNotices) {
            const text = [
              '**Your login e-mail is going to be removed.** Somebody who cannot read it asked for that.',
              'If that was not you, sign in by that address, or change it, within the next seven days.',
            ].join('\n\n')
            await sendServiceMessage(tx, ports, { to: login.userId, text, date: now })
          }
          return { email: login.email, resetAt }
        })
        // Not thrown within the unit, which would be undone.
        if (begun === 'waits') throw badRequest('TASK_ALREADY_EXISTS')
        if (begun !== undefined) return viewEmailedCode(named.hash, begun)
        const { phone, hash } = named
        return sendCode(ports, { phone, caller, replaced: hash, notToDevices: true })
      },
    ),
  }
}
