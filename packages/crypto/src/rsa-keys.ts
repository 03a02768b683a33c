import { modInv } from 'bigint-crypto-utils'
import { bigIntToBytes, bytesToBigInt, concat, type RandomBytes, readInt64 } from './bytes.ts'
import {
  BIT_STRING,
  DerReader,
  der,
  derInteger,
  fromPem,
  NULL,
  OBJECT_IDENTIFIER,
  OCTET_STRING,
  SEQUENCE,
  toPem,
} from './der.ts'
import { CryptoError } from './errors.ts'
import { sha1 } from './hashes.ts'
import { isProbablePrime } from './numbers.ts'
import type { RsaPrivateNumbers } from './provider/provider.ts'

/** A server's public key; clients know it by its fingerprint. */
export interface RsaPublicKey {
  readonly n: bigint
  readonly e: bigint
  /** The lower 64 bits of SHA-1 over the TL serialisation of n and e ("Creating an Authorization Key", 2), signed. */
  readonly fingerprint: bigint
}

/** A server's own key. */
export interface RsaPrivateKey extends RsaPrivateNumbers {
  readonly publicKey: RsaPublicKey
}

/** 1.2.840.113549.1.1.1, rsaEncryption (RFC 8017, A.1). */
const RSA_ENCRYPTION = Uint8Array.from([0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01])

/** A TL `bytes` of at most a few hundred bytes ("Binary Data Serialization"). */
function tlBytes(bytes: Uint8Array): Uint8Array {
  const head =
    bytes.length < 254 ? [bytes.length] : [254, bytes.length & 0xff, (bytes.length >> 8) & 0xff, bytes.length >> 16]
  const padding = (4 - ((head.length + bytes.length) % 4)) % 4
  return concat(Uint8Array.from(head), bytes, new Uint8Array(padding))
}

/** A public key from its numbers. @throws CryptoError `BAD_KEY` unless n has 2048 bits and e is odd and above 1 */
export function rsaPublicKey(n: bigint, e: bigint): RsaPublicKey {
  if (n >> 2047n !== 1n || n % 2n === 0n)
    throw new CryptoError('BAD_KEY', 'the RSA modulus must be odd and have 2048 bits')
  if (e < 3n || e % 2n === 0n || e >= 1n << 64n)
    throw new CryptoError('BAD_KEY', 'the RSA exponent must be odd, at least 3 and below 2^64')
  return { n, e, fingerprint: readInt64(sha1(concat(tlBytes(bigIntToBytes(n)), tlBytes(bigIntToBytes(e)))), 12) }
}

/** Reads a public key in PKCS#1 (`RSA PUBLIC KEY`) or SPKI (`PUBLIC KEY`). @throws CryptoError `BAD_KEY` */
export function parsePublicKey(pem: string): RsaPublicKey {
  const { label, bytes } = fromPem(pem)
  if (label === 'RSA PUBLIC KEY') return readPublicKey(bytes)
  if (label !== 'PUBLIC KEY') throw new CryptoError('BAD_KEY', `a public key was expected, not "${label}"`)
  const outer = new DerReader(bytes).readSequence()
  requireRsa(outer.readSequence())
  // The first octet of a BIT STRING counts unused bits, none here.
  return readPublicKey(outer.read(BIT_STRING).subarray(1))
}

function requireRsa(algorithm: DerReader): void {
  const oid = algorithm.read(OBJECT_IDENTIFIER)
  if (oid.length !== RSA_ENCRYPTION.length || oid.some((byte, i) => byte !== RSA_ENCRYPTION[i]))
    throw new CryptoError('BAD_KEY', 'the key is not an RSA key')
}

function readPublicKey(bytes: Uint8Array): RsaPublicKey {
  const sequence = new DerReader(bytes).readSequence()
  return rsaPublicKey(sequence.readInteger(), sequence.readInteger())
}

/** PKCS#1 PEM, the form that clients embed. */
export function publicKeyToPem(key: RsaPublicKey): string {
  return toPem('RSA PUBLIC KEY', der(SEQUENCE, derInteger(key.n), derInteger(key.e)))
}

/** The whole private key that follows from two primes. */
function privateKeyOf(p: bigint, q: bigint, e: bigint): RsaPrivateKey {
  const publicKey = rsaPublicKey(p * q, e)
  const d = modInv(e, (p - 1n) * (q - 1n))
  return { publicKey, n: publicKey.n, e, d, p, q, dP: d % (p - 1n), dQ: d % (q - 1n), qInv: modInv(q, p) }
}

/** Reads a private key in PKCS#1 (`RSA PRIVATE KEY`) or PKCS#8 (`PRIVATE KEY`). @throws CryptoError `BAD_KEY` */
export function parsePrivateKey(pem: string): RsaPrivateKey {
  const { label, bytes } = fromPem(pem)
  if (label === 'RSA PRIVATE KEY') return readPrivateKey(bytes)
  if (label !== 'PRIVATE KEY')
    throw new CryptoError('BAD_KEY', `an unencrypted private key was expected, not "${label}"`)
  const outer = new DerReader(bytes).readSequence()
  outer.readInteger()
  requireRsa(outer.readSequence())
  return readPrivateKey(outer.read(OCTET_STRING))
}

function readPrivateKey(bytes: Uint8Array): RsaPrivateKey {
  const sequence = new DerReader(bytes).readSequence()
  const read = () => sequence.readInteger()
  const [version, n, e, d, p, q] = [read(), read(), read(), read(), read(), read()]
  if (version !== 0n || p * q !== n || p < 3n || q < 3n || (e * d) % (p - 1n) !== 1n || (e * d) % (q - 1n) !== 1n)
    throw new CryptoError('BAD_KEY', 'the numbers of the private key do not belong together')
  return privateKeyOf(p, q, e)
}

function pkcs1(key: RsaPrivateKey): Uint8Array {
  const numbers = [0n, key.n, key.e, key.d, key.p, key.q, key.dP, key.dQ, key.qInv]
  return der(SEQUENCE, ...numbers.map(derInteger))
}

/** PKCS#8 PEM. */
export function privateKeyToPem(key: RsaPrivateKey): string {
  const algorithm = der(SEQUENCE, der(OBJECT_IDENTIFIER, RSA_ENCRYPTION), der(NULL))
  return toPem('PRIVATE KEY', der(SEQUENCE, derInteger(0n), algorithm, der(OCTET_STRING, pkcs1(key))))
}

const EXPONENT = 65537n

/** A prime of 1024 bits, the two highest set so that the product of two has 2048 (FIPS 186-5, A.1.3). */
function randomPrime(random: RandomBytes): bigint {
  for (;;) {
    const candidate = bytesToBigInt(random(128)) | (3n << 1022n) | 1n
    if (candidate % EXPONENT !== 1n && isProbablePrime(candidate)) return candidate
  }
}

/**
 * A fresh 2048-bit key with e = 65537, from the given randomness alone: the same randomness gives the same key. Its
 * fingerprint has 16 hex digits without a leading zero, because mtcute looks keys up by unpadded digits and would not
 * find one in sixteen.
 */
export function generatePrivateKey(random: RandomBytes): RsaPrivateKey {
  const p = randomPrime(random)
  for (;;) {
    const q = randomPrime(random)
    // FIPS 186-5 wants the primes far apart; that they are not is a chance of 2^-100.
    if ((p > q ? p - q : q - p) >> 924n === 0n) continue
    const key = p > q ? privateKeyOf(p, q, EXPONENT) : privateKeyOf(q, p, EXPONENT)
    if (BigInt.asUintN(64, key.publicKey.fingerprint) >> 60n !== 0n) return key
  }
}
