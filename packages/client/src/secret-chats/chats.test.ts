import { expect, test } from 'vitest'
import { seeded } from '../virtual-world.fixture.ts'
import {
  createSecretDevice,
  createSecretPair,
  createSecretWorld,
  over,
  type SecretDevice,
  type SecretWorld,
  textsOf,
} from './secret-device.fixture.ts'

const named = ({ events }: SecretDevice, name: string): unknown[] =>
  events.filter((event) => event.name === name).map(({ event }) => event)

async function endWorld(world: SecretWorld, ...devices: readonly SecretDevice[]): Promise<void> {
  for (const device of devices) await device.close()
  await world.server.close()
}

test('a chat: asked for, accepted, talked in, and ended', async () => {
  const world = await createSecretWorld(1)
  const { alice, bob, id } = await createSecretPair(world)
  expect((await alice.client.secretChats.get(id)).state).toBe('active')
  const hers = await alice.client.secretChats.visualisation(id)
  expect(hers).toEqual(await bob.client.secretChats.visualisation(id))
  const sent = await over(world, alice.client.secretChats.send(id, { text: 'hello Bob' }))
  await world.clock.pass(500)
  expect(bob.messages.map(({ text }) => text)).toEqual(['hello Bob'])
  const [hello] = bob.messages
  expect(hello).toMatchObject({ peer: { _: 'secretChat', chatId: id }, out: false, secret: { state: 'received' } })
  await over(world, bob.client.sendMessage(hello?.peer ?? 'me', 'hello Alice', { replyTo: hello?.id }))
  await world.clock.pass(500)
  expect(alice.messages[0]).toMatchObject({ text: 'hello Alice', raw: { replyToRandomId: sent.randomId } })
  expect(named(alice, 'acknowledged')).toEqual([{ chatId: id, randomIds: [sent.randomId] }])
  await over(world, alice.client.secretChats.end(id))
  await world.clock.pass(1000)
  expect(bob.events.at(-1)).toMatchObject({ name: 'ended', event: { reason: 'ENDED_THERE' } })
  await expect(over(world, bob.client.secretChats.send(id, { text: 'too late' }))).rejects.toMatchObject({
    code: 'SECRET_CHAT_NOT_ACTIVE',
  })
  expect(await textsOf(world, bob, id, false)).toEqual(['hello Bob'])
  await endWorld(world, alice, bob)
})

test('the device that accepts has the chat, and the other one of that person is told that it is taken', async () => {
  const world = await createSecretWorld(2)
  const alice = createSecretDevice(world, '9996620001')
  const [phone, laptop] = [createSecretDevice(world, '9996620002'), createSecretDevice(world, '9996620002')]
  for (const device of [alice, phone, laptop]) await device.begin()
  const { id } = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(1000)
  expect([named(phone, 'request').length, named(laptop, 'request').length]).toEqual([1, 1])
  await over(world, laptop.client.secretChats.accept(id))
  await world.clock.pass(1000)
  expect(named(phone, 'ended')).toMatchObject([{ id, reason: 'TAKEN_OR_WITHDRAWN' }])
  await expect(phone.client.secretChats.accept(id)).rejects.toMatchObject({ code: 'SECRET_CHAT_NOT_ACTIVE' })
  await over(world, alice.client.secretChats.send(id, { text: 'to the laptop' }))
  await world.clock.pass(500)
  expect([phone.messages.length, laptop.messages.length]).toEqual([0, 1])
  await endWorld(world, alice, phone, laptop)
})

test('two devices that accept at once: one has the chat, and the other one hears so', async () => {
  const world = await createSecretWorld(3)
  const alice = createSecretDevice(world, '9996620001')
  const [phone, laptop] = [createSecretDevice(world, '9996620002'), createSecretDevice(world, '9996620002')]
  for (const device of [alice, phone, laptop]) await device.begin()
  const { id } = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(1000)
  const outcomes = await over(
    world,
    Promise.allSettled([phone, laptop].map(({ client }) => client.secretChats.accept(id))),
  )
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const states = await Promise.all([phone, laptop].map(({ client }) => client.secretChats.get(id)))
  expect(states.map(({ state }) => state).sort()).toEqual(['active', 'ended'])
  await endWorld(world, alice, phone, laptop)
})

