import { formatId, TlError } from './error.ts'
import { BOOL_FALSE, BOOL_TRUE, VECTOR } from './ids.ts'
import { decodeUtf8 } from './utf8.ts'

/** How deep values of recursive types (rich text, JSON, wrapped requests, …) may nest. */
export const MAX_DEPTH = 64

/** How many items without bytes all lists of an input may have together. */
export const MAX_EMPTY = 65_536

/**
 * A cursor over TL bytes ("Binary Data Serialization"). Every read checks what is left first, so a reader never goes
 * past the end and never allocates more than the input can fill.
 *
 * Decoded `Uint8Array`s that make up at least half of the underlying buffer are views of it, smaller ones are copies:
 * file parts cost nothing, and keeping a small field never keeps a large packet alive. The input must therefore not be
 * written to after it was decoded.
 */
export class Reader {
  /** Where the first unread byte is. */
  offset = 0
  /** What was given to read. */
  private input: Uint8Array
  /** The same bytes, or a copy of them, as they are accessed. */
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private end: number
  private depth = 0
  private empty = 0
  private stop = 0
  /** Whether objects that are not known are kept as bytes. See `decodeKeeping`. */
  keepsUnknown = false
  /** Whether one was: it took all that was left. */
  hasKept = false

  constructor(input: Uint8Array) {
    this.input = input
    this.bytes = plain(input)
    this.view = new DataView(input.buffer, input.byteOffset, input.byteLength)
    this.end = input.byteLength
  }

  /** Starts again, on a copy of `input`, which must not be longer than what the reader was made with. */
  restart(input: Uint8Array): void {
    this.bytes.set(input)
    this.input = input
    this.offset = 0
    this.end = input.length
    this.depth = 0
    this.empty = 0
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

  /** 64 bits that are a safe integer. */
  int53(): number {
    const value = Number(this.long())
    if (!Number.isSafeInteger(value)) {
      throw new TlError('INVALID_VALUE', this.offset - 8, 'This number is not one of 53 bits')
    }
    return value
  }

  /** 32 bits. */
  float(): number {
    const offset = this.offset
    if (offset + 4 > this.end) throw this.short(4)
    this.offset = offset + 4
    return this.view.getFloat32(offset, true)
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

  /**
   * Throws unless as many items, each of at least `itemSize` bytes, can be left: the count of a repetition. The input does
   * not bound the number of items that take no bytes, so there is a limit for them.
   */
  fits(count: number, itemSize: number): void {
    if (itemSize === 0) this.empty += count
    if (this.empty > MAX_EMPTY || count * itemSize > this.end - this.offset) {
      throw new TlError('INVALID_LENGTH', this.offset, `${count} items do not fit in ${this.remaining} bytes`)
    }
  }

  /** The bits of a flag word beyond those that fields stand for; undefined if there are none. */
  bits(word: number, known: number): number | undefined {
    const rest = word & ~known
    return rest === 0 ? undefined : rest >>> 0
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

  /** Where an attempt to read begins, for `rewind`. */
  mark(): { readonly offset: number; readonly depth: number; readonly empty: number } {
    return { offset: this.offset, depth: this.depth, empty: this.empty }
  }

  /** Takes back what was read since. */
  rewind({ offset, depth, empty }: ReturnType<Reader['mark']>): void {
    this.offset = offset
    this.depth = depth
    this.empty = empty
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
    const input = plain(this.input)
    return (end - start) * 2 >= input.buffer.byteLength ? input.subarray(start, end) : input.slice(start, end)
  }

  private short(wanted: number): TlError {
    return new TlError('UNEXPECTED_END', this.offset, `${wanted} bytes wanted, ${this.remaining} left`)
  }
}

/** A subclass such as Node's Buffer would make `slice` a view and every access polymorphic. */
function plain(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Up to this size copying the input costs less than making a DataView of it. */
const SMALL = 4096
const spare = new Reader(new Uint8Array(SMALL))

/**
 * A reader for a value that is read at once, before anything else is. Small inputs share one, since making a reader
 * costs about as much as reading ten fields; readers of types call only each other, so it is never needed twice.
 */
export function openReader(input: Uint8Array): Reader {
  if (input.length > SMALL) return new Reader(input)
  spare.restart(input)
  return spare
}
