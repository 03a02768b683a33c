import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSecretPair, createSecretWorld, type SecretDevice, textsOf } from './secret-device.fixture.ts'
import type { Fate } from './secret-relay.fixture.ts'

/** `npm run laws` makes more of them. */
const RUNS = 8 * Number(process.env['CHAPPE_TIMES'] ?? 1)

const anAct = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('say'), who: fc.nat(1) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('kill'), who: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cut'), who: fc.nat(1) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait'), who: fc.nat(400) }) },
)

/** What is wrong with the network, by how often out of a hundred. */
const aNetwork = fc.record({ lose: fc.nat(20), double: fc.nat(20), damage: fc.nat(10) })

test('SC-4: SC-6: devices are killed at any moment, over a server that loses, doubles and damages: each message once and in order', {
  timeout: RUNS * 5000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anAct, { minLength: 5, maxLength: 40 }),
      aNetwork,
      fc.nat(2 ** 31),
      async (acts, network, seed) => {
        const world = await createSecretWorld(seed)
        const { clock, relay, random } = world
        const { alice, bob, id } = await createSecretPair(world, { messagesPerKey: 7, storingMs: 40 })
        const devices: readonly [SecretDevice, SecretDevice] = [alice, bob]
        const accepted: [string[], string[]] = [[], []]
        const begun: [string[], string[]] = [[], []]
        relay.fate = (): Fate => {
          const dice = random.below(100)
          if (dice < network.lose) return 'lose'
          if (dice < network.lose + network.double) return 'double'
          return dice < network.lose + network.double + network.damage ? 'damage' : 'pass'
        }
        const say = (who: 0 | 1): void => {
          const text = `${who}: ${begun[who].length}`
          begun[who].push(text)
          devices[who].client.secretChats.send(id, { text }).then(
            () => accepted[who].push(text),
            () => {},
          )
        }
        for (const { kind, who } of acts) {
          const at = who === 0 ? 0 : 1
          if (kind === 'say') say(at)
          else if (kind === 'wait') await clock.pass(who)
          else if (kind === 'cut') {
            devices[at].goOffline()
            await clock.pass(random.below(3000))
            devices[at].goOnline()
          } else {
            await clock.pass(random.below(60))
            await devices[at].kill()
            await devices[at].begin()
          }
          await clock.pass(random.below(40))
        }
        relay.fate = () => 'pass'
        // Something after the last gap shows that there is one.
        for (const round of [1, 2, 3]) {
          for (const who of [0, 1] as const) say(who)
          await clock.pass(round * 90_000)
        }
        for (const who of [0, 1] as const) {
          const [sent, got] = [devices[who], devices[1 - who]]
          if (sent === undefined || got === undefined) continue
          const stored = await textsOf(world, sent, id, true)
          // What was stored is what was sent; what a process was killed over may be missing, and nothing else.
          expect(begun[who].filter((text) => stored.includes(text))).toEqual(stored)
          expect(accepted[who].filter((text) => !stored.includes(text))).toEqual([])
          expect(await textsOf(world, got, id, false)).toEqual(stored)
          const told = got.messages.map(({ text }) => text)
          expect(stored.filter((text) => !told.includes(text))).toEqual([])
          expect((await sent.client.secretChats.get(id)).state).toBe('active')
        }
        // No number is ever used for two contents.
        for (const packets of relay.packets.values())
          expect(new Set(packets.map((packet) => Buffer.from(packet).toString('hex'))).size).toBe(1)
        for (const device of devices) await device.close()
        await world.server.close()
      },
    ),
    { numRuns: RUNS },
  )
})

test('nothing leaves before it is stored', async () => {
  const world = await createSecretWorld(41)
  const { alice, bob, id } = await createSecretPair(world)
  const before = world.relay.packets.size
  alice.goOffline()
  await world.clock.pass(100)
  alice.client.secretChats.send(id, { text: 'stored' }).catch(() => {})
  await world.clock.pass(100)
  alice.isStuck = true
  alice.client.secretChats.send(id, { text: 'not stored' }).catch(() => {})
  await world.clock.pass(100)
  alice.goOnline()
  await world.clock.pass(20_000)
  expect(world.relay.packets.size).toBe(before + 1)
  await alice.kill()
  alice.isStuck = false
  await alice.begin()
  alice.client.secretChats.send(id, { text: 'another' }).catch(() => {})
  await world.clock.pass(5000)
  expect(await textsOf(world, bob, id, false)).toEqual(['stored', 'another'])
  for (const device of [alice, bob]) await device.close()
  await world.server.close()
})

test('the server is not told that it may forget, nor are counters stored, before a message is', async () => {
  const world = await createSecretWorld(42)
  const { alice, bob, id } = await createSecretPair(world)
  await world.clock.pass(3000)
  const device = world.relay.chats.get(id)?.devices[1] ?? 0n
  bob.isStuck = true
  alice.client.secretChats.send(id, { text: 'do not lose this' }).catch(() => {})
  await world.clock.pass(10_000)
  expect(world.relay.waiting(device)).toBe(1)
  expect(bob.messages).toEqual([])
  await bob.kill()
  bob.isStuck = false
  await bob.begin()
  await world.clock.pass(3000)
  expect(await textsOf(world, bob, id, false)).toEqual(['do not lose this'])
  expect(world.relay.waiting(device)).toBe(0)
  for (const one of [alice, bob]) await one.close()
  await world.server.close()
})

test('what waits for the server stays where its date can still change, however much it is', async () => {
  const world = await createSecretWorld(43)
  const { alice, bob, id } = await createSecretPair(world)
  alice.goOffline()
  await world.clock.pass(100)
  for (let at = 0; at < 90; at++) alice.client.secretChats.send(id, { text: `${at}` }).catch(() => {})
  await world.clock.pass(100_000)
  const back = Math.floor(world.clock.now() / 1000)
  alice.goOnline()
  await world.clock.pass(30_000)
  const dates: number[] = []
  for await (const message of alice.client.secretChats.history(id)) dates.push(message.date)
  expect(dates.length).toBe(90)
  expect(Math.min(...dates)).toBeGreaterThanOrEqual(back)
  for (const one of [alice, bob]) await one.close()
  await world.server.close()
})
