import type { Combinator, LinkedSchema, TypeRef } from '../linked-schema.ts'
import { schemaAnalysis } from './analysis.ts'
import { checkSupported, type EmitContext } from './emit-context.ts'
import { flatName, idKey, propertyKey } from './names.ts'
import { emitMake, emitTypeReader, emitVectorReader, readExpression } from './readers.ts'
import { boxedTypes, builtInResults, isWrapper, resultKey } from './types.ts'
import { emitPut, emitTypeWriter, emitVectorWriter, writeStatement } from './writers.ts'

export interface CodecModules {
  /** Import path of the runtime. */
  readonly runtime: string
  /** Import path of the types. */
  readonly types: string
}

/** The module with the readers, the writers and the public functions. */
export function emitCodec(root: string, schema: LinkedSchema, modules: CodecModules, header: string): string {
  const context: EmitContext = { root, types: boxedTypes(schema), analysis: schemaAnalysis(schema), vectors: new Map() }
  const combinators = [...schema.constructors, ...schema.methods]
  for (const combinator of combinators) checkSupported(combinator)
  const bare = bareConstructors(combinators)
  const parts: string[] = []
  for (const [type, members] of boxedTypes(schema)) {
    if (members.length === 0) continue
    parts.push(emitTypeReader(context, type, members), emitTypeWriter(context, type, members))
  }
  for (const combinator of combinators) {
    parts.push(emitMake(context, combinator), emitPut(context, combinator, bare.has(combinator.name)))
  }
  const tables = emitTables(context, schema)
  // Emitting a vector's functions may name further vectors.
  const done = new Set<string>()
  for (const [name, vector] of context.vectors) {
    if (done.has(name)) continue
    done.add(name)
    parts.push(emitVectorReader(context, name, vector), emitVectorWriter(context, name, vector))
  }
  const wrappers = schema.methods.filter(isWrapper)
  if (wrappers.length > 0) parts.push(QUERY_FUNCTIONS(root))
  return [header, emitImports(root, modules), ...parts, ...tables, emitPublic(root, schema), ''].join('\n\n')
}

function bareConstructors(combinators: readonly Combinator[]): Set<string> {
  const bare = new Set<string>()
  const visit = (type: TypeRef): void => {
    if (type.kind === 'bare') bare.add(type.constructor)
    if (type.kind === 'vector') visit(type.item)
  }
  for (const { params, result } of combinators) {
    visit(result)
    for (const { type } of params) visit(type)
  }
  return bare
}

function emitImports(root: string, modules: CodecModules): string {
  return [
    `import { encodeWith, Reader, resultOf, type Writer } from '${modules.runtime}'`,
    `import type { ${root}, ResultOf, Results, Types, Wrapper } from '${modules.types}'`,
    '',
    `export type { ${root}, ResultOf, Results, Types, Wrapper } from '${modules.types}'`,
  ].join('\n')
}

/** Wrapped requests count as nesting, since a wrapper can wrap itself. */
const QUERY_FUNCTIONS = (root: string): string => `function readQuery(r: Reader): ${root}.Method {
  r.enter()
  const query = readMethod(r)
  r.leave()
  return query
}

function writeQuery(w: Writer, v: ${root}.Method): void {
  write(w, v)
}`

/** Both are methods, which lets a codec of one type stand where one of any type is asked for. */
const CODEC = `interface Codec<T> {
  read(r: Reader): T
  write(w: Writer, v: T): void
}`

