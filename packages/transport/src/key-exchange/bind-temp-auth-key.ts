/**
 * Binding a temporary key to a permanent one (method `auth.bindTempAuthKey`; "Perfect Forward Secrecy"): the proof that
 * whoever speaks under the temporary key also holds the permanent one.
 */
import { type AuthKey, CryptoError, concat, openMessageV1, type RandomBytes, sealMessageV1 } from '@chappe/crypto'
import { TlError } from '@chappe/tl-codec'
import { decode, encode, type mtproto } from '@chappe/tl-codec/mtproto'
import { KeyExchangeError, type KeyExchangeErrorCode } from './key-exchange-error.ts'

/** The fields of `auth.bindTempAuthKey`. */
export interface BindTempAuthKeyFields {
  readonly permAuthKeyId: bigint
  readonly nonce: bigint
  readonly expiresAt: number
  readonly encryptedMessage: Uint8Array
}

export interface BindTempAuthKeyOptions {
  readonly permanentKey: AuthKey
  readonly temporaryKey: AuthKey
  /** The session, under the temporary key, in which the method will be called. */
  readonly sessionId: bigint
  /** The msg_id that the call will have. If it changes (a wrong salt, a wrong clock), the message is built anew. */
  readonly msgId: bigint
  /** Unix time by the server's clock, as the key exchange gave it. */
  readonly expiresAt: number
  readonly random: RandomBytes
}

/** 16 random bytes in place of salt and session_id, msg_id, seq_no = 0, length: what stands before the inner message. */
const HEADER = 32
const INNER_LENGTH = 40
/** The whole plaintext, with 8 bytes of padding to whole blocks. */
const PLAIN_LENGTH = 80

/** The client's side. */
export function buildBindTempAuthKey(options: BindTempAuthKeyOptions): BindTempAuthKeyFields {
  const { permanentKey, temporaryKey, sessionId, msgId, expiresAt, random } = options
  const nonce = new DataView(random(8).slice().buffer).getBigInt64(0, true)
  const inner = encode({
    _: 'bind_auth_key_inner',
    nonce,
    tempAuthKeyId: temporaryKey.id,
    permAuthKeyId: permanentKey.id,
    tempSessionId: sessionId,
    expiresAt,
  })
  const header = new Uint8Array(HEADER)
  header.set(random(16))
  const view = new DataView(header.buffer)
  view.setBigInt64(16, msgId, true)
  view.setUint32(28, inner.length, true)
  const plain = concat(header, inner, random(PLAIN_LENGTH - HEADER - inner.length))
  return {
    permAuthKeyId: permanentKey.id,
    nonce,
    expiresAt,
    encryptedMessage: sealMessageV1(permanentKey, 'client', plain),
  }
}

export interface VerifyBindTempAuthKeyOptions {
  readonly request: BindTempAuthKeyFields
  /** The key that the request names by permAuthKeyId; the caller looks it up and makes sure that it is a permanent one. */
  readonly permanentKey: AuthKey
  /** The key that the request came under, and when it expires (unix time). */
  readonly temporaryKeyId: bigint
  readonly temporaryKeyExpiresAt: number
  /** The session and message in which the request came. */
  readonly sessionId: bigint
  readonly msgId: bigint
  /** The server's clock, unix time in seconds. */
  readonly now: number
}

/**
 * The server's side: opens the message and checks every field of it.
 *
 * A client counts the expiry from its own clock, which may be wrong, so a later one than that of the temporary key is no
 * reason to refuse; the earlier of both holds.
 * @returns unix time after which the binding must be forgotten
 * @throws KeyExchangeError with one of the BIND_ codes; to the client all but BIND_EXPIRED are ENCRYPTED_MESSAGE_INVALID
 */
export function verifyBindTempAuthKey(options: VerifyBindTempAuthKeyOptions): { readonly expiresAt: number } {
  const { request, permanentKey, temporaryKeyId, temporaryKeyExpiresAt, sessionId, msgId, now } = options
  check(sameId(request.permAuthKeyId, permanentKey.id), 'BIND_PERM_KEY_MISMATCH', 'the request names another key')
  const { msgId: innerMsgId, inner } = open(request.encryptedMessage, permanentKey)
  check(sameId(inner.nonce, request.nonce), 'BIND_NONCE_MISMATCH', 'nonce differs from that of the request')
  check(sameId(inner.tempAuthKeyId, temporaryKeyId), 'BIND_TEMP_KEY_MISMATCH', 'another temporary key is meant')
  check(sameId(inner.permAuthKeyId, permanentKey.id), 'BIND_PERM_KEY_MISMATCH', 'another permanent key is meant')
  check(sameId(inner.tempSessionId, sessionId), 'BIND_SESSION_MISMATCH', 'another session is meant')
  check(sameId(innerMsgId, msgId), 'BIND_MSG_ID_MISMATCH', 'msg_id differs from that of the request')
  check(inner.expiresAt === request.expiresAt, 'BIND_EXPIRY_MISMATCH', 'expires_at differs from that of the request')
  const expiresAt = Math.min(inner.expiresAt, temporaryKeyExpiresAt)
  check(expiresAt > now, 'BIND_EXPIRED', 'the temporary key, or its binding, has expired')
  return { expiresAt }
}

function open(packet: Uint8Array, key: AuthKey): { msgId: bigint; inner: mtproto.BindAuthKeyInner } {
  check(packet.length === 24 + PLAIN_LENGTH, 'BIND_MESSAGE_INVALID', `encrypted_message has ${packet.length} bytes`)
  try {
    const plain = openMessageV1(key, 'client', packet)
    const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength)
    check(view.getInt32(24, true) === 0, 'BIND_MESSAGE_INVALID', 'seq_no is not 0')
    check(view.getInt32(28, true) === INNER_LENGTH, 'BIND_MESSAGE_INVALID', 'the inner message has another length')
    const inner = decode('BindAuthKeyInner', plain.subarray(HEADER, HEADER + INNER_LENGTH))
    return { msgId: view.getBigInt64(16, true), inner }
  } catch (error) {
    if (error instanceof CryptoError || error instanceof TlError) {
      throw new KeyExchangeError('BIND_MESSAGE_INVALID', 'encrypted_message does not open', { cause: error })
    }
    throw error
  }
}

/** Some codecs give a `long` signed, some unsigned. */
function sameId(a: bigint, b: bigint): boolean {
  return BigInt.asIntN(64, a) === BigInt.asIntN(64, b)
}

function check(holds: boolean, code: KeyExchangeErrorCode, message: string): void {
  if (!holds) throw new KeyExchangeError(code, message)
}
