import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { blocks, bytes, seededRandom } from '../test/arbitraries.ts'
import { AuthKey } from './auth-key.ts'
import { concat, readInt64 } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { sha1, sha256 } from './hashes.ts'
import { openMessage, quickAckToken, sealMessage } from './message.ts'
import { openMessageV1, sealMessageV1 } from './message-v1.ts'

const side = fc.constantFrom<'client' | 'server'>('client', 'server')
const other = (one: 'client' | 'server') => (one === 'client' ? 'server' : 'client')
const filled = blocks.filter((data) => data.length > 0)
const fails = (attempt: () => unknown, code: string) => expect(attempt).toThrow(expect.objectContaining({ code }))

test('the id of a key is the lower, its auxiliary hash the higher 64 bits of its SHA-1', () => {
  const key = new AuthKey(seededRandom(1)(256))
  expect([key.auxHash, key.id]).toEqual([readInt64(sha1(key.bytes), 0), readInt64(sha1(key.bytes), 12)])
})

test('a wiped key seals and opens nothing', () => {
  const original = seededRandom(2)(256)
  const key = new AuthKey(original)
  const inside = key.bytes
  const packet = sealMessage(key, 'client', new Uint8Array(32))
  key.wipe()
  expect(inside.every((byte) => byte === 0)).toBe(true)
  expect(original.some((byte) => byte !== 0)).toBe(true)
  fails(() => sealMessage(key, 'client', new Uint8Array(32)), 'KEY_WIPED')
  fails(() => openMessage(key, 'client', packet), 'KEY_WIPED')
})

describe('MTProto 2.0', () => {
  test('what one side seals the other opens, and only as a message of that side', () => {
    fc.assert(
      fc.property(bytes(256), side, filled, (secret, sender, plaintext) => {
        const key = new AuthKey(secret)
        const packet = sealMessage(key, sender, plaintext)
        expect(packet.subarray(0, 8)).toEqual(key.idBytes)
        expect(openMessage(key, sender, packet)).toEqual(plaintext)
        fails(() => openMessage(key, other(sender), packet), 'MSG_KEY_MISMATCH')
      }),
      { numRuns: 40 },
    )
  })

  test('MS-1: the message key covers every byte of the plaintext, padding included', () => {
    fc.assert(
      fc.property(bytes(256), side, filled, fc.nat(), (secret, sender, plaintext, where) => {
        const key = new AuthKey(secret)
        const packet = sealMessage(key, sender, plaintext)
        const at = 8 + (where % (packet.length - 8))
        packet[at] = (packet[at] ?? 0) ^ 1
        // Nothing but the error comes out: no field of what was decrypted.
        fails(() => openMessage(key, sender, packet), 'MSG_KEY_MISMATCH')
      }),
      { numRuns: 40 },
    )
  })

  test('MS-1: the error says the same whatever was changed', () => {
    const key = new AuthKey(seededRandom(3)(256))
    const packet = sealMessage(key, 'client', new Uint8Array(64))
    const errors = [8, 23, 24, 40, packet.length - 1].map((at) => {
      const changed = packet.slice()
      changed[at] = (changed[at] ?? 0) ^ 0x80
      try {
        openMessage(key, 'client', changed)
        return undefined
      } catch (error) {
        return error instanceof CryptoError ? `${error.code} ${error.message}` : undefined
      }
    })
    expect(new Set(errors).size).toBe(1)
    expect(errors[0]).toContain('MSG_KEY_MISMATCH')
  })

  test('a packet for another key, or not in whole blocks, is refused before decryption', () => {
    const [key, stranger] = [new AuthKey(seededRandom(4)(256)), new AuthKey(seededRandom(5)(256))]
    const packet = sealMessage(key, 'client', new Uint8Array(32))
    fails(() => openMessage(stranger, 'client', packet), 'AUTH_KEY_MISMATCH')
    for (const length of [0, 8, 24, 25, 39, 55]) {
      fails(() => openMessage(key, 'client', packet.subarray(0, length)), 'BAD_LENGTH')
    }
    fails(() => sealMessage(key, 'client', new Uint8Array(33)), 'BAD_LENGTH')
  })

  test('the quick acknowledgement is cut from the same hash as the message key', () => {
    const key = new AuthKey(seededRandom(6)(256))
    const plaintext = seededRandom(7)(96)
    const large = sha256(concat(key.bytes.subarray(96, 128), plaintext))
    const token = quickAckToken(key, 'server', plaintext)
    expect(token).toBe((new DataView(large.buffer).getUint32(0, true) | 0x80000000) >>> 0)
    expect(sealMessage(key, 'server', plaintext).slice(8, 24)).toEqual(large.slice(8, 24))
  })
})

describe('MTProto 1.0', () => {
  /** Header with a true length field, body, padding to whole blocks. */
  function plaintextOf(body: Uint8Array): Uint8Array {
    const length = 32 + body.length
    const plaintext = seededRandom(body.length)(Math.ceil(length / 16) * 16)
    new DataView(plaintext.buffer).setUint32(28, body.length, true)
    plaintext.set(body, 32)
    return plaintext
  }

  test('what one side seals the other opens, and only as a message of that side', () => {
    fc.assert(
      fc.property(bytes(256), side, fc.uint8Array({ maxLength: 200 }), (secret, sender, body) => {
        const key = new AuthKey(secret)
        const plaintext = plaintextOf(body)
        const packet = sealMessageV1(key, sender, plaintext)
        expect(packet.slice(8, 24)).toEqual(sha1(plaintext.subarray(0, 32 + body.length)).slice(4))
        expect(openMessageV1(key, sender, packet)).toEqual(plaintext)
        fails(() => openMessageV1(key, other(sender), packet), 'MSG_KEY_MISMATCH')
        fails(() => openMessage(key, sender, packet), 'MSG_KEY_MISMATCH')
      }),
      { numRuns: 40 },
    )
  })

  test('a length field that does not fit fails like a wrong message key', () => {
    const key = new AuthKey(seededRandom(8)(256))
    const plaintext = plaintextOf(new Uint8Array(40))
    new DataView(plaintext.buffer).setUint32(28, 10, true)
    fails(() => sealMessageV1(key, 'client', plaintext), 'BAD_LENGTH')
    const packet = sealMessageV1(key, 'client', plaintextOf(new Uint8Array(40)))
    fails(() => openMessageV1(key, 'client', packet.subarray(0, 40)), 'MSG_KEY_MISMATCH')
  })
})
