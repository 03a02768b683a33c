/** Writers of values whose type is known at run time only: each checks what it is given. */
import type { Primitive } from '../definitions/definition.ts'
import type { Writer } from '../writer.ts'
import type { LayerWriters } from './layer-writers.ts'
import { isTlObject } from './tl-object.ts'

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

/** The same by the names of the types. */
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

/** The number and the count; the items follow. */
export function vector(w: Writer, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw w.invalid('an array', value)
  w.vector(value)
  return value
}

export function bareVector(w: Writer, value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw w.invalid('an array', value)
  w.bareVector(value)
  return value
}

/** A constructor of this type, in the layer's form. */
export function boxed(w: Writer, value: unknown, type: string, layer: LayerWriters): void {
  if (!isTlObject(value)) throw w.invalid(`a ${type}`, value)
  const writer = layer.find(value._)
  if (writer?.type !== type) throw w.unknown(value)
  w.id(writer.id)
  writer.fields(w, value, layer)
}

/** Any constructor or request, in the layer's form. */
export function query(w: Writer, value: unknown, layer: LayerWriters): void {
  if (!isTlObject(value)) throw w.invalid('a request', value)
  const writer = layer.find(value._)
  if (writer === undefined) throw w.unknown(value)
  w.id(writer.id)
  writer.fields(w, value, layer)
}
