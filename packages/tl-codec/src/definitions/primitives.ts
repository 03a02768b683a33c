/** Readers and writers of values whose type is known at run time only: writers check what they are given. */
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'
import type { Primitive } from './definition.ts'

export function int(w: Writer, value: unknown): void {
  if (typeof value !== 'number') throw w.invalid('a number', value)
  w.int(value)
}

export function nat(w: Writer, value: unknown): void {
  if (typeof value !== 'number') throw w.invalid('a number', value)
  w.uint(value)
}

export function double(w: Writer, value: unknown): void {
  if (typeof value !== 'number') throw w.invalid('a number', value)
  w.double(value)
}

export function long(w: Writer, value: unknown): void {
  if (typeof value !== 'bigint') throw w.invalid('a bigint', value)
  w.long(value)
}

export function string(w: Writer, value: unknown): void {
  if (typeof value !== 'string') throw w.invalid('a string', value)
  w.string(value)
}

export function Bool(w: Writer, value: unknown): void {
  if (typeof value !== 'boolean') throw w.invalid('a boolean', value)
  w.bool(value)
}

export function bytes(w: Writer, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw w.invalid('a Uint8Array', value)
  w.byteString(value)
}

export function int128(w: Writer, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw w.invalid('a Uint8Array', value)
  w.fixed(value, 16)
}

export function int256(w: Writer, value: unknown): void {
  if (!(value instanceof Uint8Array)) throw w.invalid('a Uint8Array', value)
  w.fixed(value, 32)
}

/** The writers by the names of the types. */
export const primitives: Readonly<Record<Primitive, (w: Writer, value: unknown) => void>> = {
  int,
  nat,
  long,
  double,
  string,
  bytes,
  int128,
  int256,
  Bool,
  // A flag: it has no bytes.
  true: () => {},
}

export function readPrimitive(r: Reader, name: Primitive): unknown {
  switch (name) {
    case 'int':
      return r.int()
    case 'nat':
      return r.uint()
    case 'long':
      return r.long()
    case 'double':
      return r.double()
    case 'string':
      return r.string()
    case 'bytes':
      return r.byteString()
    case 'int128':
      return r.raw(16)
    case 'int256':
      return r.raw(32)
    case 'Bool':
      return r.bool()
    case 'true':
      return true
  }
}
