import type { Combinator, Param, PrimitiveName, TypeRef } from '../linked-schema.ts'
import { codeName } from './naming.ts'

/** What the emitted code needs to know about a schema beyond its text. */
export interface Analysis {
  /** Boxed types that can contain themselves: reading them counts the depth. */
  readonly recursive: ReadonlySet<string>
  /** The fewest bytes a value of this type can take; a lower bound for vectors' counts. */
  minimalSize(type: TypeRef): number
}

type Types = ReadonlyMap<string, readonly Combinator[]>

export function analyse(types: Types): Analysis {
  const sizes = findSizes(types)
  return { recursive: recursiveTypes(types), minimalSize: (type) => sizeOf(type, sizes) }
}

interface Sizes {
  readonly boxed: ReadonlyMap<string, number>
  /** Of the fields of a constructor, by its name in the code. */
  readonly bare: ReadonlyMap<string, number>
}

/** Enough for any schema; what nests deeper gets a smaller bound, which is one all the same. */
const BARE_ROUNDS = 64
const LARGEST = 1 << 20

/**
 * Lower bounds of the sizes of boxed types, by rounds from 4 upwards, and within each of bare ones, from 0. Every round's
 * result is itself a bound, so it is no matter that recursive types never settle.
 */
function findSizes(types: Types): Sizes {
  let sizes: Sizes = { boxed: new Map(), bare: new Map() }
  for (let round = 0; round < 4; round++) {
    const { boxed } = sizes
    let bare = new Map<string, number>()
    for (let step = 0, settled = false; step < BARE_ROUNDS && !settled; step++) {
      const next = new Map<string, number>()
      settled = true
      for (const one of [...types.values()].flat()) {
        const size = Math.min(paramsSize(one.params, { boxed, bare }), LARGEST)
        next.set(codeName(one), Math.min(size, next.get(codeName(one)) ?? size))
        if (size !== (bare.get(codeName(one)) ?? 0)) settled = false
      }
      bare = next
    }
    const found = [...types].map(([type, members]) => {
      // Not by name: over all layers several definitions have the same.
      const fields = members.map(({ params }) => paramsSize(params, { boxed, bare }))
      return [type, 4 + (fields.length === 0 ? 0 : Math.min(...fields))] as const
    })
    sizes = { boxed: new Map(found), bare }
  }
  return sizes
}

function paramsSize(params: readonly Param[], sizes: Sizes): number {
  return params.reduce((sum, { type, condition }) => (condition ? sum : sum + sizeOf(type, sizes)), 0)
}

function sizeOf(type: TypeRef, sizes: Sizes): number {
  switch (type.kind) {
    case 'primitive':
      return primitiveSize(type.name)
    case 'boxedBuiltin':
      return 4 + primitiveSize(type.name)
    case 'boxed':
      return sizes.boxed.get(type.type) ?? 4
    case 'bare':
      return sizes.bare.get(type.constructor) ?? 0
    case 'vector':
      return type.boxed ? 8 : 4
    case 'generic':
      return 4
    case 'repeat':
      // A number that is known only when it runs is at least what is added to it.
      return Math.min(
        (type.count.kind === 'nat' ? type.count.value : type.count.plus) * paramsSize(type.fields, sizes),
        LARGEST,
      )
  }
}

function primitiveSize(name: PrimitiveName): number {
  switch (name) {
    case 'true':
      return 0
    case 'long':
    case 'int53':
    case 'double':
      return 8
    case 'int128':
      return 16
    case 'int256':
      return 32
    case 'int512':
      return 64
    default:
      return 4
  }
}

/**
 * Tarjan's strongly connected components over "a value of A can hold a value of B", with a stack of its own: a chain of
 * types may be as long as a file.
 */
function recursiveTypes(types: Types): ReadonlySet<string> {
  const recursive = new Set<string>()
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  for (const start of types.keys()) {
    if (index.has(start)) continue
    const visits: { type: string; held: readonly string[]; at: number }[] = []
    const enter = (type: string): void => {
      index.set(type, index.size)
      low.set(type, index.size - 1)
      open.push(type)
      isOpen.add(type)
      visits.push({ type, held: [...heldTypes(types.get(type) ?? [])], at: 0 })
    }
    enter(start)
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { type, held } = visit
      const lower = (by: number | undefined): void => void low.set(type, Math.min(low.get(type) ?? 0, by ?? 0))
      const other = held[visit.at]
      if (other !== undefined) {
        if (!index.has(other)) enter(other)
        else {
          if (isOpen.has(other)) lower(low.get(other))
          visit.at++
        }
        continue
      }
      visits.pop()
      if (low.get(type) !== index.get(type)) continue
      const component = open.splice(open.lastIndexOf(type))
      for (const member of component) isOpen.delete(member)
      if (component.length > 1 || held.includes(type)) for (const member of component) recursive.add(member)
    }
  }
  return recursive
}

function heldTypes(combinators: readonly Combinator[]): Set<string> {
  const held = new Set<string>()
  const add = (type: TypeRef): void => {
    if (type.kind === 'boxed' || type.kind === 'bare') held.add(type.type)
    if (type.kind === 'vector') add(type.item)
    if (type.kind === 'repeat') for (const field of type.fields) add(field.type)
  }
  for (const { params } of combinators) for (const param of params) add(param.type)
  return held
}
