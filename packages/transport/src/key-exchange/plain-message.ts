import { KeyExchangeError } from './key-exchange-error.ts'

/** An unencrypted message: what the key exchange, and nothing else, is carried in. */
export interface PlainMessage {
  readonly msgId: bigint
  /** A TL object; some implementations put random bytes after it (see `MAX_BODY_PADDING`). */
  readonly body: Uint8Array
}

const HEADER = 20

/** Padded intermediate framing adds up to 15 bytes that only the length inside tells apart. */
const MAX_TRAILING = 15

/**
 * Builds an unencrypted message ("Mobile Protocol: Detailed description", "Unencrypted Message"):
 * `auth_key_id = 0:long, message_id:long, message_data_length:int, message_data`.
 */
export function encodePlainMessage(msgId: bigint, body: Uint8Array): Uint8Array {
  const packet = new Uint8Array(HEADER + body.length)
  const view = new DataView(packet.buffer)
  view.setBigInt64(8, msgId, true)
  view.setUint32(16, body.length, true)
  packet.set(body, HEADER)
  return packet
}

/**
 * Opens an unencrypted message that `sender` has sent. The body is a view of the packet. A client may number its plain
 * messages as it likes: nothing hangs on it, and some send 1 when they only try out a connection.
 * @throws KeyExchangeError MALFORMED_MESSAGE
 */
export function decodePlainMessage(packet: Uint8Array, sender: 'client' | 'server'): PlainMessage {
  if (packet.length < HEADER + 4) throw malformed(`a plain message has at least 24 bytes, got ${packet.length}`)
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  if (view.getBigInt64(0, true) !== 0n) throw malformed('the auth_key_id of a plain message is 0')

  // The key exchange consists of answers only, so a server's identifiers are all 1 modulo 4.
  const msgId = view.getBigInt64(8, true)
  if (sender === 'server' && (msgId & 3n) !== 1n) throw malformed('msg_id of a server has the wrong parity')

  const length = view.getUint32(16, true)
  const trailing = packet.length - HEADER - length
  if (length < 4 || length % 4 !== 0 || trailing < 0 || trailing > MAX_TRAILING) {
    throw malformed(`message_data_length ${length} does not fit a packet of ${packet.length} bytes`)
  }
  return { msgId, body: packet.subarray(HEADER, HEADER + length) }
}

/** True for packets that carry a plain message rather than an encrypted one. */
export function isPlainMessage(packet: Uint8Array): boolean {
  if (packet.length < HEADER) return false
  for (let i = 0; i < 8; i++) if (packet[i] !== 0) return false
  return true
}

function malformed(message: string): KeyExchangeError {
  return new KeyExchangeError('MALFORMED_MESSAGE', message)
}
