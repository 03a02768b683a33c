import { TlError } from './error.ts'
import { BOOL_FALSE, BOOL_TRUE, VECTOR } from './ids.ts'
import { isUnknownObject } from './unknown-object.ts'
import { encodeUtf8 } from './utf8.ts'

/** A byte string has three bytes for its length. */
const MAX_BYTES = 0xffffff

/**
 * Writes TL bytes into a buffer that grows and can be used again ("Binary Data Serialization"). Always the canonical
 * form: the shortest length prefix, zeros as padding.
 */
export class Writer {
  /** How much has been written. */
  offset = 0
  private bytes: Uint8Array
  private view: DataView
  private capacity: number

  constructor(capacity = 1024) {
    this.bytes = new Uint8Array(capacity)
    this.view = new DataView(this.bytes.buffer)
    this.capacity = capacity
  }

  /** Signed 32 bits. */
  int(value: number): void {
    if ((value | 0) !== value) throw this.invalid('an int', value)
    this.id(value)
  }

  /** A constructor number, signed or not, or a flag word: 32 bits as they are. */
  id(value: number): void {
    const offset = this.offset
    if (offset + 4 > this.capacity) this.grow(4)
    this.view.setInt32(offset, value, true)
    this.offset = offset + 4
  }

  uint(value: number): void {
    if (value >>> 0 !== value) throw this.invalid('a number from 0 to 4294967295', value)
    this.id(value)
  }

  /** -2^63 to 2^64-1. */
  long(value: bigint): void {
    if (typeof value !== 'bigint') throw this.invalid('a bigint', value)
    if (BigInt.asIntN(64, value) !== value && BigInt.asUintN(64, value) !== value) {
      throw this.invalid('a bigint of 64 bits', value)
    }
    const offset = this.offset
    if (offset + 8 > this.capacity) this.grow(8)
    this.view.setBigInt64(offset, value, true)
    this.offset = offset + 8
  }

  double(value: number): void {
    if (typeof value !== 'number') throw this.invalid('a number', value)
    const offset = this.offset
    if (offset + 8 > this.capacity) this.grow(8)
    this.view.setFloat64(offset, value, true)
    this.offset = offset + 8
  }

  int53(value: number): void {
    if (!Number.isSafeInteger(value)) throw this.invalid('an integer of 53 bits', value)
    this.long(BigInt(value))
  }

  float(value: number): void {
    if (typeof value !== 'number') throw this.invalid('a number', value)
    const offset = this.offset
    if (offset + 4 > this.capacity) this.grow(4)
    this.view.setFloat32(offset, value, true)
    this.offset = offset + 4
  }

  bool(value: boolean): void {
    if (typeof value !== 'boolean') throw this.invalid('a boolean', value)
    this.id(value ? BOOL_TRUE : BOOL_FALSE)
  }

  string(value: string): void {
    if (typeof value !== 'string') throw this.invalid('a string', value)
    const offset = this.offset
    const most = value.length * 3 + 8
    if (offset + most > this.capacity) this.grow(most)
    // The prefix takes four bytes for certain, or one unless the text turns out longer in UTF-8.
    if (value.length >= 254) {
      const length = encodeUtf8(value, this.bytes, offset + 4)
      if (length > MAX_BYTES) throw this.invalid('a string below 16 MiB', value)
      this.longPrefix(offset, length)
      return
    }
    const length = encodeUtf8(value, this.bytes, offset + 1)
    if (length < 254) {
      this.bytes[offset] = length
      this.pad(offset + 1 + length)
    } else {
      this.bytes.copyWithin(offset + 4, offset + 1, offset + 1 + length)
      this.longPrefix(offset, length)
    }
  }

  byteString(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw this.invalid('a Uint8Array', value)
    const offset = this.offset
    const length = value.length
    if (length > MAX_BYTES) throw this.invalid('a Uint8Array below 16 MiB', value)
    if (offset + length + 8 > this.capacity) this.grow(length + 8)
    if (length < 254) {
      this.bytes[offset] = length
      this.copy(value, offset + 1)
      this.pad(offset + 1 + length)
    } else {
      this.copy(value, offset + 4)
      this.longPrefix(offset, length)
    }
  }

