import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import type { UserHandlers } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { happenedWithin } from '../../rules/happened-within.ts'

/** The owner has this long to notice and to decline. */
const waitSeconds = 7 * 86_400
/** And after declining, no new reset can be asked for this long. */
const retrySeconds = 86_400

/** A password that is forgotten and has no e-mail: it ends a week after a signed-in device asked for that. */
export function createPasswordReset(
  ports: ServicePorts,
): Pick<UserHandlers, 'account.resetPassword' | 'account.declinePasswordReset'> {
  const { store, clock } = ports
  return {
    async 'account.resetPassword'({ userId, caller }) {
      const now = unixSeconds(clock)
      return store.transaction(async (tx) => {
        await mustNotBeFresh(tx, ports, userId, caller.key.authKeyId)
        const record = await tx.passwords.get(userId)
        if (record?.current === undefined) throw badRequest('PASSWORD_EMPTY')
        if (record.resetAt !== undefined) {
          if (record.resetAt > now) return { _: 'account.resetPasswordRequestedWait', untilDate: record.resetAt }
          await tx.passwords.remove(userId)
          return { _: 'account.resetPasswordOk' }
        }
        const { resetDeclinedAt } = record
        if (resetDeclinedAt !== undefined && happenedWithin(resetDeclinedAt, retrySeconds, now)) {
          return { _: 'account.resetPasswordFailedWait', retryDate: resetDeclinedAt + retrySeconds }
        }
        await tx.passwords.put({ ...record, resetAt: now + waitSeconds })
        return { _: 'account.resetPasswordRequestedWait', untilDate: now + waitSeconds }
      })
    },

    async 'account.declinePasswordReset'({ userId }) {
      await store.transaction(async (tx) => {
        const record = await tx.passwords.get(userId)
        if (record?.resetAt === undefined) throw badRequest('RESET_REQUEST_MISSING')
        await tx.passwords.put({ ...record, resetAt: undefined, resetDeclinedAt: unixSeconds(clock) })
      })
      return true
    },
  }
}
