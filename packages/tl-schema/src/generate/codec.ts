import type { Combinator, LinkedSchema, TypeRef } from '../linked-schema.ts'
import { analyse } from './analysis.ts'
import { block, list } from './code.ts'
import { type EmitContext, newContext } from './emit-context.ts'
import { emitMethodFunctions } from './method-functions.ts'
import { idKey, idLiteral, propertyKey } from './names.ts'
import { codeName, type Naming } from './naming.ts'
import {
  emitBuiltinReader,
  emitMake,
  emitTypeReader,
  emitVectorReader,
  firstOfEach,
  makeLines,
  readExpression,
} from './readers.ts'
import { builtInResults, namedTypes, natArity, resultKey, wrappedKey } from './types.ts'
import { emitBuiltinWriter, emitFields, emitTypeWriter, emitVectorWriter, putLines, writeStatement } from './writers.ts'

export interface CodecModules {
  /** Import path of the runtime. */
  readonly runtime: string
  /** Import path of the types. */
  readonly types: string
}

/** The module with the readers, the writers and the public functions. The schema has been made ready by `lower`. */
export function emitCodec(
  naming: Naming,
  schema: LinkedSchema,
  modules: CodecModules,
  header: string,
  { keepsBits, leavesOut }: Pick<EmitContext, 'keepsBits' | 'leavesOut'>,
): string {
  const { root } = naming
  const types = new Map([...schema.types].filter(([type]) => type !== 'Bool'))
  const combinators = [...schema.methods, ...[...types.values()].flat()]
  const bare = constructorsWithFunctions(types, combinators)
  const context = newContext({ naming, types, analysis: analyse(types), bare, keepsBits, leavesOut })
  const keys = new Set([...namedTypes(schema).keys(), ...builtInResults(schema).keys()])
  const parts: string[] = []
  for (const [type, members] of types) {
    if (members.length === 0) continue
    for (const member of members) {
      if (bare.has(codeName(member))) parts.push(emitMake(context, type, member), emitFields(context, member))
    }
    parts.push(emitTypeReader(context, type, members), emitTypeWriter(context, type, members))
    const listed = listedNames(keys, type, members)
    // Beside the code that compares with these names, where packing them costs least.
    if (listed !== undefined) parts.push(`const names_${naming.functions(type)} = '${listed}'`)
  }
  const tables = emitTables(context, schema, keys)
  // Emitting a vector's functions may name further vectors.
  const done = new Set<string>()
  for (const [name, vector] of context.vectors) {
    if (done.has(name)) continue
    done.add(name)
    parts.push(emitVectorReader(context, name, vector), emitVectorWriter(context, name, vector))
  }
  for (const [name, type] of context.builtins) {
    parts.push(emitBuiltinReader(context, name, type), emitBuiltinWriter(context, name, type))
  }
  parts.push(...context.repeats.parts)
  if (usesQueries(schema)) parts.push(emitQueryFunctions(root))
  return [
    header,
    emitImports(root, schema, modules),
    ...parts,
    ...tables,
    ...(usesObjects(schema) ? [emitObjectFunctions(root, types.get('Object') ?? [])] : []),
    emitPublic(root, schema),
    ...emitMethodFunctions(root, schema),
    '',
  ].join('\n\n')
}

/** Those that stand bare somewhere, and those whose fields need numbers from around. */
function constructorsWithFunctions(
  types: ReadonlyMap<string, readonly Combinator[]>,
  combinators: readonly Combinator[],
): Set<string> {
  const bare = new Set<string>()
  const visit = (type: TypeRef): void => {
    if (type.kind === 'bare') bare.add(type.constructor)
    if (type.kind === 'vector') visit(type.item)
    if (type.kind === 'repeat') for (const field of type.fields) visit(field.type)
  }
  for (const { params, result } of combinators) {
    visit(result)
    for (const { type } of params) visit(type)
  }
  for (const members of types.values()) {
    if (natArity(members) > 0) for (const member of members) bare.add(codeName(member))
  }
  return bare
}

function usesQueries({ methods }: LinkedSchema): boolean {
  return methods.some(({ params }) => params.some(({ type }) => type.kind === 'generic' && type.isQuery))
}

function usesObjects(schema: LinkedSchema): boolean {
  const holds = (type: TypeRef): boolean => {
    if (type.kind === 'vector') return holds(type.item)
    if (type.kind === 'repeat') return type.fields.some((field) => holds(field.type))
    return type.kind === 'primitive' && type.name === 'Object'
  }
  const all = [...schema.methods, ...[...schema.types.values()].flat()]
  return (
    schema.types.has('Object') ||
    all.some(({ params, result }) => holds(result) || params.some((one) => holds(one.type)))
  )
}

