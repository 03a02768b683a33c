/**
 * The codec of a server that talks to clients of every layer from 133 to the newest known: the functions of
 * `@chappe/tl-codec/api`, with the peer's layer for what is written. Values in memory have today's shape; a field of an
 * earlier layer that today knows nothing of stays in a decoded value under its own name.
 *
 * Reading takes every number of every layer. Writing never throws for want of something in the layer: see
 * `fallbacks.ts`, `results.ts`, `conversions.ts` and `field-rules.ts` for what is written instead.
 */
import { encodeWith, openReader, type Reader, TlError, type Writer } from '@chappe/tl-codec'
import type { api, ResultOf, Types } from '@chappe/tl-codec/api'
import * as today from '@chappe/tl-codec/api'
import { parseType, type Type } from '@chappe/tl-codec/definitions'
import { defaultValue } from './default-value.ts'
import { definitionFor, downgrade, downgradeObject } from './downgrade.ts'
import { byId, knownLayer, type Layer, layerSchema, TODAY } from './history.ts'
import { readObject as readAnyObject, readRequest, readType } from './read-type.ts'
import { type ResultTypes, resultTypes } from './result-type.ts'
import { resultFallbacks } from './results.ts'
import { isTlObject } from './tl-object.ts'
import { writeObject, writeType } from './write-type.ts'

export type { api, Requests, ResultOf, Results, Types, Wrapper } from '@chappe/tl-codec/api'
export type { Definition, Field, Type } from '@chappe/tl-codec/definitions'
export { type Fallback, fallbacks, type InsideFallback, insideFallbacks } from './fallbacks.ts'
export { knownLayer, knownLayers } from './history.ts'
export { type ResultFallback, resultFallbacks } from './results.ts'
export { encodePush } from './updates.ts'

/** Today's layer. */
export const LAYER: number = today.LAYER

/** A request that no longer exists, as a client of an earlier layer sent it, with the fields that it had. */
export interface LegacyMethod {
  readonly _: string & { readonly legacy?: never }
  readonly [field: string]: unknown
}

const resultFallbackOf = new Map(resultFallbacks.map((one) => [`${one.from} ${one.to}`, one]))

/** Writes a constructor or a request for a peer of this layer. */
export function write(w: Writer, value: api.Object | api.Method, layer: number): void {
  const schema = layerSchema(knownLayer(layer))
  if (schema.number === TODAY) today.write(w, value)
  else writeAny(w, value, schema)
}

function writeAny(w: Writer, value: unknown, layer: Layer): void {
  if (!isTlObject(value)) throw w.invalid('a TL object', value)
  const definition = definitionFor(value._, layer)
  if (definition === undefined) throw w.unknown(value)
  const type = definition.result
  if (definition.isMethod || type.kind !== 'boxed') writeObject(w, downgradeObject(value, layer) ?? value, layer)
  else {
    const found = downgrade(value, type, layer) ?? defaultValue(type, layer)
    writeType(w, found, type, layer)
  }
}

/** The bytes of a constructor or a request for a peer of this layer. Throws `TlError` only for values that are wrong today too. */
export function encode(value: api.Object | api.Method, layer: number): Uint8Array {
  const schema = layerSchema(knownLayer(layer))
  if (schema.number === TODAY) return today.encode(value)
  return encodeWith((w: Writer, one: unknown) => writeAny(w, one, schema), value)
}

/** The same for a value whose type is known at run time only, such as one read by `decodeMethod`, also of what is gone. */
export function encodeUntyped(value: unknown, layer: number): Uint8Array {
  const schema = layerSchema(knownLayer(layer))
  return encodeWith((w: Writer, one: unknown) => writeAny(w, one, schema), value)
}

/** What a peer of this layer gets in place of a value of this type, in the layer's shape; undefined if it gets nothing. */
export function downgradeTo(type: string, value: unknown, layer: number): unknown {
  return downgrade(value, parseType(type), layerSchema(knownLayer(layer)))
}

/** The bytes of a request's result, in the type that the method has in this layer. */
export function encodeResult<M extends api.Method>(request: M, result: ResultOf<M>, layer: number): Uint8Array {
  if (knownLayer(layer) === TODAY) return today.encodeResult(request, result)
  return encodeResultUntyped(request, result, layer)
}

/** The same for a request and a result whose types are known at run time only. */
export function encodeResultUntyped(request: unknown, result: unknown, layer: number): Uint8Array {
  const schema = layerSchema(knownLayer(layer))
  const { inLayer, today: from } = resultTypesOf(request, schema)
  const written = resultInLayer(result, from, inLayer, schema)
  return encodeWith((w: Writer, value: unknown) => writeType(w, value, inLayer, schema), written)
}

function resultTypesOf(request: unknown, layer: Layer): ResultTypes {
  const types = resultTypes(request, layer)
  if (types === undefined) throw new TlError('INVALID_VALUE', 0, 'This is not a request with a known result')
  return types
}

function resultInLayer(result: unknown, from: Type, to: Type, layer: Layer): unknown {
  const value = from === to ? result : resultFallbackOf.get(`${from.text} ${to.text}`)?.convert(result)
  const down = value === undefined ? undefined : downgrade(value, to, layer)
  return down ?? defaultValue(to, layer)
}

/** Reads a value of a type, whatever the layer of its constructors, in today's shape. */
export function read<T extends keyof Types>(r: Reader, type: T): Types[T]
export function read(r: Reader, type: string): unknown {
  return readType(r, parseType(type))
}

/** The same from the whole of `bytes`: what is left over is an error. */
export function decode<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T]
export function decode(type: string, bytes: Uint8Array): unknown {
  return whole(bytes, (r) => readType(r, parseType(type)))
}

/** Reads any constructor of any layer. */
export function readObject(r: Reader): api.Object
export function readObject(r: Reader): unknown {
  return readAnyObject(r)
}

export function decodeObject(bytes: Uint8Array): api.Object
export function decodeObject(bytes: Uint8Array): unknown {
  return whole(bytes, readAnyObject)
}

/** Reads a request of any layer. One that is gone today comes as it was sent. */
export function readMethod(r: Reader): api.Method | LegacyMethod
export function readMethod(r: Reader): unknown {
  return readRequest(r)
}

export function decodeMethod(bytes: Uint8Array): api.Method | LegacyMethod
export function decodeMethod(bytes: Uint8Array): unknown {
  return whole(bytes, readRequest)
}

/** Reads a request's result in the type that the method has in a layer; where that differs from today's, as it is. */
export function decodeResult<M extends api.Method>(request: M, bytes: Uint8Array, layer: number): ResultOf<M>
export function decodeResult(request: api.Method, bytes: Uint8Array, layer: number): unknown {
  const { inLayer } = resultTypesOf(request, layerSchema(knownLayer(layer)))
  return whole(bytes, (r) => readType(r, inLayer))
}

function whole<T>(bytes: Uint8Array, readOne: (r: Reader) => T): T {
  const r = openReader(bytes)
  const value = readOne(r)
  r.finish()
  return value
}

/** The definitions of today's layer as data, for code that walks them. */
export function schemaOfToday(): Pick<Layer, 'definitions' | 'types'> {
  return layerSchema(TODAY)
}

/** The name of a constructor or method of any layer by its number, signed or not. */
export function nameOf(id: number): string | undefined {
  return byId.get(id | 0)?.name
}
