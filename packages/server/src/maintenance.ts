import { type Clock, unixSeconds } from './ports/clock.ts'
import type { Log } from './ports/log.ts'
import { describeFailure } from './rpc/describe-failure.ts'
import type { Store } from './store/store.ts'

const intervalMs = 10 * 60_000
/** How long the same random id finds its message again. */
const randomIdLifetimeSeconds = 7 * 24 * 3600
/** Small enough that messages do not wait for it. */
const perTransaction = 1000

/** Forgets what is of no use any more, now and then. The answer ends it. */
export function startMaintenance(store: Store, clock: Clock, log: Log): () => void {
  let stopped = false
  let cancel = (): void => {}

  const clean = async (): Promise<void> => {
    const now = unixSeconds(clock)
    await store.transaction((tx) => tx.loginCodes.removeExpired(now))
    let removed: number
    do {
      removed = await store.transaction((tx) =>
        tx.messages.removeSentBefore(now - randomIdLifetimeSeconds, perTransaction),
      )
    } while (removed === perTransaction && !stopped)
  }

  const schedule = (): void => {
    cancel = clock.after(intervalMs, () => {
      clean()
        .catch((error: unknown) => log.error(describeFailure(error), 'maintenance failed'))
        .finally(() => {
          if (!stopped) schedule()
        })
    })
  }

  schedule()
  return () => {
    stopped = true
    cancel()
  }
}