function emitTables(context: EmitContext, schema: LinkedSchema): string[] {
  const { root } = context
  const codecs = [
    ...[...boxedTypes(schema)].map(([type, members]) =>
      members.length === 0
        ? `  ${propertyKey(type)}: { read: (r) => { throw r.unexpected(r.int(), '${type}') }, write: (w, v) => { throw w.invalid('a ${type}', v) } },`
        : `  ${propertyKey(type)}: { read: read_${flatName(type)}, write: write_${flatName(type)} },`,
    ),
    ...[...builtInResults(schema)].map(
      ([key, type]) =>
        `  ${propertyKey(key)}: { read: (r) => ${readExpression(context, type)}, write: (w, v) => ${writeStatement(context, type, 'v')} },`,
    ),
  ]
  const results = schema.methods.flatMap((method) => {
    const key = resultKey(method.result)
    return key === undefined ? [] : [`  ${propertyKey(method.name)}: '${key}',`]
  })
  const puts = (combinators: readonly Combinator[]): string =>
    combinators.map(({ name }) => `  ${propertyKey(name)}: put_${flatName(name)},`).join('\n')
  const makes = (combinators: readonly Combinator[]): string =>
    combinators.map(({ name, id }) => `  ${idKey(id)}: make_${flatName(name)},`).join('\n')
  const all = [...schema.constructors, ...schema.methods]
  return [
    CODEC,
    `const codecs: { readonly [T in keyof Types]: Codec<Types[T]> } = {\n${codecs.join('\n')}\n}`,
    `const results: Record<string, keyof Types> = {\n${results.join('\n')}\n}\nObject.setPrototypeOf(results, null)`,
    `const puts: Record<string, Codec<${root}.Object | ${root}.Method>['write']> = {\n${puts(all)}\n}\nObject.setPrototypeOf(puts, null)`,
    `const objects: Record<number, (r: Reader) => ${root}.Object> = {\n${makes(schema.constructors)}\n}`,
    `const methods: Record<number, (r: Reader) => ${root}.Method> = {\n${makes(schema.methods)}\n}`,
    `const names: Record<number, string> = {\n${all.map(({ id, name }) => `  ${idKey(id)}: '${name}',`).join('\n')}\n}`,
  ]
}

function emitPublic(root: string, schema: LinkedSchema): string {
  return `/** The API layer that these definitions belong to; 0 for a schema without layers. */
export const LAYER: number = ${schema.layer ?? 0}

/** Writes a constructor or a request with its number. */
export function write(w: Writer, value: ${root}.Object | ${root}.Method): void {
  const put = puts[value._]
  if (put === undefined) throw w.invalid('a constructor or method of this schema', value)
  put(w, value)
}

/** The bytes of a constructor or a request, in a buffer of their own. Throws \`TlError\` with the name of the bad field. */
export function encode(value: ${root}.Object | ${root}.Method): Uint8Array {
  return encodeWith(write, value)
}

/** Reads a value of a type; only the constructors of that type are accepted. */
export function read<T extends keyof Types>(r: Reader, type: T): Types[T] {
  return codecs[type].read(r)
}

/** Reads a value of a type from the whole of \`bytes\`: what is left over is an error. */
export function decode<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T] {
  const r = new Reader(bytes)
  const value = codecs[type].read(r)
  r.finish()
  return value
}

/** Reads any constructor of the schema. */
export function readObject(r: Reader): ${root}.Object {
  const id = r.int()
  const make = objects[id >>> 0]
  if (make === undefined) throw r.unexpected(id, 'this schema')
  return make(r)
}

export function decodeObject(bytes: Uint8Array): ${root}.Object {
  const r = new Reader(bytes)
  const value = readObject(r)
  r.finish()
  return value
}

/** Reads a request: a server's side. */
export function readMethod(r: Reader): ${root}.Method {
  const id = r.int()
  const make = methods[id >>> 0]
  if (make === undefined) throw r.unexpected(id, 'any method')
  return make(r)
}

export function decodeMethod(bytes: Uint8Array): ${root}.Method {
  const r = new Reader(bytes)
  const value = readMethod(r)
  r.finish()
  return value
}

function resultCodec(request: ${root}.Method): Codec<unknown> {
  return codecs[resultOf(results, request)]
}

/** Reads the result of a request; a server wrote it with \`encodeResult\`. */
export function readResult<M extends ${root}.Method>(request: M, r: Reader): ResultOf<M>
export function readResult(request: ${root}.Method, r: Reader): unknown {
  return resultCodec(request).read(r)
}

export function decodeResult<M extends ${root}.Method>(request: M, bytes: Uint8Array): ResultOf<M>
export function decodeResult(request: ${root}.Method, bytes: Uint8Array): unknown {
  const r = new Reader(bytes)
  const value = resultCodec(request).read(r)
  r.finish()
  return value
}

/** Writes the result of a request. */
export function encodeResult<M extends ${root}.Method>(request: M, result: ResultOf<M>): Uint8Array {
  return encodeWith(resultCodec(request).write, result)
}

/** The name of a constructor or method by its number, signed or not. */
export function nameOf(id: number): string | undefined {
  return names[id >>> 0]
}`
}
