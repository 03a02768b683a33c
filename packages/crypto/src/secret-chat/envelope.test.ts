import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '../../test/arbitraries.ts'
import { packetOf, packetOfV1 } from '../../test/independent.ts'
import { AuthKey } from '../auth-key.ts'
import { concat } from '../bytes.ts'
import {
  isMtproto1SecretMessage,
  openSecretMessage,
  otherRole,
  type SecretChatRole,
  sealSecretMessage,
} from './envelope.ts'

const random = seededRandom(41)
const secret = random(256)
const key = new AuthKey(secret)
const role = fc.constantFrom<SecretChatRole>('creator', 'invited')
const message = fc.tuple(fc.nat(300), fc.integer()).map(([words, seed]) => seededRandom(seed)(words * 4))
const code = (value: string) => expect.objectContaining({ code: value })
const xOf = (sender: SecretChatRole): 0 | 8 => (sender === 'creator' ? 0 : 8)

const withLength = (bytes: Uint8Array, padding: number, length = bytes.length): Uint8Array =>
  concat(new Uint8Array(Uint32Array.of(length).buffer), bytes, random(padding))

test('SC-3: what is sealed is what a second implementation makes of the same padding', () => {
  fc.assert(
    fc.property(role, message, fc.integer(), (sender, bytes, seed) => {
      const packet = sealSecretMessage(key, sender, bytes, seededRandom(seed))
      // The same draws again: one byte that says how much, then the padding itself.
      const again = seededRandom(seed)
      again(1)
      const plaintext = concat(
        new Uint8Array(Uint32Array.of(bytes.length).buffer),
        bytes,
        again(packet.length - 28 - bytes.length),
      )
      expect(Buffer.from(packet)).toEqual(packetOf(secret, xOf(sender), plaintext))
      expect(openSecretMessage(key, sender, packet)).toEqual(bytes)
    }),
    { numRuns: 60 },
  )
})

test('SC-3: padding is 12 to 1024 bytes, and its length does not follow from that of the message', () => {
  const lengths = new Set<number>()
  fc.assert(
    fc.property(message, fc.integer(), (bytes, seed) => {
      const { length } = sealSecretMessage(key, 'creator', bytes, seededRandom(seed))
      const padding = length - 24 - 4 - bytes.length
      expect(padding).toBeGreaterThanOrEqual(12)
      expect(padding).toBeLessThanOrEqual(1024)
      expect((length - 24) % 16).toBe(0)
      lengths.add(padding >> 4)
    }),
  )
  expect(lengths.size).toBeGreaterThan(8)
})

test('SC-3: a message is not taken for one of the other direction', () => {
  fc.assert(
    fc.property(role, message, (sender, bytes) => {
      const packet = sealSecretMessage(key, sender, bytes, random)
      expect(() => openSecretMessage(key, otherRole(sender), packet)).toThrow(code('SECRET_MESSAGE_INVALID'))
    }),
    { numRuns: 30 },
  )
})

test('SC-3: whatever is wrong inside, it fails in the same way', () => {
  const bytes = random(64)
  const failures = [
    packetOf(secret, 0, withLength(bytes, 12 - 4 + 0)),
    packetOf(secret, 0, withLength(bytes, 1036)),
    packetOf(secret, 0, withLength(bytes, 12, 2 ** 32 - 4)),
    packetOf(secret, 0, withLength(bytes, 12, 200)),
    packetOf(secret, 0, withLength(bytes, 12, 62)),
    packetOf(secret, 0, withLength(bytes, 12)).subarray(0, -16),
    packetOf(secret, 0, withLength(bytes, 12)).subarray(0, 30),
    packetOf(secret, 0, withLength(bytes, 12)).subarray(0, 24),
  ]
  const texts = failures.map((packet) => {
    try {
      openSecretMessage(key, 'creator', packet)
      return 'opened'
    } catch (error) {
      return String(error)
    }
  })
  expect(new Set(texts).size).toBe(1)
  expect(texts[0]).toContain('does not open')
  expect(openSecretMessage(key, 'creator', packetOf(secret, 0, withLength(bytes, 12)))).toEqual(bytes)
})

test('SC-3: no bit of a packet can change unnoticed', () => {
  const packet = sealSecretMessage(key, 'invited', random(20), random)
  for (let bit = 0; bit < packet.length * 8; bit += 3) {
    const changed = packet.slice()
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const expected = bit < 64 ? 'AUTH_KEY_MISMATCH' : 'SECRET_MESSAGE_INVALID'
    expect(() => openSecretMessage(key, 'invited', changed)).toThrow(code(expected))
  }
})

test('SC-3: MTProto 1.0 is told from what is damaged, and is not opened', () => {
  fc.assert(
    fc.property(message, (bytes) => {
      const padding = random((16 - ((bytes.length + 4) % 16)) % 16)
      const packet = packetOfV1(secret, bytes, padding)
      expect(isMtproto1SecretMessage(key, packet)).toBe(true)
      expect(() => openSecretMessage(key, 'creator', packet)).toThrow(code('SECRET_MESSAGE_INVALID'))
      packet[packet.length - 1] = (packet[packet.length - 1] ?? 0) ^ 1
      expect(isMtproto1SecretMessage(key, packet)).toBe(false)
    }),
    { numRuns: 40 },
  )
  expect(isMtproto1SecretMessage(key, sealSecretMessage(key, 'creator', random(32), random))).toBe(false)
  expect(isMtproto1SecretMessage(key, random(64))).toBe(false)
  expect(isMtproto1SecretMessage(key, random(3))).toBe(false)
})
