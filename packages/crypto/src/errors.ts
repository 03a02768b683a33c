/**
 * What can go wrong here. A code says which rule was broken; the message says what was expected and what came, never a
 * secret.
 *
 * - `BAD_LENGTH`: an argument has a length that the operation does not take.
 * - `OUT_OF_RANGE`: a number is negative, or does not fit where it must.
 * - `BAD_KEY`: a PEM text or RSA key is not what it claims to be.
 * - `KEY_WIPED`: a key was used after `wipe()`.
 * - `AUTH_KEY_MISMATCH`: a packet names another key than the one that should open it.
 * - `MSG_KEY_MISMATCH`: a packet is not what its sender encrypted.
 * - `RSA_PAD_INVALID`: an RSA_PAD block does not open; by design it does not say why.
 * - `BAD_PQ`: the number is not the product of two different primes below 2^63.
 * - `BAD_DH_PRIME`, `BAD_DH_GENERATOR`, `BAD_DH_PUBLIC`: a Diffie-Hellman value fails its check.
 * - `KEY_FINGERPRINT_MISMATCH`: the other end of a secret chat or a call has another key.
 * - `COMMITMENT_MISMATCH`: a caller shows another g_a than the one it had committed itself to.
 * - `SECRET_MESSAGE_INVALID`: a message of a secret chat does not open; by design it does not say why.
 * - `RECORD_INVALID`: what was stored is not what was sealed under this key and name.
 * - `BAD_SRP_PUBLIC`: a value of the two-step login is outside the range that makes it safe.
 */
export type CryptoErrorCode =
  | 'BAD_LENGTH'
  | 'OUT_OF_RANGE'
  | 'BAD_KEY'
  | 'KEY_WIPED'
  | 'AUTH_KEY_MISMATCH'
  | 'MSG_KEY_MISMATCH'
  | 'RSA_PAD_INVALID'
  | 'BAD_PQ'
  | 'BAD_DH_PRIME'
  | 'BAD_DH_GENERATOR'
  | 'BAD_DH_PUBLIC'
  | 'KEY_FINGERPRINT_MISMATCH'
  | 'COMMITMENT_MISMATCH'
  | 'SECRET_MESSAGE_INVALID'
  | 'RECORD_INVALID'
  | 'BAD_SRP_PUBLIC'

/** The only error that this package throws. */
export class CryptoError extends Error {
  override readonly name = 'CryptoError'
  readonly code: CryptoErrorCode

  constructor(code: CryptoErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** Refuses `bytes` of any other length; `what` names the argument in the message. */
export function requireLength(what: string, bytes: Uint8Array, length: number): void {
  if (bytes.length !== length)
    throw new CryptoError('BAD_LENGTH', `${what} must be ${length} bytes, not ${bytes.length}`)
}

/** Refuses `bytes` that are not whole AES blocks. */
export function requireBlocks(what: string, bytes: Uint8Array): void {
  if (bytes.length % 16 !== 0)
    throw new CryptoError('BAD_LENGTH', `${what} must be a multiple of 16 bytes, not ${bytes.length}`)
}
