import type { AuthKey } from '../auth-key.ts'
import { concat, equalBytes } from '../bytes.ts'
import { requireLength } from '../errors.ts'
import { sha256 } from '../hashes.ts'
import { CALL_EMOJI } from './call-emoji.ts'

/*
 * One-to-one calls ("End-to-End Encrypted Voice Calls"). The caller first commits itself to g_a by its hash and shows it
 * only after g_b, so that neither side can look for a key whose few emoji collide. The key itself comes from
 * `dhSharedKey`, its fingerprint is the `id` of the `AuthKey` made of it.
 */

/** g_a_hash of phone.requestCall: SHA-256 of the 256 bytes of g_a. */
export function callCommitment(gA: Uint8Array): Uint8Array {
  requireLength('g_a', gA, 256)
  return sha256(gA)
}

/** Whether the g_a that the caller shows in the end is the one it had committed itself to. */
export function isCommitted(gA: Uint8Array, gAHash: Uint8Array): boolean {
  return equalBytes(callCommitment(gA), gAHash)
}

/** The four emoji that both sides read to each other: SHA-256 of key and g_a in four numbers of 63 bits. */
export function callEmoji(key: AuthKey, gA: Uint8Array): string[] {
  requireLength('g_a', gA, 256)
  const hash = sha256(concat(key.bytes, gA))
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength)
  return [0, 8, 16, 24].map((offset) => {
    const number = view.getBigUint64(offset) & 0x7fff_ffff_ffff_ffffn
    return CALL_EMOJI[Number(number % BigInt(CALL_EMOJI.length))] ?? ''
  })
}
