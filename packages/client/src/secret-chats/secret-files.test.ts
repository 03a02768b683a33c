import { decode } from '@chappe/tl-codec/secret'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSource } from '../files/sources.ts'
import { seeded } from '../virtual-world.fixture.ts'
import { encryptSource } from './encrypted-source.ts'
import { createSecretPair, createSecretWorld, over, type SecretDevice } from './secret-device.fixture.ts'
import { contentBytes } from './secret-message.ts'

const last = ({ messages }: SecretDevice) => messages.at(-1) ?? expect.fail('nothing came')

test('SC-7: a file is encrypted under a key of its own, and is at the other end what it was', async () => {
  const world = await createSecretWorld(21)
  const { alice, bob, id } = await createSecretPair(world)
  const file = seeded(4).bytes(1_100_003)
  const options = { name: 'plan.bin', text: 'the plan', thumb: { bytes: seeded(5).bytes(200), width: 9, height: 8 } }
  await over(world, alice.client.secretChats.sendFile(id, file, options), 60_000)
  await world.clock.pass(1000)
  const message = last(bob)
  expect(message.text).toBe('the plan')
  expect(message.raw).toMatchObject({
    media: { mimeType: 'application/octet-stream', attributes: [{ fileName: 'plan.bin' }], thumb: options.thumb.bytes },
  })
  const got = await over(world, bob.client.secretChats.download(message).bytes(), 60_000)
  expect(Buffer.compare(got, file)).toBe(0)
  const [stored] = world.relay.files.values()
  expect(stored?.length).toBe(1_100_016)
  expect(Buffer.from(stored ?? []).includes(Buffer.from(file.subarray(0, 16)))).toBe(false)
  await alice.close()
  await bob.close()
  await world.server.close()
})

test('an album of a picture and of a stream without a known size', async () => {
  const world = await createSecretWorld(22)
  const { alice, bob, id } = await createSecretPair(world)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 5; at++) yield seeded(at).bytes(70_001)
  }
  const picture = seeded(9).bytes(333)
  const items = [{ file: picture, photo: { width: 4, height: 3 }, text: 'us' }, { file: pieces() }]
  await over(world, alice.client.secretChats.sendAlbum(id, items), 60_000)
  await world.clock.pass(1000)
  const [one, two] = bob.messages.slice(-2)
  if (one === undefined || two === undefined) return expect.fail('the album did not come')
  const grouped = [one, two].map(({ raw }) => (raw?._ === 'decryptedMessage' ? raw.groupedId : undefined))
  expect(grouped[0]).toBeDefined()
  expect(grouped[0]).toBe(grouped[1])
  expect(one.raw).toMatchObject({ media: { _: 'decryptedMessageMediaPhoto', w: 4, h: 3, size: 333 } })
  expect(Buffer.compare(await over(world, bob.client.secretChats.download(one).bytes()), picture)).toBe(0)
  const all = Buffer.concat([0, 1, 2, 3, 4].map((at) => seeded(at).bytes(70_001)))
  expect(Buffer.compare(await over(world, bob.client.secretChats.download(two).bytes()), all)).toBe(0)
  await alice.close()
  await bob.close()
  await world.server.close()
})

test('SC-7: a file whose key has another fingerprint is not taken, and the app is told', async () => {
  const world = await createSecretWorld(23)
  const { alice, bob, id } = await createSecretPair(world)
  world.relay.fingerprint = (keyFingerprint) => keyFingerprint ^ 1
  const sent = over(world, alice.client.secretChats.sendFile(id, seeded(1).bytes(100)))
  await expect(sent).rejects.toMatchObject({ code: 'ANSWER_UNEXPECTED' })
  world.relay.fingerprint = (keyFingerprint, times) => (times === 0 ? keyFingerprint : 7)
  await over(world, alice.client.secretChats.sendFile(id, seeded(1).bytes(100), { text: 'swapped' }))
  await world.clock.pass(1000)
  expect(last(bob)).toMatchObject({ text: 'swapped', secret: { file: undefined } })
  expect(() => bob.client.secretChats.download(last(bob))).toThrow('does not fit')
  expect(bob.events.at(-1)).toMatchObject({ name: 'ignored', event: { reason: 'fileKey' } })
  await alice.close()
  await bob.close()
  await world.server.close()
})

test('a file that is longer or shorter than its message says is cut, or not begun', async () => {
  const world = await createSecretWorld(24)
  const { alice, bob, id } = await createSecretPair(world)
  await over(world, alice.client.secretChats.sendFile(id, seeded(1).bytes(100)))
  await world.clock.pass(1000)
  const message = last(bob)
  const file = message.secret.file ?? expect.fail('there is no file')
  const lying = (plainSize: number) => ({ ...message, secret: { ...message.secret, file: { ...file, plainSize } } })
  expect(() => bob.client.secretChats.download(lying(1000))).toThrow('shorter')
  const cut = await over(world, bob.client.secretChats.download(lying(33)).bytes())
  expect(Buffer.compare(cut, seeded(1).bytes(33))).toBe(0)
  await alice.close()
  await bob.close()
  await world.server.close()
})

test('whatever a source is cut into, the same ciphertext comes of it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ minLength: 1, maxLength: 500 }),
      fc.integer({ min: 1, max: 90 }),
      async (file, size) => {
        async function* pieces(): AsyncGenerator<Uint8Array> {
          for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size)
        }
        const [key, iv] = [seeded(1).bytes(32), seeded(2).bytes(32)]
        const read = async (source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
          const encrypted = encryptSource(await openSource(source, undefined), key, iv, seeded(3).bytes)
          const opened = await openSource(encrypted.source, undefined)
          const bytes = await opened.read(0, opened.size ?? 1000)
          expect(encrypted.plainSize).toBe(file.length)
          return bytes
        }
        expect(await read(file)).toEqual(await read(pieces()))
      },
    ),
  )
})

test('contents are kept as what they are', () => {
  const content = { _: 'decryptedMessage', randomId: 1n, ttl: 0, message: 'x' } as const
  expect(decode('DecryptedMessage', contentBytes(content))).toEqual(content)
})
