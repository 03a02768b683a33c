import type { Combinator, Param, TypeRef } from '../linked-schema.ts'

/** What the emitted code needs to know about a schema beyond its text. */
export interface Analysis {
  /** Boxed types that can contain themselves: reading them counts the depth. */
  readonly recursive: ReadonlySet<string>
  /** The fewest bytes a value of this type can take; a lower bound for vectors' counts. */
  minimalSize(type: TypeRef): number
}

export function analyse(types: ReadonlyMap<string, readonly Combinator[]>): Analysis {
  const boxed = boxedSizes(types)
  return { recursive: recursiveTypes(types), minimalSize: (type) => sizeOf(type, boxed, types) }
}

/**
 * Lower bounds of the sizes of boxed types, by rounds from 4 upwards. Every round's result is itself a bound, so it is
 * no matter that recursive types never settle.
 */
function boxedSizes(types: ReadonlyMap<string, readonly Combinator[]>): ReadonlyMap<string, number> {
  let sizes = new Map<string, number>()
  for (let round = 0; round < 4; round++) {
    const next = new Map<string, number>()
    for (const [type, combinators] of types) {
      const fields = combinators.map(({ params }) => paramsSize(params, sizes, types))
      next.set(type, 4 + (fields.length === 0 ? 0 : Math.min(...fields)))
    }
    sizes = next
  }
  return sizes
}

type Sizes = ReadonlyMap<string, number>
type Types = ReadonlyMap<string, readonly Combinator[]>

function paramsSize(params: readonly Param[], sizes: Sizes, types: Types): number {
  return params.reduce((sum, { type, condition }) => (condition ? sum : sum + sizeOf(type, sizes, types)), 0)
}

function sizeOf(type: TypeRef, sizes: Sizes, types: Types): number {
  switch (type.kind) {
    case 'primitive':
      switch (type.name) {
        case 'true':
          return 0
        case 'long':
        case 'double':
          return 8
        case 'int128':
          return 16
        case 'int256':
          return 32
        default:
          return 4
      }
    case 'boxed':
      return sizes.get(type.type) ?? 4
    case 'bare': {
      const only = types.get(type.type)?.[0]
      return only === undefined ? 4 : paramsSize(only.params, sizes, types)
    }
    case 'vector':
      return type.boxed ? 8 : 4
    case 'generic':
      return 4
    case 'repeat':
      return 0
  }
}

/** Tarjan's strongly connected components over "a value of A can hold a value of B". */
function recursiveTypes(types: Types): ReadonlySet<string> {
  const recursive = new Set<string>()
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const visit = (type: string): number => {
    const own = index.size
    index.set(type, own)
    low.set(type, own)
    stack.push(type)
    const held = heldTypes(types.get(type) ?? [])
    for (const other of held) {
      if (!index.has(other)) low.set(type, Math.min(low.get(type) ?? own, visit(other)))
      else if (stack.includes(other)) low.set(type, Math.min(low.get(type) ?? own, index.get(other) ?? own))
    }
    const lowest = low.get(type) ?? own
    if (lowest === own) {
      const component = stack.splice(stack.indexOf(type))
      if (component.length > 1 || held.has(type)) for (const member of component) recursive.add(member)
    }
    return lowest
  }
  for (const type of types.keys()) if (!index.has(type)) visit(type)
  return recursive
}

function heldTypes(combinators: readonly Combinator[]): Set<string> {
  const held = new Set<string>()
  const add = (type: TypeRef): void => {
    if (type.kind === 'boxed' || type.kind === 'bare') held.add(type.type)
    if (type.kind === 'vector') add(type.item)
  }
  for (const { params } of combinators) for (const param of params) add(param.type)
  return held
}
