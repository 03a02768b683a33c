import type { Clock } from '../ports/clock.ts'
import type { BotLimits } from './bot-limits.ts'
import { createBuckets } from './buckets.ts'
import type { MethodName } from './handlers.ts'
import type { RateLimit } from './method-traits.ts'
import { floodWait } from './rpc-error.ts'

export type MethodLimits = { readonly [Name in MethodName]?: RateLimit }

/** Limits of methods by their names, and what bots are held to besides; without `bots` to nothing. */
export type RateLimits = MethodLimits & { readonly bots?: BotLimits | undefined }

/** Takes one call by `subject` into account, or throws `FLOOD_WAIT_X`; later, where it has to wait for the store. */
export type RateLimiter = (subject: bigint | number, method: string) => Promise<void> | undefined

/**
 * Counts what this process serves. Buckets fill by monotonic time: a clock that leaps ahead and back would leave them empty until it
 * is there again.
 */
export function createRateLimiter(limits: MethodLimits, clock: Pick<Clock, 'monotonic'>): RateLimiter {
  const bucketsOf = new Map(Object.entries(limits).map(([method, limit]) => [method, createBuckets(limit)]))
  return (subject, method) => {
    const buckets = bucketsOf.get(method)
    if (buckets === undefined) return undefined
    const now = clock.monotonic() / 1000
    const wait = buckets.waitOf(subject, now)
    if (wait > 0) throw floodWait(wait)
    buckets.take(subject, now)
    return undefined
  }
}
