import type { LinkedSchema } from '../linked-schema.ts'

/** Requests and their results. */
export function emitMethodFunctions(root: string, { methods }: LinkedSchema): string[] {
  if (methods.length === 0) return []
  return [
    `const methodsById = buildMethodIndex(methods)

/** Reads a request: a server's side. */
export function readMethod(r: Reader): ${root}.Method {
  const id = r.int()
  const method = methodsById().get(id)
  if (method === undefined) throw r.unexpected(id, 'any method')
  return method.read(r)
}

export function decodeMethod(bytes: Uint8Array): ${root}.Method
export function decodeMethod(bytes: Uint8Array, options: KeepUnknown): ${root}.Method | UnknownObject
export function decodeMethod(bytes: Uint8Array, options?: KeepUnknown): ${root}.Method | UnknownObject {
  if (options?.unknown === 'keep') return decodeKeeping(readMethod, bytes)
  const r = openReader(bytes)
  const value = readMethod(r)
  r.finish()
  return value
}

function resultCodec(request: ${root}.Method): Codec<unknown> {
  return codecs[resultOf(methods, request)]
}

/** Reads the result of a request; a server wrote it with \`encodeResult\`. */
export function readResult<M extends ${root}.Method>(request: M, r: Reader): ResultOf<M>
export function readResult(request: ${root}.Method, r: Reader): unknown {
  return resultCodec(request).read(r)
}

export function decodeResult<M extends ${root}.Method>(request: M, bytes: Uint8Array): ResultOf<M>
export function decodeResult<M extends ${root}.Method>(
  request: M,
  bytes: Uint8Array,
  options: KeepUnknown,
): ResultOf<M> | UnknownObject
export function decodeResult(request: ${root}.Method, bytes: Uint8Array, options?: KeepUnknown): unknown {
  const codec = resultCodec(request)
  if (options?.unknown === 'keep') return decodeKeeping((r) => codec.read(r), bytes)
  const r = openReader(bytes)
  const value = codec.read(r)
  r.finish()
  return value
}

/** Writes the result of a request. */
export function encodeResult<M extends ${root}.Method>(request: M, result: ResultOf<M>): Uint8Array {
  const codec = resultCodec(request)
  return encodeWith((w: Writer, value: unknown) => codec.write(w, value), result)
}

/** The name of a method by its number, signed or not. */
export function methodName(id: number): string | undefined {
  return methodsById().get(id | 0)?.name
}`,
  ]
}
