/** First pass: which types and constructors there are, before any field is looked at. */
import type {
  BuiltinDeclaration,
  CombinatorDeclaration,
  Expression,
  FinalDeclaration,
  PartialDeclaration,
  Program,
} from '../ast.ts'
import { computeNumber } from '../crc.ts'
import type { Dialect } from '../dialect.ts'
import type { BuiltinType, Generic, PrimitiveName } from '../linked-schema.ts'
import type { Span } from '../source.ts'
import { builtinConstructors, declaredPrimitives, dialectPrimitives, primitives } from './builtins.ts'

export interface CollectedCombinator {
  readonly kind: 'constructor' | 'method'
  readonly declaration: CombinatorDeclaration
  /** Declares a type that the language has built in, such as `vector`. */
  readonly isBuiltin: boolean
}

export interface TypeInfo {
  readonly name: string
  /** Kinds of its parameters, from the first constructor: `Vector t` has one `Type`. */
  readonly parameters: readonly Generic['kind'][]
  readonly constructors: CombinatorDeclaration[]
  /** Declared by `int ? = Int;`, or by `Empty`, `New` or `Final`: known even without a constructor. */
  isDeclared: boolean
}

export interface Collected {
  readonly combinators: readonly CollectedCombinator[]
  readonly builtins: readonly BuiltinDeclaration[]
  readonly partials: readonly PartialDeclaration[]
  readonly finals: readonly { declaration: FinalDeclaration; constructorsBefore: number }[]
  readonly types: ReadonlyMap<string, TypeInfo>
  /** Declared by `int ? = Int;`, by the name of the type. */
  readonly builtinTypes: ReadonlyMap<string, BuiltinType>
  /** What is built in: by the language, by the dialect, or because the file says so. */
  readonly primitives: ReadonlyMap<string, PrimitiveName>
  readonly constructors: ReadonlyMap<string, CombinatorDeclaration>
  /** Words in the parts that could not be parsed: what they define is not known, so they are not called unknown. */
  readonly unread: ReadonlySet<string>
}

export function collect(programs: readonly Program[], dialect?: Dialect): Collected {
  const combinators: CollectedCombinator[] = []
  const builtins: BuiltinDeclaration[] = []
  const partials: PartialDeclaration[] = []
  const finals: { declaration: FinalDeclaration; constructorsBefore: number }[] = []
  const types = new Map<string, TypeInfo>()
  const constructors = new Map<string, CombinatorDeclaration>()
  const builtinTypes = new Map<string, BuiltinType>()
  const known = new Map(primitives)
  const know = (name: string): void => {
    const primitive = declaredPrimitives.get(name)
    if (primitive !== undefined) known.set(name, primitive)
  }
  for (const name of dialect === undefined ? [] : dialectPrimitives[dialect]) know(name)

  const typeOf = (name: string, parameters: readonly Generic['kind'][]): TypeInfo => {
    const known = types.get(name)
    if (known) return known
    const created: TypeInfo = { name, parameters, constructors: [], isDeclared: false }
    types.set(name, created)
    return created
  }

  for (const program of programs) {
    let section = 'types'
    for (const item of program.items) {
      if (item.kind === 'section') section = item.section
      else if (item.kind === 'partial') partials.push(item)
      else if (item.kind === 'final') {
        const type = typeOf(item.type.text, [])
        type.isDeclared = true
        finals.push({ declaration: item, constructorsBefore: type.constructors.length })
      } else if (item.kind === 'builtin') {
        builtins.push(item)
        typeOf(item.result.text, []).isDeclared = true
        know(item.name.text)
        const name = known.get(item.name.text)
        if (name !== undefined) {
          builtinTypes.set(item.result.text, { name, id: item.number?.value ?? computeNumber(item) })
        }
      } else if (section === 'functions' || item.isFunction) {
        combinators.push({ kind: 'method', declaration: item, isBuiltin: false })
      } else {
        if (declaresPrimitive(item)) know(item.name.text)
        const isDeclared = declaredPrimitives.has(item.name.text) && known.has(item.name.text)
        const isBuiltin = isDeclared || builtinConstructors.has(item.name.text)
        const primitive = known.get(item.name.text)
        if (isBuiltin && primitive !== undefined) {
          builtinTypes.set(resultHead(item.result).name, {
            name: primitive,
            id: item.number?.value ?? computeNumber(item),
          })
        }
        combinators.push({ kind: 'constructor', declaration: item, isBuiltin })
        const { name } = resultHead(item.result)
        const type = typeOf(name, resultParameters(item))
        if (isBuiltin) type.isDeclared = true
        type.constructors.push(item)
        if (!constructors.has(item.name.text)) constructors.set(item.name.text, item)
      }
    }
  }
  const unread = new Set(
    programs.flatMap(({ skipped }) =>
      skipped.flatMap(
        ({ source, start, end }) => source.text.slice(start, end).match(/[a-z]\w*(\.\w+)*|[A-Z]\w*/g) ?? [],
      ),
    ),
  )
  return { combinators, builtins, partials, finals, types, constructors, builtinTypes, primitives: known, unread }
}

/** `int32 = Int32;`, or `int512 16*[ int ] = Int512;`: a name that says by itself how its values are written. */
function declaresPrimitive({ name, args, generics, result }: CombinatorDeclaration): boolean {
  const [only] = args
  const isPlain = args.length === 0 || (args.length === 1 && only?.kind === 'repeat' && only.name === undefined)
  const type = name.text.charAt(0).toUpperCase() + name.text.slice(1)
  return isPlain && generics.length === 0 && result.kind === 'name' && result.text === type
}

/** The type that a result names, and what it is applied to. */
export function resultHead(result: Expression): { name: string; args: readonly Expression[]; span: Span } {
  if (result.kind === 'apply') {
    const head = resultHead(result.head)
    return { name: head.name, args: [...head.args, ...result.args], span: head.span }
  }
  return { name: result.kind === 'name' ? result.text : '', args: [], span: result.span }
}

function resultParameters(declaration: CombinatorDeclaration): Generic['kind'][] {
  const nats = new Set<string>()
  for (const { names, type } of declaration.generics) if (isNat(type)) for (const name of names) nats.add(name.text)
  for (const arg of declaration.args) {
    if (arg.kind === 'field' && arg.name && isNat(arg.type)) nats.add(arg.name.text)
    if (arg.kind === 'group' && isNat(arg.type)) for (const name of arg.names) nats.add(name.text)
  }
  return resultHead(declaration.result).args.map((arg) =>
    arg.kind === 'number' || arg.kind === 'sum' || (arg.kind === 'name' && nats.has(arg.text)) ? 'nat' : 'Type',
  )
}

export function isNat(expression: Expression): boolean {
  return expression.kind === 'name' && expression.text === '#'
}
