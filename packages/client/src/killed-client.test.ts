import type { Clock } from '@chappe/transport/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, createClient } from './client.ts'
import { type FakeServer, startFakeServer } from './fake-server.fixture.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import type { ClientStorage } from './storage/storage.ts'
import { connectInMemory, createVirtualClock, seeded, type VirtualClock } from './virtual-world.fixture.ts'

/** `npm run laws` makes more of them. */
const RUNS = 30 * Number(process.env['CHAPPE_TIMES'] ?? 1)

type Ending = 'kill' | 'close' | 'leave'

type Life = typeof aLife extends fc.Arbitrary<infer L> ? L : never

interface World {
  readonly clock: VirtualClock
  readonly server: FakeServer
  readonly random: ReturnType<typeof seeded>
}

/** How long a life lasts, how it ends, and how many messages come before that and after it. */
const aLife = fc.record({
  ms: fc.oneof(fc.integer({ min: 300, max: 2500 }), fc.nat(6000)),
  ending: fc.constantFrom<Ending>('kill', 'kill', 'close', 'leave'),
  before: fc.nat(3),
  after: fc.nat(2),
})

/** One account on one device, whose process ends again and again; what is stored is all that stays. */
function createDevice({ clock, server, random }: World) {
  const phone = '9996600001'
  const stored = createMemoryStorage()
  const handled: string[] = []
  let signedIn = false

  function begin() {
    let alive = true
    const cuts: (() => void)[] = []
    const leaving: (() => void)[] = []
    const ofLife: Clock = {
      now: clock.now,
      after: (ms, callback) => clock.after(ms, () => alive && callback()),
      defer: (callback) => clock.defer(() => alive && callback()),
    }
    const storage: ClientStorage = {
      load: stored.load,
      async save(name, bytes) {
        await new Promise<void>((resolve) => void ofLife.after(random.below(150), resolve))
        await stored.save(name, bytes)
        await new Promise<void>((resolve) => void ofLife.after(random.below(20), resolve))
      },
    }
    const client: Client = createClient({
      ...{ apiId: 1, apiHash: 'hash', dcs: { id: 2, host: 'memory', port: 1 }, serverPublicKey: server.publicKey },
      ...{ storage, clock: ofLife, random: random.bytes, log: false },
      page: {
        onWake: () => () => {},
        onLeave(listener) {
          leaving.push(listener)
          return () => {}
        },
      },
      async connect({ accept }) {
        const { connection, cut } = connectInMemory(server.accept, accept, clock, () => 1 + random.below(60))
        cuts.push(cut)
        return connection
      },
    })
    client.on('message', async ({ out, text }) => {
      if (out) return
      await new Promise<void>((resolve) => void ofLife.after(random.below(2500), resolve))
      handled.push(text)
    })
    client.start({ phone, code: '22222', name: 'A' }).then(
      () => {
        signedIn = true
      },
      () => {},
    )
    return async (ending: Ending): Promise<void> => {
      if (ending === 'close') {
        const closed = client.close()
        await clock.pass(8000)
        await closed
      } else {
        if (ending === 'leave') {
          for (const leave of leaving) leave()
          await clock.pass(random.below(400))
        }
        alive = false
        for (const cut of cuts) cut()
        await clock.pass(1)
      }
    }
  }

  return {
    begin,
    handled,
    person: server.person(phone),
    get signedIn() {
      return signedIn
    },
  }
}

/** Runs one case in a world of its own, in which nothing is left to chance but what the seed decides. */
async function run(lives: readonly Life[], seed: number) {
  const clock = createVirtualClock()
  const server = await startFakeServer({ clock, random: seeded(seed + 1).bytes })
  const random = seeded(seed)
  const device = createDevice({ clock, server, random })
  const other = server.person('9996700001')
  const due: string[] = []
  let written = 0
  const write = (): void => {
    const text = `m${++written}`
    if (device.signedIn) due.push(text)
    server.write(other, device.person, text)
  }
  for (const { ms, ending, before, after } of lives) {
    const end = device.begin()
    let left = ms
    for (let i = 0; i < before; i++) {
      const wait = random.below(left)
      left -= wait
      await clock.pass(wait)
      write()
    }
    await clock.pass(left)
    await end(ending)
    for (let i = 0; i < after; i++) write()
  }
  const end = device.begin()
  await clock.pass(90_000)
  await end('close')
  await server.close()
  return { due, handled: device.handled, calls: server.calls, endedAt: clock.now(), next: random.below(2 ** 31) }
}

/** What once lost a message. */
const FOUND: [Life[], number][] = [
  // Closed while it signed in: it was signed in for the next start, which did not know from where on to ask.
  [
    [
      { ms: 928, ending: 'kill', before: 1, after: 1 },
      { ms: 300, ending: 'close', before: 0, after: 0 },
      { ms: 1245, ending: 'kill', before: 1, after: 0 },
      { ms: 0, ending: 'kill', before: 0, after: 0 },
    ],
    24,
  ],
  // Counters were stored when a message was delivered that had waited for its sender, before it was dealt with.
  ...[309, 531, 581].map((seed): [Life[], number] => [
    [
      { ms: 300, ending: 'kill', before: 1, after: 0 },
      { ms: 1200 + seed, ending: 'kill', before: 2, after: 0 },
      { ms: 1439, ending: 'kill', before: 3, after: 0 },
    ],
    seed,
  ]),
]

test('whatever moment a client is killed, closed or left at, no message is lost and each repetition costs an ending', {
  timeout: RUNS * 2000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aLife, { minLength: 1, maxLength: 6 }), fc.nat(2 ** 31), async (lives, seed) => {
      const { due, handled } = await run(lives, seed)
      const lost = due.filter((text) => !handled.includes(text))
      expect(lost).toEqual([])
      for (const text of due) {
        expect(handled.filter((other) => other === text).length).toBeLessThanOrEqual(lives.length + 1)
      }
    }),
    { numRuns: RUNS, examples: FOUND },
  )
})

test('a case is replayed by its seed, to the last call and the last message', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aLife, { minLength: 1, maxLength: 6 }), fc.nat(2 ** 31), async (lives, seed) => {
      expect(await run(lives, seed)).toEqual(await run(lives, seed))
    }),
    { numRuns: 5 },
  )
})
