import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pooledRandom } from './pooled-random.ts'

test('random bytes from a pool are those of the source, none is given twice and none changes afterwards', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(40), fc.nat(9000)), { maxLength: 60 }), (lengths) => {
      let drawn = 0
      const random = pooledRandom((length) => {
        const bytes = new Uint8Array(length * 4)
        const numbers = new Uint32Array(bytes.buffer)
        for (let i = 0; i < length; i++) numbers[i] = ++drawn
        return bytes.subarray(0, length)
      })
      const given = lengths.map((length) => random(length))
      const copies = given.map((bytes) => bytes.slice())
      random(4096)
      expect(given.map((bytes) => bytes.length)).toEqual(lengths)
      expect(given).toEqual(copies)
      const places = given
        .filter((bytes) => bytes.length > 0)
        .map((bytes) => [bytes.buffer, bytes.byteOffset, bytes.length] as const)
      for (const [i, [buffer, offset, length]] of places.entries()) {
        for (const [other, from, size] of places.slice(i + 1)) {
          if (other === buffer) expect(offset + length <= from || from + size <= offset).toBe(true)
        }
      }
    }),
  )
})
