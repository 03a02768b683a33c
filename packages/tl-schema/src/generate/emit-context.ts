import type { Combinator, TypeRef } from '../linked-schema.ts'
import type { Analysis } from './analysis.ts'
import { GenerateError } from './generate-error.ts'
import { camelCase, flatName } from './names.ts'
import { typeScriptType } from './types.ts'

/** State of one run of the code emitter. */
export interface EmitContext {
  /** Name of the namespace of types. */
  readonly root: string
  readonly types: ReadonlyMap<string, readonly Combinator[]>
  readonly analysis: Analysis
  /** Constructors that stand bare somewhere, so that their fields have functions of their own. */
  readonly bare: ReadonlySet<string>
  /** Vectors met so far, by the name of their functions. Each gets a reader and a writer of its own. */
  readonly vectors: Map<string, VectorRef>
  /** Over all layers a field has no one type: values are `unknown`, and writers take the layer along as `l`. */
  readonly allLayers?: boolean
}

export type VectorRef = Extract<TypeRef, { kind: 'vector' }>

/** Notes a vector as used and returns the name that its two functions share. */
export function vectorName(context: EmitContext, vector: VectorRef): string {
  const name = `${vector.boxed ? 'vector' : 'bareVector'}_${itemName(context, vector.item)}`
  context.vectors.set(name, vector)
  return name
}

function itemName(context: EmitContext, item: TypeRef): string {
  switch (item.kind) {
    case 'primitive':
      return item.name
    case 'boxed':
      return flatName(item.type)
    case 'bare':
      return `bare_${flatName(item.constructor)}`
    case 'vector':
      return vectorName(context, item)
    default:
      throw new GenerateError(`A vector of ${item.kind} has no TypeScript form`)
  }
}

/** Refuses what the type emitter would silently get wrong. */
export function checkSupported(combinator: Combinator): void {
  const unsupported = (what: string): never => {
    throw new GenerateError(`${combinator.name}: ${what} has no TypeScript form`)
  }
  for (const { name, type, condition } of combinator.params) {
    if (type.kind === 'repeat') unsupported(`the repetition ${name}`)
    if ((type.kind === 'boxed' || type.kind === 'bare') && type.args.length > 0) unsupported(`the polymorphic ${name}`)
    if (type.kind === 'generic' && !type.isQuery) unsupported(`the type variable of ${name}`)
    if (condition !== undefined && condition.bit === undefined) unsupported(`the condition of ${name}`)
  }
}

/** The TypeScript type of a value in the emitted code. */
export function valueType(context: EmitContext, type: TypeRef): string {
  return context.allLayers ? 'unknown' : typeScriptType(context.root, type)
}

/** A field of the value `v` that is being written. */
export function fieldAccess({ allLayers }: EmitContext, field: string): string {
  return allLayers ? `v['${camelCase(field)}']` : `v.${camelCase(field)}`
}