test('SC-2: another key than the one that was agreed on ends the chat at once, and the other end is told', async () => {
  const world = await createSecretWorld(4)
  const [alice, bob] = [createSecretDevice(world, '9996620001'), createSecretDevice(world, '9996620002')]
  for (const device of [alice, bob]) await device.begin()
  const { id } = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(1000)
  world.server.onCall = (request) => {
    if (request._ === 'messages.acceptEncryption') Object.assign(request, { keyFingerprint: 1n })
  }
  await over(world, bob.client.secretChats.accept(id))
  await world.clock.pass(2000)
  expect(named(alice, 'ended')).toMatchObject([{ reason: 'KEY_EXCHANGE' }])
  expect(named(bob, 'ended')).toMatchObject([{ reason: 'ENDED_THERE' }])
  expect(world.relay.packets.size).toBeLessThanOrEqual(1)
  await endWorld(world, alice, bob)
})

test('SC-1: a half that is out of range is never answered', async () => {
  const world = await createSecretWorld(5)
  const [alice, bob] = [createSecretDevice(world, '9996620001'), createSecretDevice(world, '9996620002')]
  for (const device of [alice, bob]) await device.begin()
  world.server.onCall = (request) => {
    if (request._ === 'messages.requestEncryption') Object.assign(request, { gA: Uint8Array.of(1) })
  }
  const { id } = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(1000)
  expect((await over(world, bob.client.secretChats.accept(id))).reason).toBe('KEY_EXCHANGE')
  await world.clock.pass(1000)
  expect(world.relay.requests.some(({ _ }) => _ === 'messages.acceptEncryption')).toBe(false)
  expect(named(alice, 'ended')).toMatchObject([{ reason: 'ENDED_THERE' }])
  await endWorld(world, alice, bob)
})

test('SC-9: a text is gone a lifetime after it was read, on both sides, and a picture after it was opened', async () => {
  const world = await createSecretWorld(6)
  const { alice, bob, id } = await createSecretPair(world)
  await over(world, alice.client.secretChats.setTimer(id, 10))
  await world.clock.pass(500)
  expect(named(bob, 'timer')).toEqual([{ chatId: id, ttl: 10 }])
  expect((await bob.client.secretChats.get(id)).ttl).toBe(10)
  await over(world, alice.client.secretChats.send(id, { text: 'burn this' }))
  const media = { _: 'decryptedMessageMediaPhoto', thumb: new Uint8Array(), thumbW: 0, thumbH: 0, w: 1, h: 1 } as const
  const keys = { size: 0, key: new Uint8Array(32), iv: new Uint8Array(32), caption: '' }
  await over(world, alice.client.secretChats.send(id, { text: 'and this', media: { ...media, ...keys } }))
  await world.clock.pass(60_000)
  expect(bob.messages.map(({ text }) => text)).toEqual(['', 'burn this', 'and this'])
  expect((await textsOf(world, bob, id, false)).length).toBe(3)
  await over(world, bob.client.secretChats.markRead(id))
  await world.clock.pass(8000)
  expect(await textsOf(world, bob, id, false)).toEqual(['', 'burn this', 'and this'])
  await world.clock.pass(3000)
  expect(await textsOf(world, bob, id, false)).toEqual(['', 'and this'])
  expect(await textsOf(world, alice, id, true)).toEqual(['', 'and this'])
  await over(world, bob.client.secretChats.open(id, [bob.messages[2]?.id ?? 0]))
  await world.clock.pass(11_000)
  expect(await textsOf(world, bob, id, false)).toEqual([''])
  expect(await textsOf(world, alice, id, true)).toEqual([''])
  expect(named(alice, 'deleted').length).toBe(2)
  await endWorld(world, alice, bob)
})

