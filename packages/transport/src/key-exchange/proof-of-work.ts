import { bigIntToBytes, equalBytes, type RandomBytes } from '@chappe/crypto'

/** What a server asks a client to factor, as the big-endian bytes of the messages. */
export interface ProofOfWork {
  readonly pq: Uint8Array
  readonly p: Uint8Array
  readonly q: Uint8Array
}

const SMALL_PRIMES: readonly number[] = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73]

/**
 * Two different primes of 31 bits, p < q, and their product ("Creating an Authorization Key", 2): below 2^62, which every
 * client reads as a positive number. It costs about as much as one hash of a page.
 */
export function createProofOfWork(random: RandomBytes): ProofOfWork {
  const first = randomPrime(random)
  let second = randomPrime(random)
  while (second === first) second = randomPrime(random)
  const [p, q] = first < second ? [first, second] : [second, first]
  return { pq: bigIntToBytes(BigInt(p) * BigInt(q), 8), p: bigIntToBytes(BigInt(p), 4), q: bigIntToBytes(BigInt(q), 4) }
}

/** Compares numbers, not byte strings: some clients send leading zeros. */
export function sameNumber(a: Uint8Array, b: Uint8Array): boolean {
  return equalBytes(withoutZeros(a), withoutZeros(b))
}

function withoutZeros(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.length && bytes[start] === 0) start++
  return bytes.subarray(start)
}

/** The first prime from a random odd number of exactly 31 bits on. */
function randomPrime(random: RandomBytes): number {
  for (;;) {
    const seed = new DataView(random(4).slice().buffer).getUint32(0, true)
    for (let n = ((seed & 0x3fffffff) | 0x40000001) >>> 0; n < 2 ** 31; n += 2) if (isPrime(n)) return n
  }
}

/** Exact below 3,215,031,751: the least number that deceives Miller-Rabin with the bases 2, 3, 5 and 7. */
function isPrime(n: number): boolean {
  for (const prime of SMALL_PRIMES) if (n % prime === 0) return n === prime
  const twos = 31 - Math.clz32((n - 1) & -(n - 1))
  const odd = (n - 1) / 2 ** twos
  for (const base of [2, 3, 5, 7]) if (!passes(n, base, odd, twos)) return false
  return true
}

function passes(n: number, base: number, odd: number, twos: number): boolean {
  let x = 1
  for (let bit = 30; bit >= 0; bit--) {
    x = multiply(x, x, n)
    if (((odd >>> bit) & 1) === 1) x = multiply(x, base, n)
  }
  if (x === 1 || x === n - 1) return true
  for (let i = 1; i < twos; i++) {
    x = multiply(x, x, n)
    if (x === n - 1) return true
  }
  return false
}

/** a * b mod n for numbers of 31 bits, whose product of 62 bits is split so that no step leaves 53 bits. */
function multiply(a: number, b: number, n: number): number {
  const high = Math.floor(a / 65536)
  const low = a & 0xffff
  return (((((high * b) % n) * 65536) % n) + low * b) % n
}
