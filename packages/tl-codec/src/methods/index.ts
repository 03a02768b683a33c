/**
 * Requests and results for programs that use few methods and mind their size. What is imported of
 * `@chappe/tl-codec/methods/NAMESPACE` brings its own types along and nothing else; values are those of
 * `@chappe/tl-codec/api`. It is several times slower than that, and a field that is absent is absent in what is decoded.
 */
import { encodeWith } from '../encode-with.ts'
import { openReader } from '../reader.ts'
import { linkMethod, linkType } from './link.ts'
import type { MethodPart, TypePart } from './part.ts'

export type { MethodPart, TypePart } from './part.ts'

/**
 * The bytes of a request. A wrapper such as `invokeWithLayer` takes the bytes of what it wraps as its `query`. Throws
 * `TlError` with the name of the bad field.
 */
export function encodeRequest<M extends { _: string }>(
  method: MethodPart<M, unknown>,
  fields: Omit<M, '_'>,
): Uint8Array {
  const { name, write } = linkMethod(method)
  return encodeWith(write, { ...fields, _: name })
}

/** Reads the result of a request from the whole of `bytes`: what is left over is an error. */
export function decodeResult<R>(method: MethodPart<{ _: string }, R>, bytes: Uint8Array): R
export function decodeResult(method: MethodPart<{ _: string }, unknown>, bytes: Uint8Array): unknown {
  const r = openReader(bytes)
  const value = linkMethod(method).result.read(r)
  r.finish()
  return value
}

/** Reads a value of a type, such as the `Updates` that a server pushes, from the whole of `bytes`. */
export function decode<T>(type: TypePart<T>, bytes: Uint8Array): T
export function decode(type: TypePart<unknown>, bytes: Uint8Array): unknown {
  const r = openReader(bytes)
  const value = linkType(type).read(r)
  r.finish()
  return value
}

/** The bytes of a value of a type; only constructors of that type are accepted. */
export function encode<T>(type: TypePart<T>, value: T): Uint8Array {
  return encodeWith(linkType(type).write, value)
}
