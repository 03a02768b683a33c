/**
 * Polymorphic types, a copy for each use: `Maybe<int>` is a type of its own with its own `maybeTrue<int>`. Numbers among
 * the arguments stay arguments, of the type's functions: `Tuple int n` and `Tuple int 3` are one `Tuple<int>`.
 */
import { formatType } from '../format-linked.ts'
import type { Combinator, LinkedSchema, NatRef, Param, TypeArg, TypeRef } from '../linked-schema.ts'

/** What stands for a type variable of the definition that is being copied. */
export type Bindings = ReadonlyMap<string, TypeRef>

/** Deeper than this a type only becomes larger with each step, as in `nest {t:Type} next:(Nest (Pair t t)) = Nest t;`. */
const maximumDepth = 12

export class Unsupported extends Error {
  /** The fields that lead to it, from without. */
  readonly path: string[] = []

  get where(): string {
    // Of a type without end the way in is enough.
    const shown = this.path.length > 4 ? this.path.slice(0, 1) : this.path
    return [...shown.map((name) => `\`${name}\``), this.message].join(': ')
  }
}

export function refuse(reason: string): never {
  throw new Unsupported(reason)
}

export const onlyRequestsWrap = 'only a request can wrap another'

export interface Instances {
  /** The same type without type arguments. Throws `Unsupported`. */
  instantiate(type: TypeRef, bindings: Bindings): TypeRef
  /** The types met so far, with their cases. */
  readonly types: ReadonlyMap<string, readonly Combinator[]>
}

export const isNat = (arg: TypeArg): arg is NatRef => arg.kind === 'nat' || arg.kind === 'natVariable'

export function createInstances(schema: LinkedSchema, lowerParams: LowerParams): Instances {
  const types = new Map<string, readonly Combinator[]>()
  let depth = 0

  const instantiate = (type: TypeRef, bindings: Bindings): TypeRef => {
    switch (type.kind) {
      case 'generic':
        if (type.isQuery) return type
        return bindings.get(type.name) ?? refuse(`nothing says what \`${type.name}\` is`)
      case 'vector':
        return { ...type, item: instantiate(type.item, bindings) }
      case 'boxed':
      case 'bare': {
        if (type.args.length === 0) return type
        const args = type.args.map((arg) => (isNat(arg) ? arg : instantiate(arg, bindings)))
        const key = instanceKey(type.type, args)
        if (!types.has(key)) addInstance(type.type, key, args)
        const nats = args.filter(isNat)
        if (type.kind === 'boxed') return { kind: 'boxed', type: key, args: nats }
        const only = types.get(key)?.find(({ name }) => name === type.constructor)
        if (only === undefined) return refuse(`\`${type.constructor}\` is no \`${formatType({ ...type, args })}\``)
        return { kind: 'bare', type: key, constructor: only.instance ?? only.name, args: nats }
      }
      default:
        return type
    }
  }

  const addInstance = (type: string, key: string, args: readonly TypeArg[]): void => {
    if (depth >= maximumDepth) refuse(`\`${type}\` becomes larger without end`)
    // A number that only the user of the type knows cannot reach into another type's cases.
    for (const arg of args) {
      if (!isNat(arg) && natArguments(arg).some(({ kind }) => kind === 'natVariable')) {
        refuse(`an argument of \`${type}\` depends on a number that is known only when it runs`)
      }
    }
    const cases: Combinator[] = []
    types.set(key, cases)
    depth++
    for (const one of schema.types.get(type) ?? []) {
      const bound = bind(one, args)
      if (bound === undefined) continue
      if (one.params.some((param) => param.type.kind === 'generic' && param.type.isQuery)) refuse(onlyRequestsWrap)
      const instance = instanceKey(one.name, args)
      const params = lowerParams(one.params, bound)
      const generics = one.generics.filter(({ kind }) => kind === 'nat')
      const result: TypeRef = { kind: 'boxed', type: key, args: args.filter(isNat) }
      cases.push({ ...one, instance, params, generics: inOrder(one, generics), result })
    }
    depth--
  }
  return { instantiate, types }
}

export type LowerParams = (params: readonly Param[], bindings: Bindings) => Param[]

function instanceKey(name: string, args: readonly TypeArg[]): string {
  const types = args.filter((arg) => !isNat(arg)).map(formatType)
  return types.length === 0 ? name : `${name}<${types.join(',')}>`
}

/** What the type variables of a definition stand for if its result is the type with these arguments. */
function bind({ name, result, generics }: Combinator, args: readonly TypeArg[]): Bindings | undefined {
  const bindings = new Map<string, TypeRef>()
  const own = result.kind === 'boxed' ? result.args : []
  for (const [index, arg] of args.entries()) {
    const wanted = own[index]
    if (wanted === undefined) return undefined
    if (isNat(arg)) {
      const isParameter = wanted.kind === 'natVariable' && wanted.plus === 0
      if (!isParameter || !generics.some((one) => one.name === wanted.name && one.kind === 'nat')) {
        refuse(`\`${name}\` is for one number only, which generated code cannot tell`)
      }
    } else if (wanted.kind === 'generic') {
      const before = bindings.get(wanted.name)
      if (before !== undefined && formatType(before) !== formatType(arg)) return undefined
      bindings.set(wanted.name, arg)
    } else if (formatType(wanted) !== formatType(arg)) return undefined
  }
  return bindings
}

/** Numbers in braces in the order in which the type takes them. */
function inOrder({ result }: Combinator, generics: Combinator['generics']): Combinator['generics'] {
  const args = result.kind === 'boxed' ? result.args : []
  return args.flatMap((arg) =>
    arg.kind === 'natVariable' ? generics.filter(({ name, kind }) => kind === 'nat' && name === arg.name) : [],
  )
}

/** The numbers that a type's functions are given. */
export function natArguments(type: TypeRef): readonly NatRef[] {
  switch (type.kind) {
    case 'boxed':
    case 'bare':
      return type.args.flatMap((arg) => (isNat(arg) ? [arg] : natArguments(arg)))
    case 'vector':
      return natArguments(type.item)
    default:
      return []
  }
}
