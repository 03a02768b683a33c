import type { Definition, Type } from '@chappe/tl-codec/definitions'
import { byName, type Layer } from './history.ts'
import type { MutableTlObject, TlObject } from './tl-object.ts'

/** The emptiest value that a field of this type can have in a layer. */
export function defaultValue(type: Type, layer: Layer): unknown {
  switch (type.kind) {
    case 'primitive':
      return defaultPrimitive(type.name)
    case 'vector':
      return []
    case 'boxed':
      return emptyObject(type.text, layer)
    case 'bare': {
      const definition = byName.get(type.constructor)?.[0]
      return definition === undefined ? undefined : emptyOf(definition, layer)
    }
    case 'query':
      return { _: 'help.getConfig' }
  }
}

function defaultPrimitive(name: string): unknown {
  switch (name) {
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
      return true
    default:
      return 0
  }
}

const plainest = new WeakMap<Layer, Map<string, Definition | undefined>>()

/** A value of the constructor of a type that says least: `…Empty` if there is one, else the one with the fewest fields. */
export function emptyObject(type: string, layer: Layer): TlObject | undefined {
  const known = plainest.get(layer) ?? new Map<string, Definition | undefined>()
  plainest.set(layer, known)
  if (!known.has(type)) known.set(type, choose(type, layer))
  const chosen = known.get(type)
  return chosen === undefined ? undefined : emptyOf(chosen, layer)
}

function emptyOf(definition: Definition, layer: Layer): TlObject {
  const value: MutableTlObject = { _: definition.name }
  for (const { name, type, condition, isFlagWord } of definition.fields) {
    if (!isFlagWord && condition === undefined) value[name] = defaultValue(type, layer)
  }
  return value
}

function choose(type: string, layer: Layer): Definition | undefined {
  const rated = (layer.types.get(type) ?? []).map((one) => [rate(one, layer, [type]), one] as const)
  return rated.sort(([a], [b]) => a - b)[0]?.[1]
}

/** Lower is plainer. A constructor that needs its own type is no end, so it comes last. */
function rate({ name, fields }: Definition, layer: Layer, path: readonly string[]): number {
  let sum = /(Empty|Unsupported|Unknown|Forbidden|NotModified)$/.test(name) ? 0 : 10
  for (const { type, condition, isFlagWord } of fields) {
    if (isFlagWord || condition !== undefined) continue
    sum += 1
    if (type.kind !== 'boxed') continue
    if (path.includes(type.text)) return Number.POSITIVE_INFINITY
    const inner = (layer.types.get(type.text) ?? []).map((one) => rate(one, layer, [...path, type.text]))
    sum += Math.min(...inner)
  }
  return sum
}
