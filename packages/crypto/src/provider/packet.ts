import { concat, equalBytes, wipe } from '../bytes.ts'
import type { CryptoProvider } from './provider.ts'

type Primitives = Pick<CryptoProvider, 'sha256' | 'igeEncrypt' | 'igeDecrypt'>

/** Where the parts of an encrypted packet begin ("Mobile Protocol: Detailed Description", "Encrypted Message"). */
export const MSG_KEY_OFFSET = 8
export const ENCRYPTED_OFFSET = 24

export interface MessageKeys {
  readonly key: Uint8Array
  readonly iv: Uint8Array
}

/**
 * The message key of MTProto 2.0: the middle 128 bits of SHA-256 over 32 bytes of the authorization key and the
 * plaintext with its padding ("Defining AES Key and Initialization Vector").
 */
export function messageKeyV2(
  sha256: Primitives['sha256'],
  authKey: Uint8Array,
  x: 0 | 8,
  plaintext: Uint8Array,
): Uint8Array {
  return sha256(concat(authKey.subarray(88 + x, 120 + x), plaintext)).slice(8, 24)
}

/** AES key and IV of MTProto 2.0 (same section). */
export function messageKeysV2(
  sha256: Primitives['sha256'],
  authKey: Uint8Array,
  x: 0 | 8,
  msgKey: Uint8Array,
): MessageKeys {
  const inputA = concat(msgKey, authKey.subarray(x, x + 36))
  const inputB = concat(authKey.subarray(40 + x, 76 + x), msgKey)
  const a = sha256(inputA)
  const b = sha256(inputB)
  const keys = {
    key: concat(a.subarray(0, 8), b.subarray(8, 24), a.subarray(24, 32)),
    iv: concat(b.subarray(0, 8), a.subarray(8, 24), b.subarray(24, 32)),
  }
  wipe(inputA, inputB, a, b)
  return keys
}

/** A whole packet, put together from a provider's primitives. */
export function sealPacketWith(
  primitives: Primitives,
  authKey: Uint8Array,
  keyId: Uint8Array,
  x: 0 | 8,
  plaintext: Uint8Array,
): Uint8Array {
  const msgKey = messageKeyV2(primitives.sha256, authKey, x, plaintext)
  const { key, iv } = messageKeysV2(primitives.sha256, authKey, x, msgKey)
  const packet = concat(keyId, msgKey, primitives.igeEncrypt(plaintext, key, iv))
  wipe(key, iv)
  return packet
}

/** The plaintext of a packet, or undefined. The message key is recomputed over all of it before anyone sees a byte. */
export function openPacketWith(
  primitives: Primitives,
  authKey: Uint8Array,
  x: 0 | 8,
  packet: Uint8Array,
): Uint8Array | undefined {
  const msgKey = packet.subarray(MSG_KEY_OFFSET, ENCRYPTED_OFFSET)
  const { key, iv } = messageKeysV2(primitives.sha256, authKey, x, msgKey)
  const plaintext = primitives.igeDecrypt(packet.subarray(ENCRYPTED_OFFSET), key, iv)
  const genuine = equalBytes(messageKeyV2(primitives.sha256, authKey, x, plaintext), msgKey)
  wipe(key, iv)
  return genuine ? plaintext : undefined
}
