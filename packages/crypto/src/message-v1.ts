import { provider } from '#provider'
import type { AuthKey } from './auth-key.ts'
import { concat, equalBytes, wipe } from './bytes.ts'
import { CryptoError, requireBlocks } from './errors.ts'
import { checkPacket } from './message.ts'
import type { MessageKeys } from './provider/packet.ts'
import type { Side } from './provider/provider.ts'

/*
 * MTProto 1.0 ("Mobile Protocol: Detailed Description (v.1.0)"). It lives on in auth.bindTempAuthKey, whose inner message
 * is encrypted under the permanent key with it, client to server ("Perfect Forward Secrecy": Binding).
 */

/** Salt, session, message id, sequence number and length stand before the body. */
const HEADER_LENGTH = 32
const LENGTH_OFFSET = 28

/** The message key of 1.0: the lower 128 bits of SHA-1 of the message without its padding. */
export function messageKeyV1(message: Uint8Array): Uint8Array {
  return provider.sha1(message).slice(4, 20)
}

/** AES key and IV of 1.0 (section "Defining AES Key and Initialization Vector"). */
export function messageKeysV1(key: AuthKey, sender: Side, msgKey: Uint8Array): MessageKeys {
  const x = sender === 'client' ? 0 : 8
  const secret = (from: number, length: number) => key.bytes.subarray(x + from, x + from + length)
  const a = provider.sha1(concat(msgKey, secret(0, 32)))
  const b = provider.sha1(concat(secret(32, 16), msgKey, secret(48, 16)))
  const c = provider.sha1(concat(secret(64, 32), msgKey))
  const d = provider.sha1(concat(msgKey, secret(96, 32)))
  const keys = {
    key: concat(a.subarray(0, 8), b.subarray(8, 20), c.subarray(4, 16)),
    iv: concat(a.subarray(8, 20), b.subarray(0, 8), c.subarray(16, 20), d.subarray(0, 8)),
  }
  wipe(a, b, c, d)
  return keys
}

/** The length of the message that a plaintext begins with, or undefined if its length field cannot be true. */
function messageLength(plaintext: Uint8Array): number | undefined {
  if (plaintext.length < HEADER_LENGTH) return undefined
  const view = new DataView(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
  const length = HEADER_LENGTH + view.getUint32(LENGTH_OFFSET, true)
  return length <= plaintext.length && plaintext.length - length < 16 ? length : undefined
}

/**
 * Encrypts a whole packet under MTProto 1.0.
 *
 * @param sender the side that sends the packet
 * @param plaintext salt, session_id, msg_id, seq_no, length, body and 0 to 15 bytes of padding: a multiple of 16
 */
export function sealMessageV1(key: AuthKey, sender: Side, plaintext: Uint8Array): Uint8Array {
  requireBlocks('the padded plaintext', plaintext)
  const length = messageLength(plaintext)
  if (length === undefined)
    throw new CryptoError(
      'BAD_LENGTH',
      'the length field at offset 28 does not fit the plaintext and under 16 bytes of padding',
    )
  const msgKey = messageKeyV1(plaintext.subarray(0, length))
  const aes = messageKeysV1(key, sender, msgKey)
  const packet = concat(key.idBytes, msgKey, provider.igeEncrypt(plaintext, aes.key, aes.iv))
  wipe(aes.key, aes.iv)
  return packet
}

/**
 * Decrypts a whole packet under MTProto 1.0 and gives its plaintext with the padding. In 1.0 the message key does not
 * cover the padding, so the length must be read before the comparison; a bad one fails in the same way as a bad hash.
 *
 * @throws CryptoError `MSG_KEY_MISMATCH`, `AUTH_KEY_MISMATCH` or `BAD_LENGTH`
 */
export function openMessageV1(key: AuthKey, sender: Side, packet: Uint8Array): Uint8Array {
  checkPacket(key, packet)
  const msgKey = packet.subarray(8, 24)
  const aes = messageKeysV1(key, sender, msgKey)
  const plaintext = provider.igeDecrypt(packet.subarray(24), aes.key, aes.iv)
  wipe(aes.key, aes.iv)
  const length = messageLength(plaintext)
  const genuine = equalBytes(messageKeyV1(plaintext.subarray(0, length ?? plaintext.length)), msgKey)
  if (!genuine || length === undefined)
    throw new CryptoError('MSG_KEY_MISMATCH', 'the message key does not match the decrypted data')
  return plaintext
}
