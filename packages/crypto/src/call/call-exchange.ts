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
import { CryptoError } from '../errors.ts'
import { callCommitment, callEmoji, isCommitted } from './call-keys.ts'

/*
 * The key exchange of a call ("End-to-End Encrypted Voice Calls": Establishing) in four steps. The order is what makes four
 * emoji enough: whoever stands between has to choose its values before it sees the other's.
 */

/** The caller's half and what phone.requestCall shows of it. */
export interface RequestedCall extends DhHalf {
  readonly gAHash: Uint8Array
}

/** The key of a call and what its two ends read to each other. */
export interface AgreedCall {
  readonly key: AuthKey
  readonly keyFingerprint: bigint
  readonly emoji: readonly string[]
}

/** Step 1, the caller: commits itself to g_a by its hash. */
export function requestCall(config: DhConfig, random: RandomBytes): RequestedCall {
  const half = generateDhHalf(config, random, config.random)
  return { ...half, gAHash: callCommitment(half.public) }
}

/** Step 2, the callee: shows g_b (`public`) and keeps the rest, with the hash, until g_a comes. */
export function acceptCall(config: DhConfig, random: RandomBytes): DhHalf {
  return generateDhHalf(config, random, config.random)
}

/** Step 3, the caller: has the key, and now shows g_a and the fingerprint by phone.confirmCall. */
export function confirmCall(group: DhGroup, own: DhHalf, gB: Uint8Array): AgreedCall {
  try {
    return agreed(endToEndKey(group, own.secret, gB), own.public)
  } finally {
    wipe(own.secret)
  }
}

/**
 * Step 4, the callee: takes g_a only if it is the one that the caller had committed itself to.
 *
 * @throws CryptoError `COMMITMENT_MISMATCH`, `KEY_FINGERPRINT_MISMATCH` or one of {@link endToEndKey}; the call ends then
 */
export function completeCall(
  group: DhGroup,
  own: DhHalf,
  gAHash: Uint8Array,
  gA: Uint8Array,
  keyFingerprint: bigint,
): AgreedCall {
  try {
    if (!isCommitted(gA, gAHash))
      throw new CryptoError('COMMITMENT_MISMATCH', 'g_a is not the one that the caller had committed itself to')
    return agreed(requireFingerprint(endToEndKey(group, own.secret, gA), keyFingerprint), gA)
  } finally {
    wipe(own.secret)
  }
}

function agreed(key: AuthKey, gA: Uint8Array): AgreedCall {
  return { key, keyFingerprint: key.id, emoji: callEmoji(key, gA) }
}
