/** Everything that can go wrong in this package, one code for each failed check. */
export type TransportErrorCode =
  /** A length prefix announces more than the limit allows. */
  | 'FRAME_TOO_LARGE'
  /** A length prefix or a frame that the framing does not allow. */
  | 'FRAME_INVALID'
  /** Full framing: the sequence number is not the expected one. */
  | 'FRAME_SEQUENCE'
  /** Full framing: CRC-32 does not match. */
  | 'FRAME_CHECKSUM'
  /** The first bytes belong to no transport that is served here. */
  | 'TRANSPORT_UNKNOWN'
  /** A proxy secret of a wrong form or of a kind that is not supported. */
  | 'SECRET_INVALID'
  /** The peer did not say in time which transport it speaks. */
  | 'HANDSHAKE_TIMEOUT'
  /** The first packet, or the rest of one that had begun, did not come in time. */
  | 'PACKET_TIMEOUT'
  /** Nothing came for too long. */
  | 'IDLE_TIMEOUT'
  /** The peer does not read what is sent to it and too much has piled up. */
  | 'SLOW_READER'
  | 'TOO_MANY_CONNECTIONS'
  /** Server: packets that are not whole yet take too much memory, and this peer's has taken longest. */
  | 'TOO_MUCH_ARRIVING'
  | 'CONNECT_FAILED'
  /** The connection broke, the platform's reason is in the message. */
  | 'CONNECTION_LOST'
  /** The listener cannot be opened. */
  | 'LISTEN_FAILED'
  /** A compressed body inflates to more than is allowed. */
  | 'GZIP_TOO_LARGE'
  /** A compressed body is not a complete gzip stream. */
  | 'GZIP_INVALID'

/** The one error class of this package; `code` is for programs, `message` for people. */
export class TransportError extends Error {
  override readonly name: string = 'TransportError'
  readonly code: TransportErrorCode

  constructor(code: TransportErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
