import { md5 } from '@noble/hashes/legacy.js'
import { bytesToBigInt, concat, type RandomBytes, xor } from './bytes.ts'
import { requireLength } from './errors.ts'

/**
 * The secret exponent of a secret chat or a call: 2048 bits of one's own, xored with the `random` that the server sent
 * with the parameters. It strengthens a poor generator and, xored, cannot weaken a good one ("End-to-End Encryption":
 * Sending a Request).
 */
export function mixDhSecret(random: RandomBytes, serverRandom: Uint8Array): bigint {
  requireLength("the server's random", serverRandom, 256)
  return bytesToBigInt(xor(random(256), serverRandom))
}

/**
 * The fingerprint of an encrypted file's key: MD5 of key and IV, its first two 32-bit halves xored, as a signed `int`
 * ("End-to-End Encryption": Sending Encrypted Files).
 */
export function fileKeyFingerprint(key: Uint8Array, iv: Uint8Array): number {
  requireLength('a file key', key, 32)
  requireLength('a file IV', iv, 32)
  const digest = md5(concat(key, iv))
  const view = new DataView(digest.buffer, digest.byteOffset, digest.byteLength)
  return view.getInt32(0, true) ^ view.getInt32(4, true)
}
