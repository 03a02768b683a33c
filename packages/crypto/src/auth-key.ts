import { readInt64, wipe } from './bytes.ts'
import { CryptoError, requireLength } from './errors.ts'
import { sha1 } from './hashes.ts'

/**
 * An authorization key, or the key of a secret chat, with the numbers that follow from it ("Creating an Authorization
 * Key", 9; "End-to-End Encryption"). It keeps a copy of the bytes that it is made from.
 */
export class AuthKey {
  /** The lower 64 bits of SHA-1 of the key, as the signed `long` that TL reads. A secret chat calls it key_fingerprint. */
  readonly id: bigint
  /** The higher 64 bits of SHA-1 of the key (auth_key_aux_hash), signed. */
  readonly auxHash: bigint
  /** `id` as it stands on the wire. */
  readonly idBytes: Uint8Array
  readonly #bytes: Uint8Array
  #wiped = false

  constructor(bytes: Uint8Array) {
    requireLength('an authorization key', bytes, 256)
    this.#bytes = bytes.slice()
    const hash = sha1(this.#bytes)
    this.auxHash = readInt64(hash, 0)
    this.id = readInt64(hash, 12)
    this.idBytes = hash.slice(12, 20)
  }

  /** The 256 bytes of the key itself, not a copy. Throws `KEY_WIPED` after {@link wipe}. */
  get bytes(): Uint8Array {
    if (this.#wiped) throw new CryptoError('KEY_WIPED', 'this authorization key was wiped')
    return this.#bytes
  }

  /** Overwrites the key; nothing can be sealed or opened with it any more. */
  wipe(): void {
    this.#wiped = true
    wipe(this.#bytes)
  }
}
