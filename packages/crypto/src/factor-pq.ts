import { CryptoError } from './errors.ts'
import { isProbablePrime } from './numbers.ts'

/** How many differences are multiplied before one greatest common divisor is taken. */
const BATCH = 128
const LIMIT = 1n << 63n

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a)

/**
 * One divisor of an odd composite by Pollard's rho in Brent's form, on the sequence x -> x^2 + c; `n` itself if this
 * `c` fails. The expected work is about the square root of the smaller prime: 2^16 steps for the largest pq.
 */
function rho(n: bigint, c: bigint): bigint {
  let y = 2n
  let x = y
  let saved = y
  let product = 1n
  let divisor = 1n
  for (let length = 1; divisor === 1n; length *= 2) {
    x = y
    for (let i = 0; i < length; i++) y = (y * y + c) % n
    for (let done = 0; done < length && divisor === 1n; done += BATCH) {
      saved = y
      const steps = Math.min(BATCH, length - done)
      for (let i = 0; i < steps; i++) {
        y = (y * y + c) % n
        product = (product * distance(x, y)) % n
      }
      divisor = gcd(product, n)
    }
  }
  if (divisor !== n) return divisor
  // The batch ran past the moment at which only one of the primes had shown; walk it again step by step.
  do {
    saved = (saved * saved + c) % n
    divisor = gcd(distance(x, saved), n)
  } while (divisor === 1n)
  return divisor
}

/**
 * The two primes of `pq`, the smaller first ("Creating an Authorization Key", 3: proof of work).
 *
 * @throws CryptoError `BAD_PQ` unless pq is the product of two different primes and at most 2^63-1
 */
export function factorPq(pq: bigint): [p: bigint, q: bigint] {
  if (pq < 6n || pq >= LIMIT) throw new CryptoError('BAD_PQ', 'pq must be the product of two primes and below 2^63')
  const divisor = findDivisor(pq)
  const other = pq / divisor
  const [p, q] = divisor < other ? [divisor, other] : [other, divisor]
  if (p === q || !isProbablePrime(p) || !isProbablePrime(q))
    throw new CryptoError('BAD_PQ', 'pq is not the product of two different primes')
  return [p, q]
}

function findDivisor(pq: bigint): bigint {
  for (const small of [2n, 3n, 5n, 7n]) if (pq % small === 0n) return small
  if (isProbablePrime(pq)) throw new CryptoError('BAD_PQ', 'pq is itself a prime')
  for (let c = 1n; c < 20n; c++) {
    const divisor = rho(pq, c)
    if (divisor !== pq) return divisor
  }
  throw new CryptoError('BAD_PQ', 'pq could not be factored')
}
