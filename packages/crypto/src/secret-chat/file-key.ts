import { md5 } from '@noble/hashes/legacy.js'
import { concat } from '../bytes.ts'
import { requireLength } from '../errors.ts'

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
