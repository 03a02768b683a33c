import type { Combinator, NatRef, TypeRef } from '../linked-schema.ts'
import type { Analysis } from './analysis.ts'
import type { FieldNames } from './field-names.ts'
import { GenerateError } from './generate-error.ts'
import { isNat } from './instances.ts'
import { flatName } from './names.ts'
import type { Naming } from './naming.ts'
import { natText } from './nats.ts'
import { natArity, typeScriptType } from './types.ts'

/** State of one run of the code emitter. */
export interface EmitContext {
  readonly naming: Naming
  readonly types: ReadonlyMap<string, readonly Combinator[]>
  readonly analysis: Analysis
  /** Constructors whose fields have functions of their own, by their names in the code. */
  readonly bare: ReadonlySet<string>
  /** Vectors met so far, by the name of their functions. Each gets a reader and a writer of its own. */
  readonly vectors: Map<string, VectorRef>
  /** Boxed built-in types met so far, likewise. */
  readonly builtins: Map<string, BuiltinRef>
  /** Functions of repetitions met so far. */
  readonly repeats: RepeatFunctions
  /** Whether bits of flag words that no field stands for are kept. */
  readonly keepsBits: boolean
  /** Whether an optional field that is absent is no property of what is decoded; else it is `undefined`, as over all layers. */
  readonly leavesOut?: boolean | undefined
  /** Over all layers a field has no one type: values are `unknown`, and writers take the layer along as `l`. */
  readonly allLayers?: boolean
}

export type VectorRef = Extract<TypeRef, { kind: 'vector' }>
export type BuiltinRef = Extract<TypeRef, { kind: 'boxedBuiltin' }>
export type RepeatRef = Extract<TypeRef, { kind: 'repeat' }>

export interface RepeatFunctions {
  readonly names: Map<RepeatRef, string>
  readonly parts: string[]
}

export function newContext(parts: Omit<EmitContext, 'vectors' | 'builtins' | 'repeats'>): EmitContext {
  return { ...parts, vectors: new Map(), builtins: new Map(), repeats: { names: new Map(), parts: [] } }
}

/** Notes a vector as used and returns the name that its two functions share. */
export function vectorName(context: EmitContext, vector: VectorRef): string {
  const wanted = `${vector.boxed ? 'vector' : 'bareVector'}_${itemName(context, vector.item)}`
  const name = context.naming.helper(wanted, wanted)
  context.vectors.set(name, vector)
  return name
}

/** The same for a type such as `Int`. */
export function builtinName(context: EmitContext, builtin: BuiltinRef): string {
  const name = context.naming.helper(`builtin ${builtin.type}`, flatName(builtin.type))
  context.builtins.set(name, builtin)
  return name
}

function itemName(context: EmitContext, item: TypeRef): string {
  switch (item.kind) {
    case 'primitive':
      return item.name
    case 'boxed':
      return flatName(item.type)
    case 'boxedBuiltin':
      return `builtin_${flatName(item.type)}`
    case 'bare':
      return `bare_${flatName(item.constructor)}`
    case 'vector':
      return vectorName(context, item)
    default:
      throw new GenerateError(`A vector of ${item.kind} has no TypeScript form`)
  }
}

/** The numbers that a call of a type's function passes on, each after a comma. */
export function natArgs(args: readonly NatRef[], arity: number, names: FieldNames): string {
  return args
    .slice(0, arity)
    .map((ref) => `, ${natText(ref, names)}`)
    .join('')
}

/** How many numbers the functions of a type are given. */
export function arityOf(context: EmitContext, type: TypeRef): number {
  switch (type.kind) {
    case 'boxed':
    case 'bare':
      return natArity(context.types.get(type.type))
    case 'vector':
      return arityOf(context, type.item)
    default:
      return 0
  }
}

/** A type with its numbers replaced by variables called `n0`, `n1`, …, for functions of their own. */
export function withParameters(context: EmitContext, type: TypeRef): TypeRef {
  switch (type.kind) {
    case 'boxed':
    case 'bare': {
      const args = type.args.filter(isNat).map((_, at): NatRef => ({ kind: 'natVariable', name: `n${at}`, plus: 0 }))
      return { ...type, args }
    }
    case 'vector':
      return { ...type, item: withParameters(context, type.item) }
    default:
      return type
  }
}

/** `, n0: number, n1: number` for as many as there are. */
export function parameterList(names: readonly string[]): string {
  return names.map((name) => `, ${name}: number`).join('')
}

export const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => `n${at}`)

/** Refuses what the emitters over all layers would silently get wrong. */
export function checkSupported(combinator: Combinator): void {
  const unsupported = (what: string): never => {
    throw new GenerateError(`${combinator.name}: ${what} has no TypeScript form`)
  }
  for (const { name, type, condition, isFlagWord } of combinator.params) {
    if (type.kind === 'repeat') unsupported(`the repetition ${name}`)
    if (type.kind === 'boxedBuiltin') unsupported(`the boxed ${name}`)
    if (type.kind === 'primitive' && type.name === 'Object') unsupported(`the object ${name}`)
    if ((type.kind === 'boxed' || type.kind === 'bare') && type.args.length > 0) unsupported(`the polymorphic ${name}`)
    if (type.kind === 'generic' && !type.isQuery) unsupported(`the type variable of ${name}`)
    if (condition !== undefined && (condition.bit === undefined || isFlagWord)) unsupported(`the condition of ${name}`)
  }
}

/** The TypeScript type of a value in the emitted code. */
export function valueType(context: EmitContext, type: TypeRef): string {
  return context.allLayers ? 'unknown' : typeScriptType(context.naming, type, context.keepsBits)
}

/** A field of the value `v` that is being written. */
export function fieldAccess({ allLayers }: EmitContext, key: string): string {
  if (allLayers) return `v['${key}']`
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `v.${key}` : `v['${key}']`
}
