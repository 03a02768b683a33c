import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { seededRandom } from '../test/arbitraries.ts'
import { bigIntToBytes, bytesToBigInt, concat } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { sha1 } from './hashes.ts'
import { modPow } from './numbers.ts'
import { portableProvider } from './provider/portable.ts'
import { generatePrivateKey } from './rsa-keys.ts'
import { rsaPad, rsaUnpad, rsaUnpadEither } from './rsa-pad.ts'

const key = generatePrivateKey(seededRandom(4))
const data = fc.uint8Array({ maxLength: 144 })

/** What an attacker, or a broken client, may send: any number, encrypted to the key. */
const encrypt = (number: bigint) => bigIntToBytes(modPow(number, key.e, key.n), 256)

/** The error with which a block is refused. */
function refusal(block: Uint8Array): string {
  try {
    rsaUnpad(block, key)
  } catch (error) {
    if (error instanceof CryptoError) return `${error.code} ${error.message}`
  }
  throw new Error('the block was not refused')
}

describe('RSA_PAD', () => {
  test('KX-4: the server gets back the data that the client padded', () => {
    fc.assert(
      fc.property(data, fc.integer(), (plain, seed) => {
        const block = rsaPad(plain, key.publicKey, seededRandom(seed))
        expect(block.length).toBe(256)
        const padded = rsaUnpad(block, key)
        expect(padded.length).toBe(192)
        expect(padded.slice(0, plain.length)).toEqual(plain)
      }),
      { numRuns: 40 },
    )
  })

  test('KX-4: the steps are those of the documentation, one by one', () => {
    const random = seededRandom(9)
    const block = rsaPad(Uint8Array.of(1, 2, 3), key.publicKey, seededRandom(9))
    const padded = concat(Uint8Array.of(1, 2, 3), random(189))
    const tempKey = random(32)
    const { sha256, igeEncrypt } = portableProvider
    const withHash = concat(padded.slice().reverse(), sha256(concat(tempKey, padded)))
    const encrypted = igeEncrypt(withHash, tempKey, new Uint8Array(32))
    const hash = sha256(encrypted)
    const whole = concat(
      tempKey.map((byte, i) => byte ^ (hash[i] ?? 0)),
      encrypted,
    )
    expect(portableProvider.rsaPrivate(bytesToBigInt(block), key)).toBe(bytesToBigInt(whole))
  })

  test('KX-4: a result not below the modulus is tried again with a fresh key', () => {
    // With n just above 2^2047 every other attempt is too large.
    const small = { n: (1n << 2047n) + 1n, e: 3n, fingerprint: 0n }
    const asked: number[] = []
    for (let seed = 0; seed < 20; seed++) {
      const random = seededRandom(seed)
      let keys = 0
      rsaPad(new Uint8Array(10), small, (length) => {
        if (length === 32) keys++
        return random(length)
      })
      asked.push(keys)
    }
    expect(Math.max(...asked)).toBeGreaterThan(1)
    expect(Math.min(...asked)).toBe(1)
  })

  test('KX-4: more than 144 bytes do not fit', () => {
    expect(() => rsaPad(new Uint8Array(145), key.publicKey, seededRandom(1))).toThrow(
      expect.objectContaining({ code: 'BAD_LENGTH' }),
    )
  })

  test('KX-5: whatever is wrong with a block, the answer is one and the same', () => {
    const good = rsaPad(new Uint8Array(100), key.publicKey, seededRandom(1))
    const opened = portableProvider.rsaPrivate(bytesToBigInt(good), key)
    const blocks = [
      new Uint8Array(0),
      good.subarray(1),
      concat(good, Uint8Array.of(0)),
      new Uint8Array(256),
      new Uint8Array(256).fill(0xff),
      bigIntToBytes(key.n, 256),
      encrypt(1n),
      encrypt(key.n - 1n),
      encrypt(opened ^ 1n),
      encrypt(opened ^ (1n << 2000n)),
      encrypt(opened ^ (1n << 300n)),
    ]
    expect(new Set(blocks.map(refusal)).size).toBe(1)
    expect(refusal(good.subarray(1))).toContain('RSA_PAD_INVALID')
  })

  test('KX-5: any number at all is refused in that way', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 2048n) - 1n }), (number) => {
        expect(refusal(bigIntToBytes(number, 256))).toContain('RSA_PAD_INVALID')
      }),
      { numRuns: 30 },
    )
  })
})

describe('the padding before RSA_PAD', () => {
  const plain = seededRandom(3)(96)
  const old = encrypt(bytesToBigInt(concat(sha1(plain), plain, seededRandom(5)(255 - 20 - 96))))

  test('is opened where its length is expected', () => {
    expect(rsaUnpadEither(old, key, [80, 96])).toEqual(plain)
  })

  test('is refused elsewhere', () => {
    expect(() => rsaUnpadEither(old, key, [95, 97])).toThrow(expect.objectContaining({ code: 'RSA_PAD_INVALID' }))
    expect(refusal(old)).toContain('RSA_PAD_INVALID')
  })
})

test('the RSA operation of every provider is the inverse of encryption', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: key.n - 1n }), (number) => {
      expect(portableProvider.rsaPrivate(bytesToBigInt(encrypt(number)), key)).toBe(number)
    }),
    { numRuns: 15 },
  )
})
