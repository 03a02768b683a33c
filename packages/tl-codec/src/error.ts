/** What can be wrong with bytes or with a value. The set is closed: decoding and encoding throw nothing else. */
export type TlErrorCode =
  /** The input ends before the value does. */
  | 'UNEXPECTED_END'
  /** A constructor number that the asked type does not have. */
  | 'UNEXPECTED_CONSTRUCTOR'
  /** The value is complete and input is left. */
  | 'TRAILING_BYTES'
  /** A vector that claims more items than the rest of the input can hold, or a length that TL does not have. */
  | 'INVALID_LENGTH'
  /** Nested deeper than `MAX_DEPTH`. */
  | 'TOO_DEEP'
  /** Encoding: a field that is missing, of another type or out of its range, or an unknown `_`. Decoding: an int53 of more bits. */
  | 'INVALID_VALUE'
  /** A type was asked for that the schema does not have. */
  | 'UNKNOWN_TYPE'

export class TlError extends Error {
  override readonly name: string = 'TlError'
  readonly code: TlErrorCode
  /** Position in the input (decoding) or in the output so far (encoding), in bytes. */
  readonly offset: number
  /** The message without the position. */
  readonly reason: string

  constructor(code: TlErrorCode, offset: number, reason: string) {
    super(`${reason} (at byte ${offset})`)
    this.code = code
    this.offset = offset
    this.reason = reason
  }
}

/** `0x1cb5c415`: the way constructor numbers are written in schemas, whether they come signed or not. */
export function formatId(id: number): string {
  return `0x${(id >>> 0).toString(16).padStart(8, '0')}`
}
