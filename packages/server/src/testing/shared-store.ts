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
  const clock = { now: startOfTime * 1000, leapt: 0 }
  const start = (number: number): Promise<TestServer> =>
    createTestServer({ ...options, shared: { store, clock, bus: bus.connect(), number } })
  return {
    servers: [await start(0), await start(1)],
    store,
    bus,
    clock,
    close: () => store.close(),
  }
}
