import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'
import { concat, type RandomBytes } from './bytes.ts'
import { CryptoError, requireLength } from './errors.ts'

/*
 * What a client stores, encrypted under a key of the app's: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha), whose nonces are
 * long enough to be drawn at random each time that a record is written, and whose speed needs no tables. A version of this
 * form, the nonce, the ciphertext with its tag. The name of the record is authenticated with it.
 */

const VERSION = 1
const KEY_BYTES = 32
const NONCE_BYTES = 24
const HEAD_BYTES = 1 + NONCE_BYTES

/** @param name what the record is; it opens under no other one, so that two cannot be exchanged */
export function sealRecord(key: Uint8Array, name: string, record: Uint8Array, random: RandomBytes): Uint8Array {
  requireLength('the key of records', key, KEY_BYTES)
  const nonce = random(NONCE_BYTES)
  const cipher = xchacha20poly1305(key, nonce, new TextEncoder().encode(name))
  return concat(Uint8Array.of(VERSION), nonce, cipher.encrypt(record))
}

/** @throws CryptoError `RECORD_INVALID` for what was not sealed under this key and name */
export function openRecord(key: Uint8Array, name: string, sealed: Uint8Array): Uint8Array {
  requireLength('the key of records', key, KEY_BYTES)
  if (sealed[0] !== VERSION || sealed.length < HEAD_BYTES) throw invalid()
  const cipher = xchacha20poly1305(key, sealed.slice(1, HEAD_BYTES), new TextEncoder().encode(name))
  try {
    return cipher.decrypt(sealed.subarray(HEAD_BYTES))
  } catch {
    throw invalid()
  }
}

function invalid(): CryptoError {
  return new CryptoError('RECORD_INVALID', 'a stored record does not open under this key')
}
