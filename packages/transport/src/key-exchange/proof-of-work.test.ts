import { bytesToBigInt, factorPq } from '@chappe/crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createProofOfWork, sameNumber } from './proof-of-work.ts'
import { seededRandom } from './test-support.ts'

describe('the proof of work', () => {
  it('KX-3: is the product of two primes p < q of 31 bits, which factoring gives back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 65535 }), (seed) => {
        const { pq, p, q } = createProofOfWork(seededRandom(seed))
        expect(pq[0]).toBeLessThan(0x40)
        expect(factorPq(bytesToBigInt(pq))).toEqual([bytesToBigInt(p), bytesToBigInt(q)])
      }),
      { numRuns: 15 },
    )
  })

  it('compares numbers whatever the zeros in front', () => {
    expect(sameNumber(Uint8Array.of(0, 0, 5), Uint8Array.of(5))).toBe(true)
    expect(sameNumber(Uint8Array.of(5, 0), Uint8Array.of(5))).toBe(false)
    expect(sameNumber(new Uint8Array(0), Uint8Array.of(1))).toBe(false)
  })
})