test('SC-9: what was read while this device was off is gone once it is on again', async () => {
  const world = await createSecretWorld(7)
  const { alice, bob, id } = await createSecretPair(world)
  await over(world, alice.client.secretChats.send(id, { text: 'for a minute', ttl: 60 }))
  await world.clock.pass(1000)
  await over(world, bob.client.secretChats.markRead(id))
  await world.clock.pass(1000)
  await alice.kill()
  await world.clock.pass(3_600_000)
  expect(await textsOf(world, bob, id, false)).toEqual([])
  await alice.begin()
  expect(await textsOf(world, alice, id, true)).toEqual([])
  await endWorld(world, alice, bob)
})

test('deleting and flushing reach the other end, and what it does not have yet it never gets', async () => {
  const world = await createSecretWorld(8)
  const { alice, bob, id } = await createSecretPair(world)
  const ids: number[] = []
  for (const text of ['one', 'two']) ids.push((await over(world, alice.client.secretChats.send(id, { text }))).id)
  await world.clock.pass(500)
  await over(world, alice.client.secretChats.deleteMessages(id, ids.slice(0, 1)))
  await world.clock.pass(500)
  expect(await textsOf(world, bob, id, false)).toEqual(['two'])
  alice.goOffline()
  await world.clock.pass(100)
  const unsent = alice.client.secretChats.send(id, { text: 'never mind' })
  await world.clock.pass(100)
  const [last] = await over(world, firstOf(alice, id))
  const deleted = alice.client.secretChats.deleteMessages(id, [last ?? 0])
  await world.clock.pass(100)
  alice.goOnline()
  await over(world, Promise.all([unsent, deleted]))
  await world.clock.pass(1000)
  expect(bob.messages.map(({ text }) => text)).not.toContain('never mind')
  await over(world, bob.client.secretChats.flush(id))
  await world.clock.pass(1000)
  for (const device of [alice, bob]) expect(await textsOf(world, device, id, device === alice)).toEqual([])
  await endWorld(world, alice, bob)
})

async function firstOf({ client }: SecretDevice, chatId: number): Promise<number[]> {
  const found: number[] = []
  for await (const message of client.secretChats.history(chatId, { limit: 1 })) found.push(message.id)
  return found
}

test('read marks, typing and screenshots are told', async () => {
  const world = await createSecretWorld(9)
  const { alice, bob, id } = await createSecretPair(world)
  const sent = await over(world, alice.client.secretChats.send(id, { text: 'seen?' }))
  await world.clock.pass(500)
  await over(world, bob.client.secretChats.setTyping(id))
  await over(world, bob.client.secretChats.markRead(id))
  await over(world, bob.client.secretChats.screenshotTaken(id, [bob.messages[0]?.id ?? 0]))
  await world.clock.pass(500)
  expect(named(alice, 'typing')).toEqual([{ chatId: id, action: undefined }])
  expect(named(alice, 'read')).toEqual([{ chatId: id, maxDate: sent.date, randomIds: [] }])
  expect(alice.messages[0]?.raw).toMatchObject({
    action: { _: 'decryptedMessageActionScreenshotMessages', randomIds: [sent.randomId] },
  })
  const [state] = await over(world, statesOf(alice, id))
  expect(state).toBe('read')
  await endWorld(world, alice, bob)
})

async function statesOf({ client }: SecretDevice, chatId: number): Promise<string[]> {
  const found: string[] = []
  for await (const { out, secret } of client.secretChats.history(chatId)) if (out) found.push(secret.state)
  return found
}

