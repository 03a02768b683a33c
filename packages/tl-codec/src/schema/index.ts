/**
 * The public API's schema at run time, in today's layer: for code that walks values or asks what they are made of. It
 * carries every definition as text, half a megabyte, and so is an entry of its own.
 */
import { type Definition, parseDefinitions, type Type } from '../definitions/definition.ts'
import { TlError } from '../error.ts'
import { apiDefinitions } from '../generated/api.definitions.ts'
import { type api, encode } from '../generated/api.ts'

export {
  type Condition,
  type Definition,
  type Field,
  type Primitive,
  parseType,
  type Type,
} from '../definitions/definition.ts'

interface Index {
  readonly byName: ReadonlyMap<string, Definition>
  readonly byId: ReadonlyMap<number, Definition>
  readonly byType: ReadonlyMap<string, readonly Definition[]>
}

let built: Index | undefined

/** Made when it is first asked for. */
function index(): Index {
  if (built !== undefined) return built
  const all = parseDefinitions(apiDefinitions).filter(isObject)
  built = {
    byName: new Map(all.map((one) => [one.name, one])),
    byId: new Map(all.map((one) => [one.id, one])),
    byType: Map.groupBy(
      all.filter(({ isMethod }) => !isMethod),
      ({ result }) => result.text,
    ),
  }
  return built
}

/** Without `boolTrue` and `boolFalse`, which are JavaScript's booleans. */
function isObject({ isMethod, result }: Definition): boolean {
  return isMethod || result.kind === 'boxed'
}

/** The definition of a constructor or method by its name, or by its number, signed or not. */
export function definitionOf(nameOrId: string | number): Definition | undefined {
  const { byName, byId } = index()
  return typeof nameOrId === 'string' ? byName.get(nameOrId) : byId.get(nameOrId | 0)
}

/** The constructors of a boxed type; none for a name that is no type. */
export function constructorsOf(type: string): readonly Definition[] {
  return index().byType.get(type) ?? []
}

/** The names of all boxed types that have constructors. */
export function typeNames(): string[] {
  return [...index().byType.keys()]
}

/** Every constructor and method. */
export function definitions(): Definition[] {
  return [...index().byName.values()]
}

type Any = api.Object | api.Method
type Named<N extends Any['_']> = Extract<Any, { _: N }>

/**
 * A constructor or request of which only what matters is given. What must be there and is not is 0, '', `false`, no bytes or
 * no items; an object must be given. Throws a `TlError` that names the field where one is wrong, missing or unknown.
 */
export function create<N extends Any['_']>(name: N, fields?: Partial<Omit<Named<N>, '_'>>): Named<N>
export function create(name: Any['_'], fields: Readonly<Record<string, unknown>> = {}): unknown {
  const definition = definitionOf(name)
  if (definition === undefined) throw new TlError('UNKNOWN_TYPE', 0, `The schema has no '${name}'`)
  const value: Record<string, unknown> = { _: name }
  for (const { name: field, type, isFlagWord, condition } of definition.fields) {
    if (isFlagWord) continue
    const given = Object.hasOwn(fields, field) ? fields[field] : undefined
    const found = given === undefined && condition === undefined ? emptyOf(type) : given
    if (found !== undefined) value[field] = found
  }
  for (const field of Object.keys(fields)) {
    const isKnown = definition.fields.some((one) => one.name === field && !one.isFlagWord)
    if (!isKnown) throw new TlError('INVALID_VALUE', 0, `${name}.${field}: there is no such field`)
  }
  Reflect.apply(encode, undefined, [value])
  return value
}

/** Undefined for objects, of which none is more likely than another. */
function emptyOf(type: Type): unknown {
  if (type.kind === 'vector') return []
  if (type.kind !== 'primitive') return undefined
  switch (type.name) {
    case 'long':
      return 0n
    case 'string':
      return ''
    case 'bytes':
      return new Uint8Array()
    case 'int128':
      return new Uint8Array(16)
    case 'int256':
      return new Uint8Array(32)
    case 'Bool':
      return false
    case 'true':
      return undefined
    default:
      return 0
  }
}
