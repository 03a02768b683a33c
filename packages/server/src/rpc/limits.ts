import type { Clock } from '../ports/clock.ts'
import type { MethodName } from './handlers.ts'
import { floodWait } from './rpc-error.ts'

/** A bucket of tokens: `burst` calls at once, then one every `secondsEach`. */
export interface RateLimit {
  readonly burst: number
  readonly secondsEach: number
}

export type RateLimits = { readonly [Name in MethodName]?: RateLimit }

/**
 * Guessing codes and flooding phones is what costs others something, and so does a flood of messages; a key or user gets
 * so much of each. The limits of messages are far above what people and sensible bots do.
 */
export const defaultRateLimits: RateLimits = {
  'account.checkUsername': { burst: 100, secondsEach: 0.5 },
  'account.getPassword': { burst: 60, secondsEach: 1 },
  'account.initTakeoutSession': { burst: 5, secondsEach: 60 },
  'account.reportPeer': { burst: 20, secondsEach: 10 },
  'account.resendPasswordEmail': { burst: 5, secondsEach: 60 },
  'account.sendChangePhoneCode': { burst: 5, secondsEach: 3600 },
  'account.sendVerifyEmailCode': { burst: 5, secondsEach: 60 },
  'account.updateNotifySettings': { burst: 300, secondsEach: 0.5 },
  'account.updatePasswordSettings': { burst: 20, secondsEach: 30 },
  'account.updateProfile': { burst: 60, secondsEach: 2 },
  'account.updateStatus': { burst: 100, secondsEach: 1 },
  'account.verifyEmail': { burst: 20, secondsEach: 10 },
  'auth.acceptLoginToken': { burst: 20, secondsEach: 10 },
  'auth.checkPassword': { burst: 20, secondsEach: 10 },
  'auth.checkRecoveryPassword': { burst: 10, secondsEach: 60 },
  'auth.exportLoginToken': { burst: 60, secondsEach: 5 },
  'auth.importAuthorization': { burst: 30, secondsEach: 5 },
  'auth.recoverPassword': { burst: 10, secondsEach: 60 },
  'auth.requestPasswordRecovery': { burst: 5, secondsEach: 60 },
  'auth.resendCode': { burst: 10, secondsEach: 10 },
  'auth.resetLoginEmail': { burst: 5, secondsEach: 60 },
  'auth.sendCode': { burst: 30, secondsEach: 10 },
  'auth.signIn': { burst: 30, secondsEach: 5 },
  'contacts.importContacts': { burst: 60, secondsEach: 2 },
  'contacts.resolvePhone': { burst: 60, secondsEach: 2 },
  'contacts.resolveUsername': { burst: 300, secondsEach: 0.2 },
  'contacts.search': { burst: 100, secondsEach: 0.5 },
  'messages.deleteHistory': { burst: 100, secondsEach: 0.2 },
  'messages.editMessage': { burst: 500, secondsEach: 0.05 },
  'messages.forwardMessages': { burst: 200, secondsEach: 0.2 },
  'messages.getWebPage': { burst: 60, secondsEach: 1 },
  'messages.getWebPagePreview': { burst: 60, secondsEach: 1 },
  'messages.reportSpam': { burst: 20, secondsEach: 10 },
  'messages.search': { burst: 200, secondsEach: 0.1 },
  'messages.searchGlobal': { burst: 100, secondsEach: 0.2 },
  'messages.sendMedia': { burst: 500, secondsEach: 0.05 },
  'messages.sendMessage': { burst: 5000, secondsEach: 0.005 },
  'messages.sendMultiMedia': { burst: 100, secondsEach: 0.5 },
  'messages.sendReaction': { burst: 300, secondsEach: 0.1 },
  'messages.sendVote': { burst: 300, secondsEach: 0.1 },
  'messages.setTyping': { burst: 100, secondsEach: 0.2 },
}

/** Full buckets need no memory; with so many used of one method, those that were not used lately are forgotten. */
const maxBuckets = 50_000

/** Fractions of seconds do not add up exactly; a whole burst must fit in spite of that. */
const roundingError = 0.001

/** Takes one call by `subject` into account, or throws `FLOOD_WAIT_X`; later, where it has to wait for the store. */
export type RateLimiter = (subject: bigint | number, method: string) => Promise<void> | undefined

/**
 * Counts what this process serves. Buckets fill by monotonic time: a clock that leaps ahead and back would leave them empty until it
 * is there again.
 */
export function createRateLimiter(limits: RateLimits, clock: Pick<Clock, 'monotonic'>): RateLimiter {
  const bucketsOf = new Map<string, Buckets>()
  for (const [method, limit] of Object.entries(limits)) bucketsOf.set(method, createBuckets(limit))
  return (subject, method) => {
    bucketsOf.get(method)?.take(subject, clock.monotonic() / 1000)
    return undefined
  }
}

interface Buckets {
  take(subject: bigint | number, now: number): void
}

/** The buckets of one method, one for each subject. */
function createBuckets({ burst, secondsEach }: RateLimit): Buckets {
  /** When a bucket will be full again, in seconds: those used lately, and those used before. */
  let recent = new Map<bigint | number, number>()
  let earlier = new Map<bigint | number, number>()
  return {
    take(subject, now) {
      const full = Math.max(now, recent.get(subject) ?? earlier.get(subject) ?? now) + secondsEach
      const wait = full - now - burst * secondsEach
      if (wait > roundingError) throw floodWait(wait)
      recent.set(subject, full)
      if (recent.size < maxBuckets) return
      earlier = recent
      recent = new Map()
    },
  }
}
