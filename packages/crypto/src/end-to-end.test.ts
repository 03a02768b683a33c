import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { seededRandom } from '../test/arbitraries.ts'
import { AuthKey } from './auth-key.ts'
import { bigIntToBytes, bytesToBigInt, concat, toHex } from './bytes.ts'
import { CALL_EMOJI } from './call/call-emoji.ts'
import { callCommitment, callEmoji, isCommitted } from './call/call-keys.ts'
import { DH_GENERATOR, DH_PRIME, dhSharedKey, generateDhKeyPair } from './dh.ts'
import { mixDhSecret } from './end-to-end-dh.ts'
import { openMessage, sealMessage } from './message.ts'
import { modPow } from './numbers.ts'
import { fileKeyFingerprint } from './secret-chat/file-key.ts'
import { KEY_IMAGE_SIZE, visualiseKey } from './secret-chat/key-visualisation.ts'

const random = seededRandom(21)

test('SC-1: the random of the server is mixed into the secret, and cannot replace it', () => {
  const own = seededRandom(1)(256)
  const serverRandom = seededRandom(2)(256)
  const mixed = mixDhSecret(seededRandom(1), serverRandom)
  expect(mixed).toBe(bytesToBigInt(own) ^ bytesToBigInt(serverRandom))
  expect(mixDhSecret(seededRandom(1), new Uint8Array(256))).toBe(bytesToBigInt(own))
  expect(() => mixDhSecret(random, new Uint8Array(255))).toThrow(expect.objectContaining({ code: 'BAD_LENGTH' }))
})

test('SC-2, SC-3: both sides of a secret chat come to one key and read each other under it', () => {
  const a = mixDhSecret(random, random(256))
  const b = mixDhSecret(random, random(256))
  const gA = modPow(BigInt(DH_GENERATOR), a, DH_PRIME)
  const gB = modPow(BigInt(DH_GENERATOR), b, DH_PRIME)
  const creator = new AuthKey(dhSharedKey(gB, a, DH_PRIME))
  const invited = new AuthKey(dhSharedKey(gA, b, DH_PRIME))
  expect(invited.id).toBe(creator.id)
  const plaintext = random(64)
  expect(openMessage(invited, 'client', sealMessage(creator, 'client', plaintext))).toEqual(plaintext)
  expect(openMessage(creator, 'server', sealMessage(invited, 'server', plaintext))).toEqual(plaintext)
})

test('SC-7: the fingerprint of a file key folds its MD5', () => {
  const [key, iv] = [random(32), random(32)]
  const digest = createHash('md5').update(concat(key, iv)).digest()
  expect(fileKeyFingerprint(key, iv)).toBe(digest.readInt32LE(0) ^ digest.readInt32LE(4))
})

test('SC-10: the picture shows 288 bits of the two hashes, two bits a square, low bits first', () => {
  const key = new AuthKey(random(256))
  const { image, hex } = visualiseKey(key)
  expect(image.length).toBe(KEY_IMAGE_SIZE ** 2)
  expect(Math.max(...image)).toBeLessThanOrEqual(3)
  const sha1 = createHash('sha1').update(key.bytes).digest()
  const sha256 = createHash('sha256').update(key.bytes).digest()
  expect(hex).toBe(toHex(concat(sha1.subarray(0, 16), sha256.subarray(0, 16))))
  const bits = concat(sha1.subarray(0, 16), sha256.subarray(0, 20))
  const repacked = Uint8Array.from({ length: 36 }, (_, i) =>
    [0, 1, 2, 3].reduce((byte, k) => byte | ((image[i * 4 + k] ?? 0) << (2 * k)), 0),
  )
  expect(repacked).toEqual(bits)
})

test('SC-10: both sides see one picture, another key gives another, re-keying leaves the first half', () => {
  const secret = random(256)
  const first = new AuthKey(secret)
  expect(visualiseKey(new AuthKey(secret))).toEqual(visualiseKey(first))
  const next = visualiseKey(first, new AuthKey(random(256)))
  expect(next).not.toEqual(visualiseKey(first))
  expect(next.hex.slice(0, 32)).toBe(visualiseKey(first).hex.slice(0, 32))
})

test('the table of a call has 333 different emoji', () => {
  expect(CALL_EMOJI.length).toBe(333)
  expect(new Set(CALL_EMOJI).size).toBe(333)
  expect([CALL_EMOJI[0], CALL_EMOJI[332]]).toEqual(['😉', '🔷'])
})

test('the caller is held to the g_a that it committed itself to, and both sides see the same emoji', () => {
  const caller = generateDhKeyPair(random, DH_GENERATOR, DH_PRIME)
  const callee = generateDhKeyPair(random, DH_GENERATOR, DH_PRIME)
  const gA = bigIntToBytes(caller.public, 256)
  const commitment = callCommitment(gA)
  expect(isCommitted(gA, commitment)).toBe(true)
  expect(isCommitted(bigIntToBytes(callee.public, 256), commitment)).toBe(false)
  const ours = callEmoji(new AuthKey(dhSharedKey(callee.public, caller.secret, DH_PRIME)), gA)
  expect(callEmoji(new AuthKey(dhSharedKey(caller.public, callee.secret, DH_PRIME)), gA)).toEqual(ours)
  const hash = createHash('sha256')
    .update(dhSharedKey(callee.public, caller.secret, DH_PRIME))
    .update(gA)
    .digest()
  const indices = [0, 8, 16, 24].map((at) => Number((hash.readBigUInt64BE(at) & ((1n << 63n) - 1n)) % 333n))
  expect(ours).toEqual(indices.map((index) => CALL_EMOJI[index]))
})
