import type { Clock } from '@chappe/transport/client'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, createClient } from './client.ts'
import { type FakeServer, startFakeServer } from './fake-server.fixture.ts'
import { createMemoryStorage } from './storage/memory-storage.ts'
import type { ClientStorage } from './storage/storage.ts'
import { connectInMemory, createVirtualClock, seeded } from './virtual-world.fixture.ts'

const clock = createVirtualClock()
let server: FakeServer
let people = 0

beforeAll(async () => {
  server = await startFakeServer({ clock })
})

afterAll(() => server.close())

type Ending = 'kill' | 'close' | 'leave'

/** How long a life lasts, how it ends, and how many messages come before that and after it. */
const aLife = fc.record({
  ms: fc.oneof(fc.integer({ min: 300, max: 2500 }), fc.nat(6000)),
  ending: fc.constantFrom<Ending>('kill', 'kill', 'close', 'leave'),
  before: fc.nat(3),
  after: fc.nat(2),
})

/** One account on one device, whose process ends again and again; what is stored is all that stays. */
function createDevice(random: ReturnType<typeof seeded>) {
  const phone = `99966${String(++people).padStart(5, '0')}`
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

test('whatever moment a client is killed, closed or left at, no message is lost and each repetition costs an ending', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aLife, { minLength: 1, maxLength: 6 }), fc.nat(2 ** 31), async (lives, seed) => {
      const random = seeded(seed)
      const device = createDevice(random)
      const other = server.person(`99967${String(people).padStart(5, '0')}`)
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
      const lost = due.filter((text) => !device.handled.includes(text))
      expect(lost).toEqual([])
      for (const text of due) {
        expect(device.handled.filter((other) => other === text).length).toBeLessThanOrEqual(lives.length + 1)
      }
    }),
    { numRuns: 60 },
  )
})
