import { type AuthKey, CryptoError, openMessage, quickAckToken, type RandomBytes, sealMessage } from '@chappe/crypto'
import { passingBytes, releaseBytes } from '@chappe/tl-codec'
import { SessionError } from './session-error.ts'

export type Role = 'client' | 'server'

/**
 * What an encrypted packet holds ("Detailed Description", "Encrypted Message: encrypted_data"):
 * `salt:long session_id:long message_id:long seq_no:int message_data_length:int message_data padding`.
 */
export interface Envelope {
  readonly salt: bigint
  readonly sessionId: bigint
  readonly msgId: bigint
  readonly seqNo: number
  readonly body: Uint8Array
  /** The token of a quick acknowledgement, where it was asked for ("MTProto transports", "Quick ack"). */
  readonly quickAckToken?: number | undefined
}

export const HEADER_BYTES = 32
const MIN_PADDING = 12
const MAX_PADDING = 1024
/** auth_key_id and msg_key, which stand before the encrypted data. */
const OUTER_BYTES = 24

/** The encrypted packet of `envelope`, sent by `side`. The padding is 12 to 27 random bytes. */
export function sealEnvelope(key: AuthKey, side: Role, envelope: Envelope, random: RandomBytes): Uint8Array {
  const plaintext = plaintextOf(envelope, random)
  const packet = sealMessage(key, side, plaintext)
  releaseBytes(plaintext)
  return packet
}

/** The same, with the token of the quick acknowledgement that will be asked for. */
export function sealWithToken(
  key: AuthKey,
  side: Role,
  envelope: Envelope,
  random: RandomBytes,
): { readonly packet: Uint8Array; readonly token: number } {
  const plaintext = plaintextOf(envelope, random)
  const sealed = { packet: sealMessage(key, side, plaintext), token: quickAckToken(key, side, plaintext) }
  releaseBytes(plaintext)
  return sealed
}

function plaintextOf(envelope: Envelope, random: RandomBytes): Uint8Array {
  const { body } = envelope
  const unpadded = HEADER_BYTES + body.length
  const length = Math.ceil((unpadded + MIN_PADDING) / 16) * 16
  const plaintext = passingBytes(length)
  const view = new DataView(plaintext.buffer, plaintext.byteOffset, length)
  view.setBigInt64(0, envelope.salt, true)
  view.setBigInt64(8, envelope.sessionId, true)
  view.setBigInt64(16, envelope.msgId, true)
  view.setInt32(24, envelope.seqNo, true)
  view.setInt32(28, body.length, true)
  plaintext.set(body, HEADER_BYTES)
  plaintext.set(random(length - unpadded), unpadded)
  return plaintext
}

/**
 * Opens a packet sent by `side`. The message key is verified over the whole plaintext before any field of it is looked
 * at ("Security Guidelines", "Checking SHA-256 hash value of msg_key").
 *
 * @param quickAck whether its quick acknowledgement token is wanted
 * @throws {SessionError} for anything that does not hold
 */
export function openEnvelope(key: AuthKey, side: Role, packet: Uint8Array, quickAck = false): Envelope {
  const encrypted = packet.length - OUTER_BYTES
  if (encrypted < HEADER_BYTES + MIN_PADDING || encrypted % 16 !== 0) {
    throw new SessionError('PACKET_LENGTH', `an encrypted packet cannot have ${packet.length} bytes`)
  }
  const plaintext = open(key, side, packet)
  const view = new DataView(plaintext.buffer, plaintext.byteOffset, plaintext.byteLength)
  const length = view.getInt32(28, true)
  if (length < 0 || length % 4 !== 0 || length > plaintext.length - HEADER_BYTES) {
    throw new SessionError('MESSAGE_LENGTH', `message length ${length} in a packet of ${packet.length} bytes`)
  }
  const padding = plaintext.length - HEADER_BYTES - length
  if (padding < MIN_PADDING || padding > MAX_PADDING) {
    throw new SessionError(
      'PADDING_LENGTH',
      `padding of ${padding} bytes, ${MIN_PADDING} to ${MAX_PADDING} are allowed`,
    )
  }
  return {
    salt: view.getBigInt64(0, true),
    sessionId: view.getBigInt64(8, true),
    msgId: view.getBigInt64(16, true),
    seqNo: view.getInt32(24, true),
    body: plaintext.subarray(HEADER_BYTES, HEADER_BYTES + length),
    quickAckToken: quickAck ? quickAckToken(key, side, plaintext) : undefined,
  }
}

function open(key: AuthKey, side: Role, packet: Uint8Array): Uint8Array {
  try {
    return openMessage(key, side, packet)
  } catch (error) {
    if (error instanceof CryptoError) {
      const code = error.code === 'AUTH_KEY_MISMATCH' ? 'AUTH_KEY_MISMATCH' : 'MSG_KEY_MISMATCH'
      throw new SessionError(code, 'the packet does not open under this authorization key')
    }
    throw error
  }
}

/** The auth_key_id that an encrypted packet starts with; 0 announces a plain message. */
export function packetKeyId(packet: Uint8Array): bigint | undefined {
  if (packet.length < 8) return undefined
  return new DataView(packet.buffer, packet.byteOffset, 8).getBigInt64(0, true)
}