test('a message that the server refuses is failed, and what follows arrives all the same', async () => {
  const world = await createSecretWorld(10)
  const { alice, bob, id } = await createSecretPair(world)
  world.relay.refuse = ({ _, data }) =>
    _ === 'messages.sendEncrypted' && data.length > 2000 ? 'DATA_TOO_LONG' : undefined
  const refused = over(world, alice.client.secretChats.send(id, { text: 'x'.repeat(3000) }))
  await expect(refused).rejects.toMatchObject({ type: 'DATA_TOO_LONG' })
  await over(world, alice.client.secretChats.send(id, { text: 'shorter' }))
  await world.clock.pass(1000)
  expect(bob.messages.map(({ text }) => text)).toEqual(['shorter'])
  expect(await over(world, statesOf(alice, id))).toEqual(['sent', 'failed'])
  // Another server than ours says so of what it has already.
  let times = 0
  world.relay.refuse = () => (times++ === 1 ? 'RANDOM_ID_DUPLICATE' : undefined)
  await over(world, alice.client.secretChats.send(id, { text: 'taken' }))
  await over(world, alice.client.secretChats.send(id, { text: 'taken as well' }))
  expect((await alice.client.secretChats.get(id)).state).toBe('active')
  await endWorld(world, alice, bob)
})

test('a long history is kept in parts, is read back after a restart, and gives up what is deleted', async () => {
  const world = await createSecretWorld(11)
  const { alice, bob, id } = await createSecretPair(world)
  const texts = Array.from({ length: 300 }, (_, at) => `text ${at}`)
  for (let at = 0; at < texts.length; at += 50)
    await over(world, Promise.all(texts.slice(at, at + 50).map((text) => alice.client.secretChats.send(id, { text }))))
  await world.clock.pass(2000)
  const blocks = (): string[] => [...bob.storage.names].filter((name) => /^secret-[0-9a-f]{8}-/.test(name))
  expect(blocks().length).toBeGreaterThan(2)
  await bob.kill()
  await bob.begin()
  expect(await textsOf(world, bob, id, false)).toEqual(texts)
  const gone = bob.messages.slice(10, 20)
  await over(
    world,
    bob.client.secretChats.deleteMessages(
      id,
      gone.map((message) => message.id),
    ),
  )
  await world.clock.pass(2000)
  const left = texts.filter((text) => !gone.some((message) => message.text === text))
  expect(await textsOf(world, bob, id, false)).toEqual(left)
  expect(await textsOf(world, alice, id, true)).toEqual(left)
  await over(world, alice.client.secretChats.end(id, { deleteHistory: true }))
  await world.clock.pass(5000)
  expect(blocks()).toEqual([])
  await over(world, bob.client.secretChats.remove(id))
  expect([...bob.storage.names].filter((name) => name.startsWith('secret-0'))).toEqual([])
  await endWorld(world, alice, bob)
})

test('what is stored tells nothing without the key, and another key changes nothing', async () => {
  const world = await createSecretWorld(12)
  const { alice, bob, id } = await createSecretPair(world)
  await over(world, alice.client.secretChats.send(id, { text: 'known plaintext' }))
  await world.clock.pass(3000)
  const stored = await Promise.all([...bob.storage.names].map((name) => bob.storage.load(name)))
  const all = Buffer.concat(stored.map((bytes) => bytes ?? new Uint8Array()))
  for (const encoding of ['utf8', 'hex', 'base64'] as const)
    expect(all.includes(Buffer.from('known plaintext').toString(encoding).slice(0, 18))).toBe(false)
  await bob.kill()
  const thief = createSecretDevice(world, '9996620002', { key: seeded(5).bytes(32), storage: bob.storage })
  await thief.begin()
  await expect(over(world, thief.client.connect())).rejects.toMatchObject({ code: 'STORAGE_INVALID' })
  await thief.kill()
  await bob.begin()
  expect(await textsOf(world, bob, id, false)).toEqual(['known plaintext'])
  await endWorld(world, alice, bob)
})

test('who signs out has no secret chats any more', async () => {
  const world = await createSecretWorld(13)
  const { alice, bob, id } = await createSecretPair(world)
  await over(world, bob.client.logOut())
  expect(await bob.client.secretChats.list()).toEqual([])
  expect([...bob.storage.names].some((name) => name === `secret-${id.toString(16).padStart(8, '0')}`)).toBe(false)
  await endWorld(world, alice, bob)
})

