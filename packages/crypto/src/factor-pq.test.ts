import fc from 'fast-check'
import { expect, test } from 'vitest'
import { factorPq } from './factor-pq.ts'
import { isProbablePrime } from './numbers.ts'

function primeFrom(start: bigint): bigint {
  let candidate = start | 1n
  while (!isProbablePrime(candidate)) candidate += 2n
  return candidate
}

const prime = (max: bigint) => fc.bigInt({ min: 3n, max }).map(primeFrom)

test('KX-3: any product of two different primes is factored, the smaller first', () => {
  fc.assert(
    fc.property(prime((1n << 31n) - 100n), prime((1n << 31n) - 100n), (a, b) => {
      fc.pre(a !== b)
      expect(factorPq(a * b)).toEqual(a < b ? [a, b] : [b, a])
    }),
    { numRuns: 25 },
  )
})

test('KX-3: what is no product of two different primes below 2^63 is refused', () => {
  const refused = [-6n, 0n, 1n, 4n, 5n, 2147483647n, 2147483647n ** 2n, 3n * 5n * 7n, 2n * 3n * 1000003n, 1n << 62n]
  const tooLarge = [1n << 63n, 4294967291n * 4294967279n]
  for (const pq of [...refused, ...tooLarge]) {
    expect(() => factorPq(pq)).toThrow(expect.objectContaining({ code: 'BAD_PQ' }))
  }
})

test('KX-3: factoring the largest pq takes under 50 ms at the median', () => {
  const primes = [2147483647n, 2147483629n, 2147483587n, 2147483563n, 2147483549n]
  const times = primes.flatMap((p, i) =>
    primes.slice(i + 1).map((q) => {
      const start = performance.now()
      factorPq(p * q)
      return performance.now() - start
    }),
  )
  expect(times.sort((a, b) => a - b)[times.length >> 1]).toBeLessThan(50)
})
