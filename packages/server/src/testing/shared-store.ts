import type { Clock } from '../ports/clock.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { watchBoxOrder } from './box-order.ts'
import { type BusFaults, createFaultyBus, type FaultyBus } from './faulty-bus.ts'
import { createTestServer, startOfTime, type TestServer, type TestServerOptions } from './test-server.ts'

/** Two test servers on one store and one clock, whose bus is not to be relied on. */
export interface SharedStore {
  readonly servers: readonly [TestServer, TestServer]
  readonly store: Store
  readonly bus: FaultyBus
  readonly clock: { now: number; leapt: number }
  close(): Promise<void>
}

/** @param seed what befalls messages between them follows from it */
export async function shareStore(
  seed: number,
  faults: BusFaults = { lost: 0, doubled: 0 },
  options: TestServerOptions = {},
): Promise<SharedStore> {
  const store = watchBoxOrder(openSqliteStore({ path: ':memory:' }))
  const bus = createFaultyBus(seed, faults)
  const { clock, after } = createSettableClock(startOfTime * 1000)
  const start = (number: number): Promise<TestServer> =>
    createTestServer({ ...options, shared: { store, clock, after, bus: bus.connect(), number } })
  return {
    servers: [await start(0), await start(1)],
    store,
    bus,
    clock,
    close: () => store.close(),
  }
}

/** A time that tests set, at which what is due then is called back. */
function createSettableClock(begin: number): { readonly clock: SharedStore['clock']; readonly after: Clock['after'] } {
  let now = begin
  const timers = new Set<{ readonly at: number; readonly ring: () => void }>()
  const clock = {
    leapt: 0,
    get now() {
      return now
    },
    set now(next) {
      now = next
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at <= now && timers.delete(timer)) timer.ring()
      }
    },
  }
  return {
    clock,
    after(ms, ring) {
      const timer = { at: now + ms, ring }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
}
