import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSecretPair, createSecretWorld, type SecretDevice, textsOf } from './secret-device.fixture.ts'
import type { Fate } from './secret-relay.fixture.ts'

/** More by CHAPPE_RUNS. */
const RUNS = Number(process.env['CHAPPE_RUNS'] ?? 12)

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
