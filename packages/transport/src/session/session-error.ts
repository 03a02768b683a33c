/**
 * Why a packet or a message of the other side was refused. Each failed check has a code of its own
 * ("Security Guidelines", "Detailed Description", "Service Messages").
 */
export type SessionErrorCode =
  | 'AUTH_KEY_MISMATCH'
  | 'MSG_KEY_MISMATCH'
  | 'PACKET_LENGTH'
  | 'PADDING_LENGTH'
  | 'MESSAGE_LENGTH'
  | 'SESSION_MISMATCH'
  | 'MSG_ID_PARITY'
  | 'MSG_ID_TOO_OLD'
  | 'MSG_ID_TOO_NEW'
  | 'CONTAINER_INVALID'
  | 'GZIP_INVALID'
  | 'BODY_INVALID'

/** A message or packet that breaks the protocol. It never carries what was in the packet. */
export class SessionError extends Error {
  override readonly name = 'SessionError'
  readonly code: SessionErrorCode

  constructor(code: SessionErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
