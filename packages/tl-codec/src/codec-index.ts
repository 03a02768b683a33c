/** What a generated module is made of, and the indexes over it that are built when they are first needed. */
import { TlError } from './error.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** Both are methods, which lets a codec of one type stand where one of any type is asked for. */
export interface Codec<T> {
  read(r: Reader): T
  write(w: Writer, value: T): void
  /** The constructors of the type; only where they are not the type's name with a small letter. */
  readonly names?: string
}

export interface MethodCodec<M, R extends string> {
  readonly id: number
  /** Key of the result's codec; absent for requests that wrap another. */
  readonly result?: R
  /** The property with the wrapped request, if that is not `query`. */
  readonly wraps?: string
  /** Reads the fields; the number has been consumed. */
  read(r: Reader): M
  write(w: Writer, value: M): void
}

/** Anything with a writer. */
export interface Put {
  write(w: Writer, value: unknown): void
}

/** Writers of constructors and methods by name. A constructor's is that of its type. */
export function buildWriterIndex(
  codecs: Readonly<Record<string, Codec<unknown>>>,
  methods: Readonly<Record<string, Put>>,
): () => ReadonlyMap<string, Put> {
  let index: Map<string, Put> | undefined
  return () => {
    if (index !== undefined) return index
    index = new Map(Object.entries(methods))
    for (const [type, codec] of Object.entries(codecs)) {
      const names = codec.names ?? type.replace(/[A-Z]\w*$/, (local) => local.charAt(0).toLowerCase() + local.slice(1))
      for (const name of names.split(' ')) if (name !== '') index.set(name, codec)
    }
    return index
  }
}

/** Methods by their signed number. Of several with one number the first is the one that is read. */
export function buildMethodIndex<M, R extends string>(
  methods: Readonly<Record<string, MethodCodec<M, R>>>,
): () => ReadonlyMap<number, { readonly name: string; read(r: Reader): M }> {
  let index: Map<number, { readonly name: string; read(r: Reader): M }> | undefined
  return () => {
    if (index !== undefined) return index
    index = new Map()
    for (const [name, method] of Object.entries(methods)) {
      if (!index.has(method.id)) index.set(method.id, { name, read: (r: Reader): M => method.read(r) })
    }
    return index
  }
}

/** The codec of a type. What is asked for may be any text where types are not checked, or not known before run time. */
export function codecOf<C extends Readonly<Record<string, Codec<unknown>>>, T extends keyof C & string>(
  codecs: C,
  type: T,
): C[T] {
  const codec = codecs[type]
  // What every object has, such as `toString`, is no codec; to ask for own properties would cost more.
  if (codec?.read === undefined) throw unknownType(type)
  return codec
}

export function unknownType(type: string): TlError {
  return new TlError('UNKNOWN_TYPE', 0, `The schema has no type '${type}'`)
}
