import { AuthKey } from '@chappe/crypto'
import { type ClientEndpoint, connectTcp, createClientEndpoint, type Listener, listen } from '@chappe/transport'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createInProcessBus } from '../bus/in-process-bus.ts'
import { createRsaKey } from '../keys/rsa-key.ts'
import { type Clock, systemClock } from '../ports/clock.ts'
import { silentLog } from '../ports/log.ts'
import { systemRandom } from '../ports/random.ts'
import type { Caller } from '../rpc/caller.ts'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { asUser } from '../testing/ids.ts'
import { testRenderer } from '../testing/renderer.ts'
import { createGateway, type Gateway } from './gateway.ts'

/** To the transport it is all the same what is asked and answered. */
const body = Uint8Array.of(1, 0, 0, 0x7f)
const userId = asUser(5)
const key = new Uint8Array(256).fill(7)
const { id: authKeyId } = new AuthKey(key)

const rsaKey = createRsaKey()
const bus = createInProcessBus()
let waitingInStore: number
let passed: number
/** What rings in a while, which is when a test says so. */
let later: (() => void)[]
let store: ReturnType<typeof openSqliteStore>
let gateway: Gateway
let listener: Listener
let client: ClientEndpoint
/** Who asked, as it was known when the query began. */
let asked: (Caller['key'] & { readonly sessionId: bigint })[]

const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + passed,
  after(delayMs, callback) {
    if (delayMs < 15_000) return systemClock.after(delayMs, callback)
    later.push(callback)
    return () => {}
  },
}

beforeEach(async () => {
  waitingInStore = 0
  passed = 0
  later = []
  asked = []
  store = openSqliteStore({ path: ':memory:' })
  const createdAt = Math.floor(Date.now() / 1000)
  await store.transaction((tx) => tx.authKeys.add({ id: authKeyId, key, initialSalt: 1n, createdAt }))
  const { read, snapshot, transaction, close } = store
  gateway = createGateway({
    ...{ bus, rsaKey, clock, random: systemRandom, log: silentLog, dcIds: [2] },
    store: {
      ...{ read, snapshot, transaction, close },
      get waiting() {
        return waitingInStore
      },
    },
    presence: { gone() {}, cameOver: async () => false },
    renderer: testRenderer(store),
    rpc: {
      counts: new Map(),
      served: new Set(),
      actsOf: () => undefined,
      needsUser: () => true,
      async handle({ key, session }) {
        asked.push({ ...key, sessionId: session.sessionId })
        return body
      },
    },
  })
  listener = await listen({ port: 0, accept: gateway.endpoint.accept, random: systemRandom })
  const { port } = listener
  client = createClientEndpoint({
    connect: (accept, signal) => connectTcp({ host: '127.0.0.1', port, random: systemRandom, accept, signal }),
    publicKeys: [rsaKey.publicKey],
    dc: { id: 2 },
    key: { key, salt: 1n, timeOffset: 0 },
    saveKey: async () => {},
    random: systemRandom,
    limits: { closeMs: 0 },
  })
})
afterEach(async () => {
  await client.close()
  gateway.close()
  await listener.close()
  await store.close()
})

/** A query waits for the store, and meanwhile its session ends. */
async function endSessionOfWaiting(): Promise<void> {
  waitingInStore = 1000
  const late = client.request(body).catch(() => 'gone')
  await vi.waitUntil(() => gateway.running > 0)
  await client.close()
  gateway.endpoint.dropAuthKey(authKeyId, 'test')
  expect(await late).toBe('gone')
  expect(gateway.endpoint.sessionCount).toBe(0)
}

it('serves a query that waited until its session had ended as one of that session, and begins none anew', async () => {
  await client.request(body)
  await endSessionOfWaiting()
  const looked = vi.spyOn(store.read.authKeys, 'get')
  waitingInStore = 0
  await vi.waitUntil(() => gateway.running === 0)
  expect(asked.map(({ sessionId }) => sessionId)).toEqual([asked[0]?.sessionId, asked[0]?.sessionId])
  // A session that began would load the state of its key, and nothing would ever end it.
  expect(looked).not.toHaveBeenCalled()
})

it('knows who is signed in when a query begins, though its session ended and the device was signed out meanwhile', async () => {
  await client.request(body)
  bus.publish({ type: 'authorization', authKeyId, version: 1, userId })
  await client.request(body)
  await endSessionOfWaiting()
  bus.publish({ type: 'authorization', authKeyId, version: 2 })
  waitingInStore = 0
  await vi.waitUntil(() => gateway.running === 0)
  expect(asked.map((key) => key.userId)).toEqual([undefined, userId, undefined])
})

/** As long as it takes a session that nobody would miss to be forgotten. */
async function goAwayForMinutes(): Promise<void> {
  await client.close()
  await vi.waitUntil(() => gateway.endpoint.connectionCount === 0)
  passed += 120_000
  for (const ring of later.splice(0)) ring()
}

it('MS-23: forgets the session of a key that nobody signed in by a minute after its last connection', async () => {
  await client.request(body)
  await goAwayForMinutes()
  expect(gateway.endpoint.sessionCount).toBe(0)
})

it('MS-23: keeps the session of somebody who signed in meanwhile, until half an hour after the last connection', async () => {
  await client.request(body)
  bus.publish({ type: 'authorization', authKeyId, version: 1, userId })
  await goAwayForMinutes()
  expect(gateway.endpoint.sessionCount).toBe(1)
})

it('MS-23: forgets the session of a device that was signed out like those of strangers', async () => {
  await client.request(body)
  bus.publish({ type: 'authorization', authKeyId, version: 1, userId })
  bus.publish({ type: 'authorization', authKeyId, version: 2 })
  await goAwayForMinutes()
  expect(gateway.endpoint.sessionCount).toBe(0)
})
