/** Writers of values whose type is known at run time only: each checks what it is given. */
import type { Writer } from '@chappe/tl-codec'
import type { LayerWriters } from './layer-writers.ts'
import { isTlObject } from './tl-object.ts'

export { Bool, bytes, double, int, int128, int256, long, nat, primitives, string } from '@chappe/tl-codec/definitions'

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
