import type { Clock } from '../ports/clock.ts'
import type { Store } from '../store/store.ts'
import type { MethodLimits, RateLimiter } from './limits.ts'
import { isStoreUnavailable } from './log-failure.ts'
import { floodWait } from './rpc-error.ts'

interface Ports {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Pick<Clock, 'now'>
}

/**
 * Has the limits that protect accounts hold over all servers on a store. What this server alone has seen too often it
 * refuses without asking the store, so that a flood costs the store nothing.
 *
 * @param own counts what this process serves
 */
export function createSharedLimiter(own: RateLimiter, limits: MethodLimits, { store, clock }: Ports): RateLimiter {
  const shared = new Map<string, { readonly costMs: number; readonly capacityMs: number }>()
  for (const [method, { burst, secondsEach, protects }] of Object.entries(limits)) {
    if (protects === 'accounts')
      shared.set(method, { costMs: secondsEach * 1000, capacityMs: secondsEach * 1000 * burst })
  }

  const take = async (
    name: string,
    bucket: { readonly costMs: number; readonly capacityMs: number },
  ): Promise<void> => {
    let wait = 0
    try {
      wait = await store.transaction((tx) => tx.rateBuckets.take({ name, ...bucket }, clock.now()))
    } catch (error) {
      // Each server for itself is better than nobody who only reads.
      if (!isStoreUnavailable(error)) throw error
    }
    if (wait > 0) throw floodWait(wait / 1000)
  }

  return (subject, method) => {
    own(subject, method)
    const bucket = shared.get(method)
    if (bucket === undefined) return undefined
    return take(`${method} ${typeof subject === 'bigint' ? 'key' : 'user'} ${subject}`, bucket)
  }
}
