import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bigIntToBytes, bytesToBigInt, concat, equalBytes, toHex, wipe, xor } from './bytes.ts'

const bytes = fc.uint8Array({ maxLength: 80 })

test('numbers come back from their bytes, of any length that holds them', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 1n << 600n }), fc.nat(10), (value, spare) => {
      const shortest = bigIntToBytes(value)
      expect(shortest[0]).not.toBe(0)
      const padded = bigIntToBytes(value, shortest.length + spare)
      expect(padded.length).toBe(shortest.length + spare)
      expect([bytesToBigInt(shortest), bytesToBigInt(padded)]).toEqual([value, value])
    }),
  )
})

test('a number that does not fit, or is negative, has no bytes', () => {
  const outside = expect.objectContaining({ code: 'OUT_OF_RANGE' })
  expect(() => bigIntToBytes(256n, 1)).toThrow(outside)
  expect(() => bigIntToBytes(-1n, 8)).toThrow(outside)
  expect(bigIntToBytes(0n)).toEqual(new Uint8Array(0))
})

test('xor is its own inverse and refuses unequal lengths', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      const length = Math.min(a.length, b.length)
      const [x, y] = [a.subarray(0, length), b.subarray(0, length)]
      expect(xor(xor(x, y), y)).toEqual(x.slice())
    }),
  )
  expect(() => xor(new Uint8Array(1), new Uint8Array(2))).toThrow(expect.objectContaining({ code: 'BAD_LENGTH' }))
})

test('arrays are equal when they hold the same, and concatenate in order', () => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      expect(equalBytes(a, a.slice())).toBe(true)
      expect(equalBytes(a, b)).toBe(toHex(a) === toHex(b))
      expect(toHex(concat(a, b))).toBe(toHex(a) + toHex(b))
    }),
  )
})

test('what is wiped is zero', () => {
  const secrets = [Uint8Array.of(1, 2), Uint8Array.of(3)]
  wipe(...secrets)
  expect(secrets).toEqual([new Uint8Array(2), new Uint8Array(1)])
})
