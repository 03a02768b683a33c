import { expect, test } from 'vitest'
import { seededRandom } from '../../test/arbitraries.ts'
import { bytesOf, fingerprintOf, numberOf, power } from '../../test/independent.ts'
import { bigIntToBytes, type RandomBytes } from '../bytes.ts'
import { DH_GENERATOR, DH_PRIME } from '../dh.ts'
import { type DhConfig, endToEndKey, generateDhHalf } from '../end-to-end-dh.ts'
import { acceptSecretChat, completeSecretChat, requestSecretChat } from './key-exchange.ts'

const random = seededRandom(31)
const config: DhConfig = { p: bigIntToBytes(DH_PRIME, 256), g: DH_GENERATOR, random: random(256) }
const code = (value: string) => expect.objectContaining({ code: value })

/** The same bytes for the one who draws and for the one who looks over its shoulder. */
function recorded(source: RandomBytes): { random: RandomBytes; drawn: Uint8Array[] } {
  const drawn: Uint8Array[] = []
  const record: RandomBytes = (length) => {
    const bytes = source(length)
    drawn.push(bytes.slice())
    return bytes
  }
  return { random: record, drawn }
}

test('SC-1, SC-2: both ends come to the key that a second computation gives', () => {
  const [a, b] = [recorded(seededRandom(1)), recorded(seededRandom(2))]
  const own = requestSecretChat(config, a.random)
  const accepted = acceptSecretChat(config, own.public, b.random)
  const key = completeSecretChat(config, own, accepted.gB, accepted.keyFingerprint)

  const mixed = (drawn: Uint8Array[]): bigint => numberOf(drawn[0] ?? new Uint8Array()) ^ numberOf(config.random)
  const [secretA, secretB, g] = [mixed(a.drawn), mixed(b.drawn), BigInt(DH_GENERATOR)]
  const expected = bytesOf(power(g, secretA * secretB, DH_PRIME))
  expect(Buffer.from(own.public)).toEqual(bytesOf(power(g, secretA, DH_PRIME)))
  expect(Buffer.from(accepted.gB)).toEqual(bytesOf(power(g, secretB, DH_PRIME)))
  expect(Buffer.from(key.bytes)).toEqual(expected)
  expect(Buffer.from(accepted.key.bytes)).toEqual(expected)
  expect(accepted.keyFingerprint).toBe(fingerprintOf(expected))
})

test("SC-1: 2048 bits of one's own are drawn for each half, whatever the server sends as random", () => {
  const zeros = { ...config, random: new Uint8Array(256) }
  const { random: source, drawn } = recorded(seededRandom(3))
  const own = requestSecretChat(zeros, source)
  expect(drawn.map(({ length }) => length)).toEqual([256])
  expect(own.secret).toEqual(drawn[0])
  expect(requestSecretChat(config, seededRandom(3)).secret).not.toEqual(own.secret)
})

test('SC-1: a server that proposes another group than the documented kind is refused before anything is computed', () => {
  const changed = (change: Partial<DhConfig>): DhConfig => ({ ...config, ...change })
  const [request, accept] = [
    (of: DhConfig) => requestSecretChat(of, random),
    (of: DhConfig) => acceptSecretChat(of, requestSecretChat(config, random).public, random),
  ]
  for (const act of [request, accept]) {
    expect(() => act(changed({ p: bigIntToBytes(DH_PRIME + 2n, 256) }))).toThrow(code('BAD_DH_GENERATOR'))
    expect(() => act(changed({ p: bigIntToBytes(DH_PRIME + 24n, 256) }))).toThrow(code('BAD_DH_PRIME'))
    expect(() => act(changed({ p: bigIntToBytes(DH_PRIME >> 8n, 255) }))).toThrow(code('BAD_LENGTH'))
    expect(() => act(changed({ g: 2 }))).toThrow(code('BAD_DH_GENERATOR'))
    expect(() => act(changed({ random: new Uint8Array(16) }))).toThrow(code('BAD_LENGTH'))
  }
})

test('SC-1: g_a and g_b out of range are refused by either end', () => {
  const margin = 1n << (2048n - 64n)
  for (const value of [0n, 1n, margin - 1n, DH_PRIME - margin + 1n, DH_PRIME - 1n, DH_PRIME, (1n << 2048n) - 1n]) {
    const bytes = bigIntToBytes(value, 256)
    expect(() => acceptSecretChat(config, bytes, random)).toThrow(code('BAD_DH_PUBLIC'))
    expect(() => completeSecretChat(config, requestSecretChat(config, random), bytes, 0n)).toThrow(
      code('BAD_DH_PUBLIC'),
    )
  }
  expect(() => acceptSecretChat(config, new Uint8Array(257).fill(1), random)).toThrow(code('BAD_LENGTH'))
  expect(() => acceptSecretChat(config, new Uint8Array(), random)).toThrow(code('BAD_DH_PUBLIC'))
})

test('SC-2: another fingerprint than that of the key ends the exchange, and the secret is gone', () => {
  const own = requestSecretChat(config, random)
  const accepted = acceptSecretChat(config, own.public, random)
  const wrong = () => completeSecretChat(config, own, accepted.gB, accepted.keyFingerprint + 1n)
  expect(wrong).toThrow(code('KEY_FINGERPRINT_MISMATCH'))
  expect(own.secret.every((byte) => byte === 0)).toBe(true)
})

test('SC-2: a key with leading zeros has 256 bytes all the same', () => {
  // Found by trying secrets: one key in 256 begins with a zero.
  const peer = generateDhHalf(config, seededRandom(5))
  const source = seededRandom(6)
  for (let tries = 0; tries < 5000; tries++) {
    const secret = source(256)
    const key = endToEndKey(config, secret, peer.public)
    if (key.bytes[0] !== 0) continue
    const expected = bytesOf(power(numberOf(peer.public), numberOf(secret), DH_PRIME))
    expect(Buffer.from(key.bytes)).toEqual(expected)
    expect(key.id).toBe(fingerprintOf(expected))
    return
  }
  expect.unreachable('no key began with a zero')
})

test('SC-1: a random source that is stuck gives no half', () => {
  const stuck = { ...config, random: new Uint8Array(256) }
  expect(() => requestSecretChat(stuck, (length) => new Uint8Array(length))).toThrow(code('BAD_DH_PUBLIC'))
})
