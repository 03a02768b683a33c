import { type Clock, unixSeconds } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import { latestDate } from '../rules/happened-within.ts'
import type { Store } from '../store/store.ts'
import { leaseSeconds } from './leases.ts'

/** It is asked for, and prolonged, so often: twice it may fail without being lost. */
const renewSeconds = 10
/** Times in the store are whole seconds, so a lease may end up to one second before it is as old as it may get. */
const roundingMs = 1000

export interface LeaseOptions {
  readonly store: Pick<Store, 'transaction'>
  readonly clock: Clock
  readonly log: Log
  readonly name: string
  /** This process, by a name that no other has, nor an earlier run. */
  readonly holder: string
}

/** One process's part in something that one process has at a time. */
export interface HeldLease {
  /**
   * Whether this process has it now. Said by its own clock and by the time that passes, whichever is later, so that it is
   * never said after the lease has ended unless clocks of processes differ, and then for no longer than they differ.
   */
  readonly isHeld: boolean
  /** Asks for it no longer, and hands it over if `release`. */
  close(release: boolean): Promise<void>
}

/** Asks for a lease in the store again and again, and prolongs it while it has it. Resolves when it has asked once. */
export async function holdLease({ store, clock, log, name, holder }: LeaseOptions): Promise<HeldLease> {
  let until: { readonly now: number; readonly monotonic: number } | undefined
  let closed = false
  let cancel = (): void => {}
  let asking: Promise<void> = Promise.resolve()

  const ask = async (): Promise<void> => {
    const [asked, now] = [clock.monotonic(), unixSeconds(clock)]
    const lease = { name, holder, until: now + leaseSeconds }
    try {
      const isGiven = await store.transaction((tx) => tx.leases.take(lease, now, latestDate(lease.until)))
      until = isGiven ? { now: lease.until * 1000, monotonic: asked + leaseSeconds * 1000 - roundingMs } : undefined
    } catch (error) {
      // What it has it has until that ends.
      logFailure(log, 'warn', 'a lease could not be asked for', error, { name })
    }
    if (!closed) cancel = clock.after(renewSeconds * 1000, () => (asking = ask()))
  }

  asking = ask()
  await asking
  return {
    get isHeld() {
      return until !== undefined && clock.now() < until.now && clock.monotonic() < until.monotonic
    },
    async close(release) {
      closed = true
      cancel()
      await asking
      until = undefined
      if (!release) return
      await store
        .transaction((tx) => tx.leases.release(name, holder))
        .catch((error: unknown) => logFailure(log, 'warn', 'a lease was not handed over and ends by itself', error))
    },
  }
}