function emitImports(root: string, schema: LinkedSchema, modules: CodecModules): string {
  const { methods } = schema
  const forMethods = methods.length > 0
  const values = [
    ...(forMethods ? ['buildMethodIndex'] : []),
    'buildWriterIndex',
    'type Codec',
    'codec',
    'codecOf',
    'decodeKeeping',
    'encodeWith',
    'type KeepUnknown',
    ...(forMethods ? ['type MethodCodec'] : []),
    'openReader',
    'type Reader',
    ...(usesObjects(schema) ? ['readOrKeep'] : []),
    ...(forMethods ? ['resultOf'] : []),
    'type UnknownObject',
    'type Writer',
  ]
  return [
    list('', 'import {', values, `} from '${modules.runtime}'`, ' '),
    `import type { ${root}, ${forMethods ? 'ResultOf, ' : ''}Types } from '${modules.types}'`,
    '',
    `export type { ${root}, ${forMethods ? 'Requests, ResultOf, Results, ' : ''}Types${forMethods ? ', Wrapper' : ''} } from '${modules.types}'`,
  ].join('\n')
}

/** Wrapped requests count as nesting, since a wrapper can wrap itself. */
function emitQueryFunctions(root: string): string {
  return `function readQuery(r: Reader): ${root}.Method {
  r.enter()
  const query = readMethod(r)
  r.leave()
  return query
}

function writeQuery(w: Writer, v: ${root}.Method): void {
  write(w, v)
}`
}

/** Any object of the schema counts as nesting, since it may hold another. */
function emitObjectFunctions(root: string, own: readonly Combinator[]): string {
  const cases = own.map(({ name }) => `v._ === '${name}'`).join(' || ')
  return `const objectWriters = buildWriterIndex(codecs, {})

function readAny(r: Reader): ${root}.Object | UnknownObject {
  r.enter()
  const value = readOrKeep(r, readObject)
  r.leave()
  return value
}

${block(`function writeAny(w: Writer, v: ${root}.Object | UnknownObject): void`, [
  ...(own.length === 0 ? [] : [`if (${cases}) return write_Object(w, v)`]),
  'const codec = objectWriters(v._)',
  'if (codec === undefined) w.kept(v)',
  'else codec.write(w, v)',
])}`
}

function emitTables(context: EmitContext, schema: LinkedSchema, keys: ReadonlySet<string>): string[] {
  const { naming, types } = context
  const { root } = naming
  const objectNames = (types.get('Object') ?? []).map(({ name }) => name).join(' ')
  const codecs = [
    ...[...namedTypes(schema)].map(
      ([type, members]) => `  ${propertyKey(type)}: ${typeEntry(naming, keys, type, members)},`,
    ),
    ...[...builtInResults(schema)].map(([key, type]) => {
      const listed = key === 'Object' ? `, names: '${objectNames}'` : ''
      return `  ${propertyKey(key)}: { read: (r) => ${readExpression(context, type)}, write: (w, v) => ${writeStatement(context, type, 'v')}${listed} },`
    }),
  ]
  // Of several with one number the first here is the one that is read.
  const found = schema.methods.filter((one) => isFound(one, schema))
  const methods = [...found, ...schema.methods.filter((one) => !isFound(one, schema))].map((method) => {
    const key = resultKey(method.result)
    const wrapped = wrappedKey(method)
    const wraps = key !== undefined || wrapped === undefined || wrapped === 'query' ? '' : ` wraps: '${wrapped}',`
    const head = `id: ${idLiteral(method.id)},${key === undefined ? '' : ` result: '${key}',`}${wraps}`
    const read = block(`read(r): ${naming.path(method.name)}`, makeLines(context, method))
    const write = block(`write(w, v: ${naming.path(method.name)})`, putLines(context, method, [], 'this.id'))
    return [`  ${propertyKey(method.name)}: {`, `${head}\n${read},\n${write},`.replace(/^/gm, '    '), '  },'].join(
      '\n',
    )
  })
  const instances = [...types.values()].flat().filter(({ instance }) => instance !== undefined)
  const every = firstOfEach([...schema.constructors, ...instances]).map(({ id, name }) => `  ${idKey(id)}: '${name}',`)
  // A case of a polymorphic type cannot be told by its number alone.
  const typeOf = new Map([...types].flatMap(([type, members]) => members.map((one) => [one, type] as const)))
  const readable = [...typeOf.keys()].filter((one) => one.instance === undefined && natArity([one]) === 0)
  const boxes = firstOfEach(readable).map(
    (one) => `  ${idKey(one.id)}: read_${naming.functions(typeOf.get(one) ?? '')},`,
  )
  return [
    `const codecs: { readonly [T in keyof Types]: Codec<Types[T]> } = {\n${codecs.join('\n')}\n}`,
    ...(methods.length > 0
      ? [
          `const methods: Readonly<Record<string, MethodCodec<${root}.Method, keyof Types>>> = {\n${methods.join('\n')}\n}`,
        ]
      : []),
    `const constructorNames: Readonly<Record<number, string>> = {\n${every.join('\n')}\n}`,
    `const objects: Readonly<Record<number, (r: Reader) => ${root}.Object>> = {\n${boxes.join('\n')}\n}`,
  ]
}

