import { provider } from '#provider'
import type { AuthKey } from '../auth-key.ts'
import { concat, equalBytes, type RandomBytes, wipe } from '../bytes.ts'
import { CryptoError } from '../errors.ts'
import { checkPacket, openMessage, sealMessage } from '../message.ts'
import { messageKeysV1, messageKeyV1 } from '../message-v1.ts'

/*
 * The envelope of a message in a secret chat ("End-to-End Encryption": Serialization and Encryption of Outgoing Messages):
 * key_fingerprint, msg_key, and encrypted the length, the message and its padding.
 */

/** Which end of a secret chat somebody is: x is 0 for what the creator sends and 8 for the other direction. */
export type SecretChatRole = 'creator' | 'invited'

const LENGTH_BYTES = 4
const MIN_PADDING = 12
const MAX_PADDING = 1024
/** So many blocks of padding may come on top of the fewest, so that the length of a short text does not show. */
const EXTRA_BLOCKS = 16

export function otherRole(role: SecretChatRole): SecretChatRole {
  return role === 'creator' ? 'invited' : 'creator'
}

function sideOf(role: SecretChatRole): 'client' | 'server' {
  return role === 'creator' ? 'client' : 'server'
}

/**
 * Encrypts a message under MTProto 2.0. The padding is random in length too: from 12 to 267 bytes.
 *
 * @param sender the end that sends it
 * @param message a serialized decryptedMessageLayer
 */
export function sealSecretMessage(
  key: AuthKey,
  sender: SecretChatRole,
  message: Uint8Array,
  random: RandomBytes,
): Uint8Array {
  const unpadded = LENGTH_BYTES + message.length
  const [extra = 0] = random(1)
  const padding = MIN_PADDING + ((16 - ((unpadded + MIN_PADDING) % 16)) % 16) + (extra % EXTRA_BLOCKS) * 16
  const plaintext = concat(new Uint8Array(LENGTH_BYTES), message, random(padding))
  new DataView(plaintext.buffer).setUint32(0, message.length, true)
  const packet = sealMessage(key, sideOf(sender), plaintext)
  wipe(plaintext)
  return packet
}

/**
 * Decrypts a message under MTProto 2.0 and gives it without its padding. Whatever is wrong with it fails in one way, after
 * all of it was decrypted and compared.
 *
 * @param sender the end that sent it
 * @throws CryptoError `AUTH_KEY_MISMATCH` when it names another key, else `SECRET_MESSAGE_INVALID`
 */
export function openSecretMessage(key: AuthKey, sender: SecretChatRole, packet: Uint8Array): Uint8Array {
  const plaintext = opened(key, sender, packet)
  const length = new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(0, true)
  const padding = plaintext.length - LENGTH_BYTES - length
  // TL is made of whole words.
  if (length % 4 !== 0 || padding < MIN_PADDING || padding > MAX_PADDING) throw invalid()
  const message = plaintext.slice(LENGTH_BYTES, LENGTH_BYTES + length)
  wipe(plaintext)
  return message
}

function opened(key: AuthKey, sender: SecretChatRole, packet: Uint8Array): Uint8Array {
  try {
    return openMessage(key, sideOf(sender), packet)
  } catch (error) {
    throw error instanceof CryptoError && error.code === 'AUTH_KEY_MISMATCH' ? error : invalid()
  }
}

/**
 * Whether a packet is a message under MTProto 1.0, which clients of layers below 73 sent ("Secret chats, end-to-end
 * encryption (v. 1.0)": x is 0 in both directions). Its content is not given: all that is to be done is to tell the other
 * end of today's layer.
 */
export function isMtproto1SecretMessage(key: AuthKey, packet: Uint8Array): boolean {
  try {
    checkPacket(key, packet)
  } catch {
    return false
  }
  const msgKey = packet.subarray(8, 24)
  const aes = messageKeysV1(key, 'client', msgKey)
  const plaintext = provider.igeDecrypt(packet.subarray(24), aes.key, aes.iv)
  const length = LENGTH_BYTES + new DataView(plaintext.buffer, plaintext.byteOffset).getUint32(0, true)
  const fits = length <= plaintext.length && plaintext.length - length < 16
  const genuine = equalBytes(messageKeyV1(plaintext.subarray(0, fits ? length : plaintext.length)), msgKey)
  wipe(aes.key, aes.iv, plaintext)
  return fits && genuine
}

function invalid(): CryptoError {
  return new CryptoError('SECRET_MESSAGE_INVALID', 'a message of a secret chat does not open under its key')
}