test('the server is told of what is stored here, and forgets it', async () => {
  const world = await createSecretWorld(14)
  const { alice, bob, id } = await createSecretPair(world)
  await over(world, alice.client.secretChats.send(id, { text: 'kept once' }))
  await world.clock.pass(3000)
  const device = world.relay.chats.get(id)?.devices[1]
  expect(world.relay.waiting(device ?? 0n)).toBe(0)
  await endWorld(world, alice, bob)
})

test('messages that the app had not dealt with come again, also to a listener that comes late', async () => {
  const world = await createSecretWorld(15)
  const { alice, bob, id } = await createSecretPair(world)
  let isStuck = true
  bob.client.secretChats.on('message', () => (isStuck ? new Promise<void>(() => {}) : undefined))
  await over(world, alice.client.secretChats.send(id, { text: 'first' }))
  await world.clock.pass(2000)
  await bob.kill()
  isStuck = false
  const late = createSecretDevice(world, '9996620002', { storage: bob.storage, silent: true })
  await late.begin()
  await over(world, alice.client.secretChats.send(id, { text: 'second' }))
  await world.clock.pass(5000)
  const heard: string[] = []
  late.client.secretChats.on('message', ({ text }) => heard.push(text))
  await world.clock.pass(2000)
  expect(heard).toEqual(['first'])
  expect(await textsOf(world, late, id, false)).toEqual(['first', 'second'])
  await late.kill()
  await late.begin()
  late.client.secretChats.on('message', ({ text }) => heard.push(text))
  await world.clock.pass(2000)
  expect(heard).toEqual(['first'])
  await endWorld(world, alice, late)
})

test('who waits for a message to be taken hears of it when the client is closed', async () => {
  const world = await createSecretWorld(16)
  const { alice, bob, id } = await createSecretPair(world)
  alice.goOffline()
  await world.clock.pass(100)
  const sending = expect(alice.client.secretChats.send(id, { text: 'later' })).rejects.toMatchObject({ code: 'CLOSED' })
  await world.clock.pass(100)
  await alice.close()
  await sending
  alice.goOnline()
  await alice.begin()
  await world.clock.pass(5000)
  expect(await textsOf(world, bob, id, false)).toEqual(['later'])
  await endWorld(world, alice, bob)
})

test('a device that knows of a request learns that another one has taken the chat, however it is told', async () => {
  const world = await createSecretWorld(17)
  const { alice, bob, id } = await createSecretPair(world)
  const laptop = createSecretDevice(world, '9996620002')
  await laptop.begin()
  const { id: other } = await over(world, alice.client.secretChats.start('@person2'))
  await world.clock.pass(1000)
  const [chat, key] = [world.relay.chats.get(other), world.relay.chats.get(id)?.devices[1] ?? 0n]
  const view = {
    id: other,
    accessHash: 0n,
    date: 0,
    adminId: chat?.users[0] ?? 0n,
    participantId: chat?.users[1] ?? 0n,
  }
  const taken = { _: 'encryptedChat', ...view, gAOrB: new Uint8Array(256), keyFingerprint: 1n } as const
  world.server.pushTo(key, { _: 'updateShort', update: { _: 'updateEncryption', chat: taken, date: 0 }, date: 0 })
  await world.clock.pass(1000)
  expect(named(bob, 'ended')).toMatchObject([{ id: other, reason: 'TAKEN_OR_WITHDRAWN' }])
  await endWorld(world, alice, bob, laptop)
})

test('a client that is closed leaves no timer behind, so that its process can end', async () => {
  const world = await createSecretWorld(18)
  const { alice, bob, id } = await createSecretPair(world)
  await over(world, alice.client.secretChats.send(id, { text: 'last words', ttl: 3600 }))
  await world.clock.pass(1000)
  expect([...alice.timers].some(({ ms }) => ms > 86_400_000)).toBe(true)
  await alice.close()
  expect([...alice.timers]).toEqual([])
  await endWorld(world, bob)
})
