import type { Clock } from '../ports/clock.ts'
import type { MethodName } from './handlers.ts'
import type { RateLimit } from './method-traits.ts'
import { floodWait } from './rpc-error.ts'

export type RateLimits = { readonly [Name in MethodName]?: RateLimit }

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
