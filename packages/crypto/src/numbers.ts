import { provider } from '#provider'
import { CryptoError } from './errors.ts'

/** `base ** exponent mod modulus` for a modulus above 1 and an exponent of at least 0. */
export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (modulus < 2n) throw new CryptoError('OUT_OF_RANGE', 'a modulus must be above 1')
  if (exponent < 0n) throw new CryptoError('OUT_OF_RANGE', 'an exponent must not be negative')
  return provider.modPow(((base % modulus) + modulus) % modulus, exponent, modulus)
}

/** Whether a number is prime; a composite passes with a chance below 4^-64. */
export function isProbablePrime(candidate: bigint): boolean {
  return provider.isProbablePrime(candidate)
}
