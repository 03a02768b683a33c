import fc from 'fast-check'
import { expect, it } from 'vitest'
import { passingBytes } from './passing-bytes.ts'

it('gives zeros that belong to nobody else', () => {
  const length = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 2040, max: 2060 }))
  fc.assert(
    fc.property(fc.array(length, { minLength: 1, maxLength: 60 }), (lengths) => {
      const pieces = lengths.map((length, i) => {
        const piece = passingBytes(length)
        expect(piece.length).toBe(length)
        expect(piece.every((byte) => byte === 0)).toBe(true)
        return piece.fill(i + 1)
      })
      for (const [i, piece] of pieces.entries()) expect(piece.every((byte) => byte === i + 1)).toBe(true)
    }),
  )
})
