import { acceptSecretChat, bigIntToBytes, DH_GENERATOR, DH_PRIME } from '@chappe/crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSecretDevice, createSecretWorld, over, textsOf } from './secret-device.fixture.ts'

/** `npm run laws` makes more of them. */
const RUNS = 8 * Number(process.env['CHAPPE_TIMES'] ?? 1)

const moments = fc.array(fc.record({ who: fc.nat(1), afterMs: fc.nat(250) }), { maxLength: 4 })

test('SC-2: whenever devices are killed while they agree on a key, they come to one, by halves that are never made twice', {
  timeout: RUNS * 5000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(moments, fc.nat(2 ** 31), fc.boolean(), async (kills, seed, ownNumbers) => {
      const world = await createSecretWorld(seed)
      world.relay.ownNumbers = ownNumbers
      const { clock, relay } = world
      const [alice, bob] = [
        createSecretDevice(world, '9996620001', { storingMs: 40 }),
        createSecretDevice(world, '9996620002', {
          storingMs: 40,
          onClient(client) {
            client.secretChats.on('request', ({ id }) => void client.secretChats.accept(id).catch(() => {}))
          },
        }),
      ]
      await alice.begin()
      await bob.begin()
      alice.client.secretChats.start('@person2').catch(() => {})
      for (const { who, afterMs } of kills) {
        const device = who === 0 ? alice : bob
        await clock.pass(afterMs)
        await device.kill()
        await device.begin()
        // What an earlier process was asked for and nobody has answered is still there.
        for (const { id, state } of await over(world, bob.client.secretChats.list()))
          if (state === 'requested') void bob.client.secretChats.accept(id).catch(() => {})
      }
      await clock.pass(90_000)
      const list = await over(world, alice.client.secretChats.list())
      // The process was killed before anything was stored.
      if (list.length === 0) return
      const [chat] = list
      expect(list.map(({ state }) => state)).toEqual(['active'])
      const id = chat?.id ?? 0
      expect((await bob.client.secretChats.get(id)).state).toBe('active')
      expect(await alice.client.secretChats.visualisation(id)).toEqual(await bob.client.secretChats.visualisation(id))
      await over(world, alice.client.secretChats.send(id, { text: 'there you are' }), 60_000)
      await clock.pass(5000)
      expect(await textsOf(world, bob, id, false)).toEqual(['there you are'])
      const halves = (of: string): Set<string> =>
        new Set(
          relay.requests.flatMap((request) => {
            if (request._ === 'messages.requestEncryption' && of === 'gA')
              return Buffer.from(request.gA).toString('hex')
            return request._ === 'messages.acceptEncryption' && of === 'gB'
              ? Buffer.from(request.gB).toString('hex')
              : []
          }),
        )
      expect([halves('gA').size, halves('gB').size]).toEqual([1, 1])
      for (const device of [alice, bob]) await device.close()
      await world.server.close()
    }),
    { numRuns: RUNS },
  )
})

test('what comes before the key is opened with it', async () => {
  const world = await createSecretWorld(31)
  const [alice, bob] = [createSecretDevice(world, '9996620001'), createSecretDevice(world, '9996620002')]
  for (const device of [alice, bob]) await device.begin()
  const { id } = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(1000)
  // Alice hears of nothing until the difference, in which messages stand before news of chats.
  world.server.pushing = false
  await over(world, bob.client.secretChats.accept(id))
  await over(world, bob.client.secretChats.send(id, { text: 'the first word' }))
  world.server.pushing = true
  alice.goOffline()
  await world.clock.pass(100)
  alice.goOnline()
  await world.clock.pass(30_000)
  expect(alice.messages.map(({ text }) => text)).toEqual(['the first word'])
  expect(alice.events.filter(({ name }) => name === 'ignored')).toEqual([])
  for (const device of [alice, bob]) await device.close()
  await world.server.close()
})

test('an acceptance that is told before the answer to the request is not undone by it', async () => {
  const world = await createSecretWorld(32)
  const [alice, bob] = [createSecretDevice(world, '9996620001'), createSecretDevice(world, '9996620002')]
  for (const device of [alice, bob]) await device.begin()
  const { server, relay } = world
  const relayed = server.extra
  server.extra = (request, session) => {
    const answer = relayed?.(request, session)
    const chat = request._ === 'messages.requestEncryption' ? relay.chats.get(request.randomId) : undefined
    if (chat === undefined) return answer
    const config = { p: bigIntToBytes(DH_PRIME, 256), g: DH_GENERATOR, random: new Uint8Array(256) }
    const { gB: gAOrB, keyFingerprint } = acceptSecretChat(config, chat.gA, world.random.bytes)
    const common = {
      id: chat.id,
      accessHash: BigInt(chat.id) * 10n,
      date: 0,
      adminId: chat.users[0],
      participantId: chat.users[1],
    }
    const accepted = { _: 'encryptedChat', ...common, gAOrB, keyFingerprint } as const
    chat.devices[1] = 1n
    const update = { _: 'updateEncryption', chat: accepted, date: 0 } as const
    server.pushTo(session.authKeyId, { _: 'updateShort', update, date: 0 })
    return answer
  }
  const asked = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(3000)
  expect((await alice.client.secretChats.get(asked.id)).state).toBe('active')
  for (const device of [alice, bob]) await device.close()
  await world.server.close()
})
