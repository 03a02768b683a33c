import { mustNotBeFresh } from '../../accounts/devices/fresh-session.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { Methods } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { endOfWait } from '../../rules/end-of-wait.ts'

/** The owner has this long to notice and to decline. */
const waitSeconds = 7 * 86_400
/** And after declining, no new reset can be asked for this long. */
const retrySeconds = 86_400

/** A password that is forgotten and has no e-mail: it ends a week after a signed-in device asked for that. */
export function createPasswordReset(ports: ServicePorts): Methods {
  const { store, plausible } = ports
  return {
    async 'account.resetPassword'({ userId, caller }) {
      const [now, latest] = [plausible.now(), plausible.latest()]
      return store.transaction(async (tx) => {
        await mustNotBeFresh(tx, ports, userId, caller.key.authKeyId)
        const record = await tx.passwords.get(userId)
        if (record?.current === undefined) throw badRequest('PASSWORD_EMPTY')
        if (record.resetAt !== undefined) {
          const resetAt = endOfWait(record.resetAt, waitSeconds, latest)
          if (resetAt !== record.resetAt) await tx.passwords.put({ ...record, resetAt })
          if (resetAt > now) return { _: 'account.resetPasswordRequestedWait', untilDate: resetAt }
          await tx.passwords.remove(userId)
          return { _: 'account.resetPasswordOk' }
        }
        if (record.resetDeclinedAt !== undefined) {
          const retryDate = endOfWait(record.resetDeclinedAt + retrySeconds, retrySeconds, latest)
          const resetDeclinedAt = retryDate - retrySeconds
          if (resetDeclinedAt !== record.resetDeclinedAt) await tx.passwords.put({ ...record, resetDeclinedAt })
          if (retryDate > now) return { _: 'account.resetPasswordFailedWait', retryDate }
        }
        await tx.passwords.put({ ...record, resetAt: latest + waitSeconds })
        return { _: 'account.resetPasswordRequestedWait', untilDate: latest + waitSeconds }
      })
    },

    async 'account.declinePasswordReset'({ userId }) {
      await store.transaction(async (tx) => {
        const record = await tx.passwords.get(userId)
        if (record?.resetAt === undefined) throw badRequest('RESET_REQUEST_MISSING')
        await tx.passwords.put({ ...record, resetAt: undefined, resetDeclinedAt: plausible.latest() })
      })
      return true
    },
  }
}
