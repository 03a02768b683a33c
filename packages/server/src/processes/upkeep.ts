import { startMaintenance } from '../maintenance.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { UpkeepTask } from '../rpc/handlers.ts'
import type { Membership } from './membership.ts'

/** So long the end of upkeep waits for what it had begun, in ms. */
const longestEndMs = 5_000

export interface UpkeepOptions {
  /** What one process does for all that share the store, whichever holds its lease. */
  readonly shared: readonly UpkeepTask[]
  /** What each does for itself. */
  readonly own: readonly UpkeepTask[]
  readonly membership: Membership
  readonly clock: Clock
  readonly log: Log
}

/**
 * Has a process do what no request asks for. The answer ends it, and hands the upkeep of the store over when what had begun is
 * done, if that does not take for ever.
 */
export function startUpkeep({ shared, own, membership, clock, log }: UpkeepOptions): () => Promise<void> {
  const stops = [
    startMaintenance(shared, { clock, log, isDue: () => membership.doesUpkeep }),
    startMaintenance(own, { clock, log }),
  ]
  return async () => {
    const late = new Promise<void>((resolve) => clock.after(longestEndMs, resolve))
    await Promise.race([Promise.all(stops.map((stop) => stop())), late])
    await membership.close()
  }
}
