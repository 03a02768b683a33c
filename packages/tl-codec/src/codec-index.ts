/** What a generated module is made of, and the indexes over it that are built when they are first needed. */
import { TlError } from './error.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

/** Both are methods, which lets a codec of one type stand where one of any type is asked for. */
export interface Codec<T> {
  read(r: Reader): T
  write(w: Writer, value: T): void
  /** The constructors of the type that are not called after it. */
  readonly names?: string
}

/** A codec made of its functions: in a table of hundreds that is less to load than properties spelt out. */
export function codec<T>(read: (r: Reader) => T, write: (w: Writer, value: T) => void, names?: string): Codec<T> {
  return names === undefined ? { read, write } : { read, write, names }
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

/** Beyond this many names, of which most then are of nothing, no more are remembered. */
const MOST_NAMES = 10_000

/** Writers of constructors and methods by name. A constructor's is that of its type. */
export function buildWriterIndex(
  codecs: Readonly<Record<string, Codec<unknown>>>,
  methods: Readonly<Record<string, Put>>,
): (name: string) => Put | undefined {
  let index: Map<string, Put> | undefined
  return (name) => {
    index ??= indexOf(codecs, methods)
    const known = index.get(name)
    if (known !== undefined) return known
    const found = byName(codecs, name)
    if (found !== undefined && index.size < MOST_NAMES) index.set(name, found)
    return found
  }
}

function indexOf(
  codecs: Readonly<Record<string, Codec<unknown>>>,
  methods: Readonly<Record<string, Put>>,
): Map<string, Put> {
  const index = new Map<string, Put>(Object.entries(methods))
  for (const one of Object.values(codecs)) {
    if (one.names !== undefined) for (const name of one.names.split(' ')) index.set(name, one)
  }
  return index
}

/**
 * The type that a constructor is called after, the longest there is: of `messages.dialogsSlice` it is `messages.Dialogs`. Its
 * writer refuses what is not its own. Constructors that are called otherwise are listed.
 */
function byName(codecs: Readonly<Record<string, Codec<unknown>>>, name: string): Put | undefined {
  const local = name.lastIndexOf('.') + 1
  const type = name.slice(0, local) + name.charAt(local).toUpperCase() + name.slice(local + 1)
  for (let end = type.length; end > local; end--) {
    const prefix = type.slice(0, end)
    if (prefix !== 'Object' && Object.hasOwn(codecs, prefix)) return codecs[prefix]
  }
  return undefined
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
