import {
  checkPrimeSync,
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
} from 'node:crypto'
import { bigIntToBytes, bytesToBigInt } from '../bytes.ts'
import { BIT_STRING, DerReader, der, derInteger, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE } from '../der.ts'
import { modPow as portableModPow } from './portable-numbers.ts'
import type { RsaPrivateNumbers } from './provider.ts'

/** 1.2.840.113549.1.3.1, dhKeyAgreement (PKCS#3). */
const DH = der(OBJECT_IDENTIFIER, Uint8Array.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x03, 0x01]))
const VERSION = derInteger(0n)

/** Smaller powers are as quick in JavaScript, and OpenSSL refuses DH groups that are small or very large. */
const MIN_NATIVE_BITS = 1024n
const MAX_NATIVE_BITS = 8192n

function suits(base: bigint, exponent: bigint, modulus: bigint): boolean {
  if (modulus % 2n === 0n || modulus >> (MIN_NATIVE_BITS - 1n) === 0n || modulus >> MAX_NATIVE_BITS !== 0n) return false
  return base > 1n && base < modulus - 1n && exponent > 1n << 64n && exponent >> MAX_NATIVE_BITS === 0n
}

/**
 * OpenSSL's constant-time exponentiation, by way of a DH key: reading a private key x of the group (p, g) makes OpenSSL
 * compute its public key g^x mod p, and any base can take the place of g. Unlike `createDiffieHellman` it does not test
 * p for being a safe prime, which takes 300 ms.
 */
function nativeModPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const group = der(SEQUENCE, DH, der(SEQUENCE, derInteger(modulus), derInteger(base)))
  const pkcs8 = der(SEQUENCE, VERSION, group, der(OCTET_STRING, derInteger(exponent)))
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8.buffer), format: 'der', type: 'pkcs8' })
  pkcs8.fill(0)
  const spki = new DerReader(createPublicKey(privateKey).export({ format: 'der', type: 'spki' })).readSequence()
  spki.readSequence()
  return new DerReader(spki.read(BIT_STRING).subarray(1)).readInteger()
}

export function modPow(base: bigint, exponent: bigint, modulus: bigint): bigint {
  if (!suits(base, exponent, modulus)) return portableModPow(base, exponent, modulus)
  try {
    return nativeModPow(base, exponent, modulus)
  } catch {
    // A build of OpenSSL with a policy of its own (FIPS, say) may refuse the group.
    return portableModPow(base, exponent, modulus)
  }
}

const base64url = (value: bigint) => Buffer.from(bigIntToBytes(value)).toString('base64url')

const keyObjects = new WeakMap<RsaPrivateNumbers, KeyObject>()

function keyObjectOf(key: RsaPrivateNumbers): KeyObject {
  const known = keyObjects.get(key)
  if (known !== undefined) return known
  const jwk = {
    kty: 'RSA',
    n: base64url(key.n),
    e: base64url(key.e),
    d: base64url(key.d),
    p: base64url(key.p),
    q: base64url(key.q),
    dp: base64url(key.dP),
    dq: base64url(key.dQ),
    qi: base64url(key.qInv),
  }
  const made = createPrivateKey({ key: jwk, format: 'jwk' })
  keyObjects.set(key, made)
  return made
}

/** OpenSSL's RSA, which blinds by itself. */
export function rsaPrivate(input: bigint, key: RsaPrivateNumbers): bigint {
  const block = bigIntToBytes(input, bigIntToBytes(key.n).length)
  return bytesToBigInt(privateDecrypt({ key: keyObjectOf(key), padding: constants.RSA_NO_PADDING }, block))
}

export function isProbablePrime(candidate: bigint): boolean {
  return candidate > 1n && checkPrimeSync(candidate, { checks: 64 })
}
