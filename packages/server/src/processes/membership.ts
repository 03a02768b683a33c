import type { Clock } from '../ports/clock.ts'
import { unixSeconds } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { Store } from '../store/store.ts'
import { holdLease } from './lease.ts'
import { processLeases, upkeepLease } from './leases.ts'

export interface MembershipOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** This process, by a name that no other has, nor an earlier run. */
  readonly process: string
  /** Whether no other can be using the store: what an earlier run left is over at once. */
  readonly isAlone: boolean
}

/** A process among those that share a store. */
export interface Membership {
  /** Whether the upkeep of the store is this one's to do now. */
  readonly doesUpkeep: boolean
  /** Hands the upkeep over. That the process runs is left to run out, so that its people have time to connect to another. */
  close(): Promise<void>
}

/** Joins the processes on a store, before anybody connects. */
export async function joinProcesses(options: MembershipOptions): Promise<Membership> {
  const { store, clock, process } = options
  if (options.isAlone) await store.transaction((tx) => tx.leases.endAll(unixSeconds(clock)))
  const [own, upkeep] = await Promise.all([
    holdLease({ ...options, name: processLeases + process, holder: process }),
    holdLease({ ...options, name: upkeepLease, holder: process }),
  ])
  return {
    get doesUpkeep() {
      // Nobody else can have taken it, also if this process was held up for longer than it lasts.
      return options.isAlone || upkeep.isHeld
    },
    async close() {
      await Promise.all([own.close(false), upkeep.close(true)])
    },
  }
}
