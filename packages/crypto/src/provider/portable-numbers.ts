import { sha256 } from '@noble/hashes/sha2.js'
import { modInv, modPow as powMod } from 'bigint-crypto-utils'
import { bigIntToBytes, bytesToBigInt, concat } from '../bytes.ts'
import type { RsaPrivateNumbers } from './provider.ts'

export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  return powMod(base, exponent, modulus)
}

/** A stream of numbers below `limit` that only one who knows `seed` can foretell. */
function* derivedNumbers(seed: Uint8Array, limit: bigint): Generator<bigint, never> {
  const blocks = Math.ceil(bigIntToBytes(limit).length / 32) + 1
  for (let counter = 0; ; counter += blocks) {
    const parts = Array.from({ length: blocks }, (_, i) => sha256(concat(seed, bigIntToBytes(BigInt(counter + i), 8))))
    yield bytesToBigInt(concat(...parts)) % limit
  }
}

/**
 * `input ** d mod n` by the Chinese remainder theorem. The input is blinded by a number that depends on the key and the
 * input, so that the time of the arithmetic, which BigInt does not keep constant, tells an attacker nothing about chosen
 * inputs, without a random source.
 */
export function rsaPrivate(input: bigint, key: RsaPrivateNumbers): bigint {
  const seed = sha256(concat(bigIntToBytes(key.d), bigIntToBytes(input)))
  const factors = derivedNumbers(seed, key.n)
  let factor = factors.next().value
  while (factor % key.p === 0n || factor % key.q === 0n) factor = factors.next().value
  const blinded = (input * powMod(factor, key.e, key.n)) % key.n
  const modP = powMod(blinded, key.dP, key.p)
  const modQ = powMod(blinded, key.dQ, key.q)
  const h = (((modP - modQ) % key.p) + key.p) % key.p
  const result = modQ + ((h * key.qInv) % key.p) * key.q
  return (result * modInv(factor, key.n)) % key.n
}

const SMALL_PRIMES: readonly bigint[] = (() => {
  const primes: bigint[] = []
  for (let n = 2n; primes.length < 200; n++) if (primes.every((p) => n % p !== 0n)) primes.push(n)
  return primes
})()

const ROUNDS = 64

/**
 * Miller-Rabin with 64 bases. The bases are derived from the candidate by SHA-256: whoever looks for a composite that
 * passes has to try about 4^64 of them, and the answer is the same on every run.
 */
export function isProbablePrime(candidate: bigint): boolean {
  if (candidate < 2n) return false
  for (const prime of SMALL_PRIMES) if (candidate % prime === 0n) return candidate === prime
  const last = candidate - 1n
  let odd = last
  let twos = 0
  while (odd % 2n === 0n) {
    odd >>= 1n
    twos++
  }
  const bases = derivedNumbers(sha256(bigIntToBytes(candidate)), candidate - 3n)
  for (let round = 0; round < ROUNDS; round++) {
    let power = powMod(bases.next().value + 2n, odd, candidate)
    if (power === 1n || power === last) continue
    let witness = true
    for (let i = 1; i < twos && witness; i++) {
      power = (power * power) % candidate
      if (power === last) witness = false
    }
    if (witness) return false
  }
  return true
}
