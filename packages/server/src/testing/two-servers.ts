import type { BytesBus } from '../bus/bytes-bus.ts'
import type { Clock } from '../ports/clock.ts'
import { systemRandom } from '../ports/random.ts'
import type { Server } from '../running-server.ts'
import { createServer } from '../server.ts'
import type { ServerOptions } from '../server-options.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import type { Store } from '../store/store.ts'
import { watchBoxOrder } from './box-order.ts'
import { type BusFaults, createFaultyBus, type FaultyBus } from './faulty-bus.ts'
import { connectClient, type NetworkClient, type NetworkListener } from './network-client.ts'
import { startOfTime } from './test-server.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** Several whole servers, with sockets, on one store, one virtual clock and a bus between them that is not to be relied on. */
export interface TwoServers {
  readonly servers: readonly [TestProcess, TestProcess]
  readonly store: Store
  readonly bus: FaultyBus
  now(): number
  /** Lets time pass for all, and everything that was begun get as far as it can. */
  pass(ms: number): Promise<void>
  /** Brings what is under way, and waits until that has had its effects. */
  settle(): Promise<void>
  close(): Promise<void>
}

export interface TestProcess {
  readonly server: Server
  /** A client of this server. */
  connect(listener?: NetworkListener): NetworkClient
  /** Ends it as an operator does. */
  stop(): Promise<void>
  /** Ends it as a kill does: nothing is finished, said or handed over. */
  kill(): void
}

export interface TwoServersOptions {
  readonly seed: number
  /** Default: everything comes, once. */
  readonly faults?: BusFaults
  readonly server?: Partial<ServerOptions>
}

export async function startTwoServers(options: TwoServersOptions): Promise<TwoServers> {
  const store = watchBoxOrder(openSqliteStore({ path: ':memory:' }))
  const clock = createVirtualClock(startOfTime * 1000)
  const bus = createFaultyBus(options.seed, options.faults ?? { lost: 0, doubled: 0 })
  const clients = new Set<NetworkClient>()

  const rest = async (): Promise<void> => {
    // Sockets take turns of the event loop that no virtual clock knows of.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
    await store.transaction(async () => {})
  }

  const start = async (): Promise<TestProcess & { close(): Promise<void> }> => {
    const process = createKillable(store, clock, bus.connect())
    const server = await createServer({
      ...{ store: process.store, clock: process.clock, bus: process.bus, random: systemRandom },
      ...{ testAccounts: true, loginNotices: false, welcomeText: '', rateLimits: {} },
      ...options.server,
    })
    return {
      server,
      connect(listener) {
        const client = connectClient(server, listener)
        clients.add(client)
        return client
      },
      stop: () => server.close(),
      kill: () => process.kill(),
      close() {
        process.revive()
        return server.close()
      },
    }
  }

  const servers = [await start(), await start()] as const
  return {
    servers,
    store,
    bus,
    now: () => Math.floor(clock.now() / 1000),
    pass: (ms) => clock.pass(ms, rest),
    async settle() {
      await rest()
      bus.bringAll()
      await rest()
    },
    async close() {
      for (const client of clients) await client.close()
      for (const server of servers) await server.close()
      await store.close()
    },
  }
}

interface Killable {
  readonly store: Store
  readonly clock: Clock
  readonly bus: BytesBus
  kill(): void
  /** Only so that its sockets can be closed. */
  revive(): void
}

/** What one process has of the store, the clock and the bus: nothing any more once it is killed. Closing it closes no store. */
function createKillable(store: Store, clock: Clock, bus: BytesBus): Killable {
  let killed = false
  return {
    store: {
      read: store.read,
      snapshot: (unit) => store.snapshot(unit),
      // A dead process waits for ever.
      transaction: (unit) => (killed ? new Promise(() => {}) : store.transaction(unit)),
      get waiting() {
        return store.waiting
      },
      close: async () => {},
    },
    clock: {
      ...clock,
      after: (ms, ring) => clock.after(ms, () => (killed ? undefined : ring())),
    },
    bus: {
      ...bus,
      publish: (message) => (killed ? undefined : bus.publish(message)),
      subscribe: (listener) => bus.subscribe((message) => (killed ? undefined : listener(message))),
    },
    kill() {
      killed = true
    },
    revive() {
      killed = false
    },
  }
}
