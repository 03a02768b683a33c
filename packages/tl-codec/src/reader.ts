import { formatId, TlError } from './error.ts'
import { BOOL_FALSE, BOOL_TRUE, VECTOR } from './ids.ts'
import { decodeUtf8 } from './utf8.ts'

/** How deep values of recursive types (rich text, JSON, wrapped requests, …) may nest. */
export const MAX_DEPTH = 64

/**
 * A cursor over TL bytes ("Binary Data Serialization"). Every read checks what is left first, so a reader never goes
 * past the end and never allocates more than the input can fill.
 *
 * Decoded `Uint8Array`s that make up at least half of the underlying buffer are views of it, smaller ones are copies:
 * file parts cost nothing, and keeping a small field never keeps a large packet alive. The input must therefore not be
 * written to after it was decoded.
 */
export class Reader {
  readonly bytes: Uint8Array
  readonly view: DataView
  /** Where the first unread byte is. */
  offset = 0
  readonly end: number
  private depth = 0
  private stop = 0

  constructor(bytes: Uint8Array) {
    const { buffer, byteOffset, byteLength } = bytes
    // A subclass such as Node's Buffer would make `slice` a view and every access polymorphic.
    this.bytes = bytes.constructor === Uint8Array ? bytes : new Uint8Array(buffer, byteOffset, byteLength)
    this.view = new DataView(buffer, byteOffset, byteLength)
    this.end = byteLength
  }

  get remaining(): number {
    return this.end - this.offset
  }

  /** Signed 32 bits. Constructor numbers and flag words are read this way too. */
  int(): number {
    const offset = this.offset
    if (offset + 4 > this.end) throw this.short(4)
    this.offset = offset + 4
    return this.view.getInt32(offset, true)
  }

  /** The next 32 bits without consuming them: the constructor number of a boxed value. */
  peek(): number {
    if (this.offset + 4 > this.end) throw this.short(4)
    return this.view.getInt32(this.offset, true)
  }

  uint(): number {
    return this.int() >>> 0
  }

  long(): bigint {
    const offset = this.offset
    if (offset + 8 > this.end) throw this.short(8)
    this.offset = offset + 8
    return this.view.getBigInt64(offset, true)
  }

  double(): number {
    const offset = this.offset
    if (offset + 8 > this.end) throw this.short(8)
    this.offset = offset + 8
    return this.view.getFloat64(offset, true)
  }

  bool(): boolean {
    const id = this.int()
    if (id === BOOL_TRUE) return true
    if (id === BOOL_FALSE) return false
    throw this.unexpected(id, 'Bool')
  }

  string(): string {
    const start = this.open()
    return decodeUtf8(this.bytes, start, this.stop)
  }

  byteString(): Uint8Array {
    const start = this.open()
    return this.take(start, this.stop)
  }

  /** `length` bytes without a prefix: int128, int256 and what the protocol puts outside TL. */
  raw(length: number): Uint8Array {
    const start = this.offset
    if (length < 0 || length > this.end - start) throw this.short(length)
    this.offset = start + length
    return this.take(start, start + length)
  }

  /** The number of items of a vector with its constructor number; an item takes at least `itemSize` bytes. */
  vector(itemSize: number): number {
    const id = this.int()
    if (id !== VECTOR) throw this.unexpected(id, 'Vector')
    return this.count(itemSize)
  }

  /** The number of items of a bare vector. */
  count(itemSize: number): number {
    const count = this.int()
    if (count < 0 || count * itemSize > this.end - this.offset) {
      throw new TlError('INVALID_LENGTH', this.offset - 4, `${count} items do not fit in ${this.remaining} bytes`)
    }
    return count
  }

  /** Consumes the constructor number of a type that has only this one. */
  expect(id: number, type: string): void {
    const found = this.int()
    if (found !== id) throw this.unexpected(found, type)
  }

  /** Called on the way into and out of a recursive type. */
  enter(): void {
    if (++this.depth > MAX_DEPTH) throw new TlError('TOO_DEEP', this.offset, `Nested deeper than ${MAX_DEPTH}`)
  }

  leave(): void {
    this.depth--
  }

  /** Throws unless everything was read. */
  finish(): void {
    if (this.offset !== this.end) {
      throw new TlError('TRAILING_BYTES', this.offset, `${this.remaining} bytes follow the value`)
    }
  }

  /** For a type that has no constructors: no bytes are a value of it. */
  none(type: string): never {
    throw this.unexpected(this.int(), type)
  }

  /** The error for a constructor number just read that `type` does not have. */
  unexpected(id: number, type: string): TlError {
    return new TlError('UNEXPECTED_CONSTRUCTOR', this.offset - 4, `${formatId(id)} is not a constructor of ${type}`)
  }

  /**
   * Steps over a byte string: its length in one byte, or in three after 254 (accepted also where one would do), and the
   * padding to a multiple of four. Returns where the bytes start; `stop` is where they end.
   */
  private open(): number {
    const offset = this.offset
    if (offset + 4 > this.end) throw this.short(4)
    let length = this.view.getUint8(offset)
    let start = offset + 1
    if (length >= 254) {
      // 255 is not in use.
      if (length === 255) throw new TlError('INVALID_LENGTH', offset, '255 does not begin a byte string')
      length = this.view.getUint32(offset, true) >>> 8
      start = offset + 4
    }
    const stop = start + length
    const next = stop + ((offset - stop) & 3)
    if (next > this.end) throw this.short(next - offset)
    this.offset = next
    this.stop = stop
    return start
  }

  private take(start: number, end: number): Uint8Array {
    const { bytes } = this
    return (end - start) * 2 >= bytes.buffer.byteLength ? bytes.subarray(start, end) : bytes.slice(start, end)
  }

  private short(wanted: number): TlError {
    return new TlError('UNEXPECTED_END', this.offset, `${wanted} bytes wanted, ${this.remaining} left`)
  }
}
