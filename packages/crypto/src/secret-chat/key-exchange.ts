import type { AuthKey } from '../auth-key.ts'
import { type RandomBytes, wipe } from '../bytes.ts'
import {
  type DhConfig,
  type DhGroup,
  type DhHalf,
  endToEndKey,
  generateDhHalf,
  requireFingerprint,
} from '../end-to-end-dh.ts'

/*
 * The key exchange of a secret chat ("End-to-End Encryption": Key Generation) in three steps, each of which takes what the
 * one before gave: the creator requests, the invited accepts, the creator completes. All values are checked in each.
 */

/** What the creator sends with messages.requestEncryption (`public` is g_a) and keeps until the answer. */
export function requestSecretChat(config: DhConfig, random: RandomBytes): DhHalf {
  return generateDhHalf(config, random, config.random)
}

/** What the invited sends with messages.acceptEncryption, and the key. */
export interface AcceptedSecretChat {
  readonly gB: Uint8Array
  readonly key: AuthKey
  /** key_fingerprint, the lower 64 bits of SHA-1 of the key. */
  readonly keyFingerprint: bigint
}

/**
 * Accepts the g_a of encryptedChatRequested.
 *
 * @throws CryptoError of {@link endToEndKey}; the request is to be discarded then
 */
export function acceptSecretChat(config: DhConfig, gA: Uint8Array, random: RandomBytes): AcceptedSecretChat {
  const half = generateDhHalf(config, random, config.random)
  try {
    const key = endToEndKey(config, half.secret, gA)
    return { gB: half.public, key, keyFingerprint: key.id }
  } finally {
    wipe(half.secret)
  }
}

/**
 * The creator's key, by the g_b and key_fingerprint of encryptedChat. The secret is wiped, whatever comes of it: a second
 * answer is never tried.
 *
 * @throws CryptoError `KEY_FINGERPRINT_MISMATCH` or one of {@link endToEndKey}; the chat is to be discarded then
 */
export function completeSecretChat(group: DhGroup, own: DhHalf, gB: Uint8Array, keyFingerprint: bigint): AuthKey {
  try {
    return requireFingerprint(endToEndKey(group, own.secret, gB), keyFingerprint)
  } finally {
    wipe(own.secret)
  }
}
