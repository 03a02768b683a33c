import { AuthKey } from './auth-key.ts'
import { bigIntToBytes, bytesToBigInt, type RandomBytes, wipe, xor } from './bytes.ts'
import { checkDhParams, checkDhPublic, dhSharedKey } from './dh.ts'
import { CryptoError, requireLength } from './errors.ts'
import { modPow } from './numbers.ts'

/** The group in which the two ends of a secret chat or a call agree on a key. */
export interface DhGroup {
  /** The safe prime, 256 bytes. */
  readonly p: Uint8Array
  readonly g: number
}

/** The answer to messages.getDhConfig, as far as keys follow from it. */
export interface DhConfig extends DhGroup {
  /** 256 bytes of the server's, which can only add to one's own. */
  readonly random: Uint8Array
}

/**
 * One's own half of an exchange. It is bytes, so that it can be kept while the other end has not answered; `secret` is to
 * be wiped as soon as the key is there.
 */
export interface DhHalf {
  readonly secret: Uint8Array
  /** g to the power of the secret, 256 bytes. */
  readonly public: Uint8Array
}

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
 * One's own half in a group that was checked before. Without the server's random the exponent is one's own alone, as in
 * re-keying.
 *
 * @throws CryptoError `BAD_DH_PRIME`, `BAD_DH_GENERATOR`, or `BAD_DH_PUBLIC` when the random source is broken
 */
export function generateDhHalf(
  group: DhGroup,
  random: RandomBytes,
  serverRandom: Uint8Array = new Uint8Array(256),
): DhHalf {
  const p = checkGroup(group)
  for (let attempt = 0; ; attempt++) {
    const secret = mixDhSecret(random, serverRandom)
    const value = modPow(BigInt(group.g), secret, p)
    try {
      checkDhPublic(value, p)
      return { secret: bigIntToBytes(secret, 256), public: bigIntToBytes(value, 256) }
    } catch (error) {
      // Twice is no chance any more: see generateDhKeyPair.
      if (attempt > 0) throw error
    }
  }
}

/**
 * The key that follows from one's own secret and the other end's public value, both checked.
 *
 * @throws CryptoError `BAD_LENGTH`, `BAD_DH_PRIME`, `BAD_DH_GENERATOR` or `BAD_DH_PUBLIC`
 */
export function endToEndKey(group: DhGroup, secret: Uint8Array, peerPublic: Uint8Array): AuthKey {
  requireLength('a secret exponent', secret, 256)
  // Leading zeros may be left out; more than 256 bytes are not worth a computation.
  if (peerPublic.length > 256)
    throw new CryptoError('BAD_LENGTH', `a DH public value has at most 256 bytes, not ${peerPublic.length}`)
  const shared = dhSharedKey(bytesToBigInt(peerPublic), bytesToBigInt(secret), checkGroup(group))
  const key = new AuthKey(shared)
  wipe(shared)
  return key
}

/** @throws CryptoError `KEY_FINGERPRINT_MISMATCH` if the other end has come to another key; the key is wiped then. */
export function requireFingerprint(key: AuthKey, fingerprint: bigint): AuthKey {
  if (key.id === fingerprint) return key
  key.wipe()
  throw new CryptoError('KEY_FINGERPRINT_MISMATCH', 'the other end has come to another key')
}

function checkGroup({ p, g }: DhGroup): bigint {
  requireLength('a DH prime', p, 256)
  const prime = bytesToBigInt(p)
  checkDhParams(prime, g)
  return prime
}