/** Constructors are listed where they cannot be told from the name of the type; those of a polymorphic type never are. */
function typeEntry(naming: Naming, keys: ReadonlySet<string>, type: string, members: readonly Combinator[]): string {
  if (members.length === 0) {
    return `{ read: (r) => r.none('${type}'), write: (w, v) => w.none(v) }`
  }
  const functions = naming.functions(type)
  const listed = listedNames(keys, type, members) === undefined ? '' : `, names_${functions}`
  return `codec(read_${functions}, write_${functions}${listed})`
}

/** The names of constructors by which their type would not be found: see `byName` in the runtime. */
function listedNames(keys: ReadonlySet<string>, type: string, members: readonly Combinator[]): string | undefined {
  if (natArity(members) > 0 || type === 'Object') return undefined
  const others = members.filter(({ name, instance }) => instance === undefined && calledAfter(keys, name) !== type)
  return others.length === 0 ? undefined : others.map(({ name }) => name).join(' ')
}

function calledAfter(keys: ReadonlySet<string>, name: string): string | undefined {
  const local = name.lastIndexOf('.') + 1
  const type = name.slice(0, local) + name.charAt(local).toUpperCase() + name.slice(local + 1)
  for (let end = type.length; end > local; end--) {
    const prefix = type.slice(0, end)
    if (prefix !== 'Object' && keys.has(prefix)) return prefix
  }
  return undefined
}

function emitPublic(root: string, schema: LinkedSchema): string {
  const hasMethods = schema.methods.length > 0
  // What was kept stands where any object may, and so within others; of a schema without such places it is bytes at once.
  const kept = usesObjects(schema) ? ' | UnknownObject' : ''
  const value = `${root}.Object${hasMethods ? ` | ${root}.Method` : ''}${kept}`
  return `const writers = buildWriterIndex(codecs, ${hasMethods ? 'methods' : '{}'})

/** The API layer that these definitions belong to; 0 for a schema without layers. */
export const LAYER: number = ${schema.layer ?? 0}

/** Writes a constructor or a request with its number. */
export function write(w: Writer, value: ${value}): void {
  const codec = writers(value._)
  if (codec === undefined) ${usesObjects(schema) ? 'w.kept(value)' : 'throw w.unknown(value)'}
  ${usesObjects(schema) ? 'else ' : ''}codec.write(w, value)
}

/** The bytes of a constructor or a request, in a buffer of their own. Throws \`TlError\` with the name of the bad field. */
export function encode(value: ${value}): Uint8Array {
  return encodeWith(write, value)
}

/** Reads a value of a type; only the constructors of that type are accepted. */
export function read<T extends keyof Types>(r: Reader, type: T): Types[T] {
  return codecOf(codecs, type).read(r)
}

/**
 * Reads a value of a type from the whole of \`bytes\`: what is left over is an error. With \`{ unknown: 'keep' }\` a value with a
 * constructor that does not belong where it stands is kept as bytes.
 */
export function decode<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T]
export function decode<T extends keyof Types>(type: T, bytes: Uint8Array, options: KeepUnknown): Types[T] | UnknownObject
export function decode<T extends keyof Types>(
  type: T,
  bytes: Uint8Array,
  options?: KeepUnknown,
): Types[T] | UnknownObject {
  const codec = codecOf(codecs, type)
  if (options?.unknown === 'keep') return decodeKeeping((r) => codec.read(r), bytes)
  const r = openReader(bytes)
  const value = codec.read(r)
  r.finish()
  return value
}

/** Reads any constructor of the schema. */
export function readObject(r: Reader): ${root}.Object {
  const id = r.peek()
  const readBoxed = objects[id >>> 0]
  if (readBoxed === undefined) throw r.unexpected(r.int(), 'any type')
  return readBoxed(r)
}

export function decodeObject(bytes: Uint8Array): ${root}.Object
export function decodeObject(bytes: Uint8Array, options: KeepUnknown): ${root}.Object | UnknownObject
export function decodeObject(bytes: Uint8Array, options?: KeepUnknown): ${root}.Object | UnknownObject {
  if (options?.unknown === 'keep') return decodeKeeping(readObject, bytes)
  const r = openReader(bytes)
  const value = readObject(r)
  r.finish()
  return value
}

/** The name of a constructor${hasMethods ? ' or method' : ''} by its number, signed or not. */
export function nameOf(id: number): string | undefined {
  return constructorNames[id >>> 0]${hasMethods ? ' ?? methodName(id)' : ''}
}`
}

function isFound({ id, name }: Combinator, { byId }: LinkedSchema): boolean {
  return byId.get(id)?.name === name
}