  /** int128 or int256: exactly `length` bytes. */
  fixed(value: Uint8Array, length: number): void {
    if (!(value instanceof Uint8Array) || value.length !== length) throw this.invalid(`${length} bytes`, value)
    this.raw(value)
  }

  /** Bytes as they are, for what the protocol puts outside TL. */
  raw(value: Uint8Array): void {
    const offset = this.offset
    if (offset + value.length > this.capacity) this.grow(value.length)
    this.copy(value, offset)
    this.offset = offset + value.length
  }

  /** A vector's constructor number and count; its items follow. */
  vector(items: readonly unknown[]): void {
    this.id(VECTOR)
    this.bareVector(items)
  }

  /** The count of a bare vector. */
  bareVector(items: readonly unknown[]): void {
    if (!Array.isArray(items)) throw this.invalid('an array', items)
    this.id(items.length)
  }

  /** A field that must be there because another with the same flag is. */
  present<T>(value: T | undefined): T {
    if (value === undefined) throw this.invalid('a value', value)
    return value
  }

  /** A field that must not be there, because a number beside it says so. */
  absent(value: unknown): void {
    if (value !== undefined) throw this.invalid('absent, as a number beside it says', value)
  }

  /** Bits of a flag word that no field stands for. */
  bits(value: number | undefined, known: number): number {
    if (value === undefined) return 0
    if (typeof value !== 'number' || value >>> 0 !== value) throw this.invalid('a number from 0 to 4294967295', value)
    return value & ~known
  }

  /** The items of a repetition, whose count stands elsewhere. */
  items(value: readonly unknown[], count: number): void {
    if (!Array.isArray(value) || value.length !== count) throw this.invalid(`an array of ${count}`, value)
  }

  /** An item of a repetition with several fields. */
  object(value: unknown): void {
    if (typeof value !== 'object' || value === null) throw this.invalid('an object', value)
  }

  /** What was written, in a buffer of its own or in what `allocate` gives. */
  finish(allocate?: (length: number) => Uint8Array): Uint8Array {
    if (allocate === undefined) return this.bytes.slice(0, this.offset)
    const bytes = allocate(this.offset)
    bytes.set(this.bytes.subarray(0, this.offset))
    return bytes
  }

  /** For a type that has no constructors. */
  none(value: unknown): never {
    throw this.unknown(value)
  }

  /** An object that was kept as bytes: the only one that has no writer of its own. */
  kept(value: unknown): void {
    if (!isUnknownObject(value)) throw this.unknown(value)
    this.raw(value.bytes)
  }

  /** The error for an object whose `_` is not one of the constructors that may stand here. */
  unknown(value: unknown): TlError {
    const name = typeof value === 'object' && value !== null && '_' in value ? String(value._) : typeof value
    return new TlError('INVALID_VALUE', this.offset, `'${name}' cannot stand here`)
  }

  /** The error for a value that does not fit what is to be written. Never shows the value: it may be a secret. */
  invalid(expected: string, value: unknown): TlError {
    const found = value === null ? 'null' : typeof value === 'object' ? 'another object' : `this ${typeof value}`
    return new TlError(
      'INVALID_VALUE',
      this.offset,
      value === undefined ? `${expected} is missing` : `${found} is not ${expected}`,
    )
  }

  private longPrefix(offset: number, length: number): void {
    this.view.setUint32(offset, ((length << 8) | 254) >>> 0, true)
    this.pad(offset + 4 + length)
  }

  /** Zeros up to a multiple of four; the capacity for them is there. */
  private pad(end: number): void {
    let offset = end
    while ((offset & 3) !== 0) this.bytes[offset++] = 0
    this.offset = offset
  }

  private copy(value: Uint8Array, offset: number): void {
    const length = value.length
    // Below this a loop costs less than the call of `set`.
    if (length > 24) {
      this.bytes.set(value, offset)
      return
    }
    for (let i = 0; i < length; i++) this.bytes[offset + i] = value[i] ?? 0
  }

  private grow(wanted: number): void {
    let capacity = this.capacity * 2
    while (capacity < this.offset + wanted) capacity *= 2
    const bytes = new Uint8Array(capacity)
    bytes.set(this.bytes.subarray(0, this.offset))
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
    this.capacity = capacity
  }
}
