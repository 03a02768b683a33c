import { AuthKey } from '@chappe/crypto'
import { type ClientEndpoint, connectTcp, createClientEndpoint, type Listener, listen } from '@chappe/transport'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createInProcessBus } from '../bus/in-process-bus.ts'
import { createRsaKey } from '../keys/rsa-key.ts'
import { systemClock } from '../ports/clock.ts'
import { silentLog } from '../ports/log.ts'
import { systemRandom } from '../ports/random.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { testRenderer } from '../testing/renderer.ts'
import { createGateway, type Gateway } from './gateway.ts'

/** To the transport it is all the same what is asked and answered. */
const body = Uint8Array.of(1, 0, 0, 0x7f)
/** What each query takes of the server's thread, in ms. */
const QUERY_MS = 1

const greedyKey = new Uint8Array(256).fill(7)
const greedyId = new AuthKey(greedyKey).id
const rsaKey = createRsaKey()
const keys = [greedyKey, ...[1, 2, 3].map((byte) => new Uint8Array(256).fill(byte))]

let store: ReturnType<typeof openSqliteStore>
let gateway: Gateway
let listener: Listener
let clients: ClientEndpoint[]
let servedGreedy: number
/** How many queries of the greedy key had been served when each of others was. */
const servedAt = new Map<bigint, number>()

beforeEach(async () => {
  servedGreedy = 0
  clients = []
  store = openSqliteStore({ path: ':memory:' })
  const createdAt = Math.floor(Date.now() / 1000)
  for (const key of keys) {
    await store.transaction((tx) => tx.authKeys.add({ id: new AuthKey(key).id, key, initialSalt: 1n, createdAt }))
  }
  gateway = createGateway({
    ...{ bus: createInProcessBus(), rsaKey, clock: systemClock, random: systemRandom, log: silentLog, dcIds: [2] },
    store,
    presence: { gone() {}, cameOver: async () => false },
    renderer: testRenderer(store),
    rpc: {
      counts: new Map(),
      served: new Set(),
      actsOf: () => undefined,
      needsUser: () => true,
      async handle({ key }) {
        if (key.authKeyId === greedyId) servedGreedy++
        else servedAt.set(key.authKeyId, servedGreedy)
        for (const until = performance.now() + QUERY_MS; performance.now() < until; );
        return body
      },
    },
  })
  listener = await listen({ port: 0, accept: gateway.endpoint.accept, random: systemRandom })
})
afterEach(async () => {
  await Promise.all(clients.map((client) => client.close()))
  gateway.close()
  await listener.close()
  await store.close()
})

function connect(key: Uint8Array): ClientEndpoint {
  const { port } = listener
  const client = createClientEndpoint({
    connect: (accept, signal) => connectTcp({ host: '127.0.0.1', port, random: systemRandom, accept, signal }),
    publicKeys: [rsaKey.publicKey],
    dc: { id: 2 },
    key: { key, salt: 1n, timeOffset: 0 },
    saveKey: async () => {},
    random: systemRandom,
    limits: { closeMs: 0 },
  })
  clients.push(client)
  return client
}

it('serves everybody in turn, while one key has thousands of queries waiting in twenty sessions', async () => {
  const greedy = Array.from({ length: 20 }, () => connect(greedyKey))
  const innocent = keys.slice(1).map((key) => ({ client: connect(key), id: new AuthKey(key).id }))
  await Promise.all([...greedy, ...innocent.map(({ client }) => client)].map((client) => client.request(body)))
  const flood = greedy.flatMap((client) => Array.from({ length: 200 }, () => client.request(body).catch(() => 'gone')))
  /** How many queries of the greedy key came before one of somebody else. */
  const before: number[] = []
  await Promise.all(
    innocent.map(async ({ client, id }) => {
      for (let i = 0; i < 30; i++) {
        const sentAt = servedGreedy
        await client.request(body)
        before.push((servedAt.get(id) ?? Number.POSITIVE_INFINITY) - sentAt)
      }
    }),
  )
  expect(gateway.running).toBeGreaterThan(500)
  before.sort((a, b) => a - b)
  // A turn is 8 ms: one that is under way, and one in which the query has its place. In the order of arrival, thousands.
  expect(before[Math.floor(before.length * 0.99) - 1]).toBeLessThan(40 / QUERY_MS)
  await Promise.all(clients.map((client) => client.close()))
  await Promise.all(flood)
})
