import type { Clock } from '../ports/clock.ts'
import type { MethodName } from './handlers.ts'
import { floodWait } from './rpc-error.ts'

/** A bucket of tokens: `burst` calls at once, then one every `secondsEach`. */
export interface RateLimit {
  readonly burst: number
  readonly secondsEach: number
}

export type RateLimits = { readonly [Name in MethodName]?: RateLimit }

/** Guessing codes and flooding phones is what costs others something; a key gets so much of each. */
export const defaultRateLimits: RateLimits = {
  'auth.sendCode': { burst: 30, secondsEach: 10 },
  'auth.signIn': { burst: 30, secondsEach: 5 },
  'contacts.importContacts': { burst: 60, secondsEach: 2 },
  'contacts.resolveUsername': { burst: 300, secondsEach: 0.2 },
}

/** Full buckets need no memory; above so many of others the oldest are forgotten. */
const maxBuckets = 100_000

/** Takes one call by `subject` into account, or throws `FLOOD_WAIT_X`. */
export type RateLimiter = (subject: bigint | number, method: string) => void

export function createRateLimiter(limits: RateLimits, clock: Clock): RateLimiter {
  const limitOf = new Map<string, RateLimit>(Object.entries(limits))
  /** When the bucket of a subject and method will be full again, in seconds. */
  const fullAt = new Map<string, number>()
  return (subject, method) => {
    const limit = limitOf.get(method)
    if (limit === undefined) return
    const now = clock.now() / 1000
    const name = `${method} ${subject}`
    const full = Math.max(now, fullAt.get(name) ?? now) + limit.secondsEach
    const wait = full - now - limit.burst * limit.secondsEach
    if (wait > 0) throw floodWait(wait)
    fullAt.delete(name)
    fullAt.set(name, full)
    if (fullAt.size > maxBuckets) forgetOldest(fullAt)
  }
}

function forgetOldest(buckets: Map<string, number>): void {
  const oldest = buckets.keys().next()
  if (!oldest.done) buckets.delete(oldest.value)
}
