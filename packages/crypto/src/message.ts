import { provider } from '#provider'
import type { AuthKey } from './auth-key.ts'
import { concat, equalBytes } from './bytes.ts'
import { CryptoError, requireBlocks } from './errors.ts'
import { ENCRYPTED_OFFSET } from './provider/packet.ts'
import type { Side } from './provider/provider.ts'

/** x = 0 for what the client (the creator of a secret chat) sends, 8 for the other direction. */
function offsetOf(sender: Side): 0 | 8 {
  return sender === 'client' ? 0 : 8
}

/**
 * Encrypts a whole packet under MTProto 2.0: auth_key_id, msg_key, encrypted data ("Detailed Description", "Encrypted
 * Message"; for secret chats "End-to-End Encryption", where the id is key_fingerprint).
 *
 * @param sender the side that sends the packet
 * @param plaintext everything from the salt on, with its 12 to 1024 bytes of random padding: a multiple of 16
 */
export function sealMessage(key: AuthKey, sender: Side, plaintext: Uint8Array): Uint8Array {
  requireBlocks('the padded plaintext', plaintext)
  return provider.sealPacket(key.bytes, key.idBytes, offsetOf(sender), plaintext)
}

/** Refuses a packet that is too short, not in whole blocks, or for another key. */
export function checkPacket(key: AuthKey, packet: Uint8Array): void {
  if (packet.length <= ENCRYPTED_OFFSET || (packet.length - ENCRYPTED_OFFSET) % 16 !== 0)
    throw new CryptoError('BAD_LENGTH', `an encrypted packet is 24 bytes and whole blocks, not ${packet.length} bytes`)
  if (!equalBytes(packet.subarray(0, 8), key.idBytes))
    throw new CryptoError('AUTH_KEY_MISMATCH', 'the packet is encrypted under another authorization key')
}

/**
 * Decrypts a whole packet under MTProto 2.0 and gives its plaintext with the padding. The message key is recomputed over
 * all of it and compared in constant time before anything is returned ("Security Guidelines": Checking SHA256 Hash Value
 * of msg_key).
 *
 * @param sender the side that sent the packet
 * @throws CryptoError `MSG_KEY_MISMATCH`, `AUTH_KEY_MISMATCH` or `BAD_LENGTH`
 */
export function openMessage(key: AuthKey, sender: Side, packet: Uint8Array): Uint8Array {
  checkPacket(key, packet)
  const plaintext = provider.openPacket(key.bytes, offsetOf(sender), packet)
  if (plaintext === undefined)
    throw new CryptoError('MSG_KEY_MISMATCH', 'the message key does not match the decrypted data')
  return plaintext
}

/**
 * The token by which a transport acknowledges a packet at once: the first 32 bits, little-endian, of the hash from which
 * the message key is cut, the highest bit set ("MTProto transports": Quick ack). Unsigned.
 *
 * @param sender the side that sent the packet
 * @param plaintext what {@link sealMessage} took or {@link openMessage} gave, padding included
 */
export function quickAckToken(key: AuthKey, sender: Side, plaintext: Uint8Array): number {
  const x = offsetOf(sender)
  const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = provider.sha256(concat(key.bytes.subarray(88 + x, 120 + x), plaintext))
  return (b0 | (b1 << 8) | (b2 << 16) | (b3 << 24) | 0x80000000) >>> 0
}
