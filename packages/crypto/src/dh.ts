import { bigIntToBytes, bytesToBigInt, type RandomBytes } from './bytes.ts'
import { CryptoError } from './errors.ts'
import { isProbablePrime, modPow } from './numbers.ts'

/**
 * The 2048-bit safe prime that the public servers use with g = 3 (and that servers of our own may use): it was checked
 * with the tests below, so that checking it again costs nothing.
 */
export const DH_PRIME: bigint = BigInt(
  [
    '0xc71caeb9c6b1c9048e6c522f70f13f73980d40238e3e21c14934d037563d930f48198a0aa7c14058229493d22530f4db',
    'fa336f6e0ac925139543aed44cce7c3720fd51f69458705ac68cd4fe6b6b13abdc9746512969328454f18faf8c595f64',
    '2477fe96bb2a941d5bcd1d4ac8cc49880708fa9b378e3c4f3a9060bee67cf9a4a4a695811051907e162753b56b0f6b41',
    '0dba74d8a84b2a14b3144e0ef1284754fd17ed950d5965b4b9dd46582db1178d169c6bc465b0d6ff9ca3928fef5b9ae4',
    'e418fc15e83ebea0f87fa9ff5eed70050ded2849f47bf959d956850ce929851f0d8115f635b105ee2e4e15d04b2454bf',
    '6f4fadf034b10403119cd8e3b92fcc5b',
  ].join(''),
)

/** A generator that suits {@link DH_PRIME}: p mod 3 is 2. */
export const DH_GENERATOR = 3

/** Primes that passed the whole test in this process; a server repeats itself. Bounded, since a peer chooses them. */
const MAX_REMEMBERED = 16
const provenSafePrimes = new Set<bigint>([DH_PRIME])

/**
 * What p must be, modulo which number, for each g to generate the subgroup of prime order (p-1)/2 ("Creating an
 * Authorization Key", 5): the condition for g to be a square modulo p.
 */
const RESIDUES: Readonly<Record<number, { readonly modulus: bigint; readonly allowed: readonly bigint[] }>> = {
  2: { modulus: 8n, allowed: [7n] },
  3: { modulus: 3n, allowed: [2n] },
  4: { modulus: 1n, allowed: [0n] },
  5: { modulus: 5n, allowed: [1n, 4n] },
  6: { modulus: 24n, allowed: [19n, 23n] },
  7: { modulus: 7n, allowed: [3n, 5n, 6n] },
}

/**
 * With q = (p-1)/2 prime, 2^(p-1) = 1 mod p and p no multiple of 3, p is prime (Pocklington); so the 64 rounds are
 * spent on q alone, and what fails the cheap condition costs one exponentiation.
 */
function isSafePrime(p: bigint): boolean {
  return p % 4n === 3n && p % 3n !== 0n && modPow(2n, p - 1n, p) === 1n && isProbablePrime((p - 1n) / 2n)
}

/**
 * Checks what a server proposes ("Creating an Authorization Key", 5; "Security Guidelines": Checking DH parameters):
 * p is a safe prime of 2048 bits, and g, from 2 to 7, generates its subgroup of prime order. A prime that is not known
 * takes a few hundred milliseconds, once.
 *
 * @throws CryptoError `BAD_DH_PRIME` or `BAD_DH_GENERATOR`
 */
export function checkDhParams(p: bigint, g: number): void {
  if (p >> 2047n !== 1n) throw new CryptoError('BAD_DH_PRIME', 'the DH modulus must have exactly 2048 bits')
  const condition = RESIDUES[g]
  if (condition === undefined) throw new CryptoError('BAD_DH_GENERATOR', `g must be from 2 to 7, not ${g}`)
  if (!condition.allowed.includes(p % condition.modulus))
    throw new CryptoError('BAD_DH_GENERATOR', `g = ${g} does not generate the subgroup of prime order`)
  if (provenSafePrimes.has(p)) return
  if (!isSafePrime(p)) throw new CryptoError('BAD_DH_PRIME', 'the DH modulus is not a safe prime')
  if (provenSafePrimes.size < MAX_REMEMBERED) provenSafePrimes.add(p)
}

/**
 * Checks a public value, one's own or the peer's: 1 < g_x < p-1, and also 2^(2048-64) <= g_x <= p - 2^(2048-64)
 * ("Security Guidelines": g_a and g_b validation).
 *
 * @throws CryptoError `BAD_DH_PUBLIC`
 */
export function checkDhPublic(gx: bigint, p: bigint): void {
  const margin = 1n << (2048n - 64n)
  if (gx <= 1n || gx >= p - 1n || gx < margin || gx > p - margin)
    throw new CryptoError('BAD_DH_PUBLIC', 'the DH public value is too close to 0 or to the modulus')
}

/** A secret exponent and the public value that belongs to it. */
export interface DhKeyPair {
  readonly secret: bigint
  readonly public: bigint
}

/**
 * A fresh key pair whose public value passes {@link checkDhPublic}.
 *
 * The documentation asks for 2048 random bits, the default. Exponents of 512 bits are as hard to find in a group of a
 * 2048-bit safe prime (its strength is about 112 bits, which needs 225: RFC 7919, 5.2) and take a quarter of the time,
 * which a server under a flood of handshakes feels.
 */
export function generateDhKeyPair(random: RandomBytes, g: number, p: bigint, bits = 2048): DhKeyPair {
  if (bits < 256 || bits % 8 !== 0)
    throw new CryptoError('OUT_OF_RANGE', `a secret exponent has at least 256 bits in whole bytes, not ${bits}`)
  const margin = 1n << (2048n - 64n)
  // A value outside the margin has a chance of 2^-63; a second one means that the random source or p is broken.
  for (let attempt = 0; attempt < 2; attempt++) {
    const secret = bytesToBigInt(random(bits / 8))
    const value = modPow(BigInt(g), secret, p)
    if (value >= margin && value <= p - margin) return { secret, public: value }
  }
  throw new CryptoError('BAD_DH_PUBLIC', 'the random source or the modulus gives no usable DH public value')
}

/**
 * The 256 bytes that both sides share: the peer's public value, checked, to the power of one's own secret. They are the
 * authorization key, or the key of a secret chat or a call.
 *
 * @throws CryptoError `BAD_DH_PUBLIC`
 */
export function dhSharedKey(peerPublic: bigint, secret: bigint, p: bigint): Uint8Array {
  checkDhPublic(peerPublic, p)
  return bigIntToBytes(modPow(peerPublic, secret, p), 256)
}
