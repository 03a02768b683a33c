import type { Definition, Field, Type } from '@chappe/tl-codec/definitions'
import { defaultValue, emptyObject } from './default-value.ts'
import { fallbacks, insideFallbacks } from './fallbacks.ts'
import { writeAbsentOf } from './fills.ts'
import { byName, type Layer, layerSchema, TODAY } from './history.ts'
import type { FieldSource, Plan } from './plan.ts'
import { planOf } from './plans.ts'
import { isTlObject, type MutableTlObject, type TlObject } from './tl-object.ts'

const fallbackOf = new Map(fallbacks.map((one) => [one.of, one]))
const insideFallbackOf = new Map(insideFallbacks.map((one) => [one.of, one]))

/**
 * A value of today as a layer has it: every constructor in it is one of the layer's, with the layer's fields. Undefined
 * if it cannot be expressed. Values that are the same in both are returned as they are, not copied.
 */
export function downgrade(value: unknown, type: Type, layer: Layer): unknown {
  switch (type.kind) {
    case 'primitive':
      return value
    case 'boxed':
      return isTlObject(value) ? downgradeBoxed(value, type.text, layer) : value
    case 'bare':
      return isTlObject(value) ? downgradeObject(value, layer) : value
    case 'vector':
      return Array.isArray(value) ? downgradeList(value, type.item, layer) : value
    case 'query':
      return isTlObject(value) ? downgradeObject(value, layer) : value
  }
}

function downgradeList(items: readonly unknown[], item: Type, layer: Layer): readonly unknown[] {
  if (item.kind === 'primitive') return items
  let changed = false
  const found: unknown[] = []
  for (const one of items) {
    const down = downgrade(one, item, layer)
    if (down !== one) changed = true
    if (down !== undefined) found.push(down)
  }
  return changed ? found : items
}

function downgradeBoxed(value: TlObject, type: string, layer: Layer): TlObject | undefined {
  const plan = planIn(layer, value._)
  if (plan !== undefined && plan.definition.result.text === type) return downgradeBy(plan, value, layer)
  // A type that the layer does not have is asked for by nobody but a peer that knows it: as it is today.
  if (!layer.types.has(type)) return downgradeObject(value, layer)
  const fallback = fallbackOf.get(value._) ?? fallbackOf.get(type)
  const instead = fallback?.instead(value)
  const known = instead === undefined ? undefined : layer.definitions.get(instead._)
  return instead !== undefined && known?.result.text === type ? downgradeObject(instead, layer) : undefined
}

/** The plan of a definition that the layer has. */
function planIn(layer: Layer, name: string): Plan | undefined {
  const known = layer.plans.get(name)
  if (known !== undefined) return known
  const definition = layer.definitions.get(name)
  if (definition === undefined) return undefined
  const plan = planOf(definition)
  layer.plans.set(name, plan)
  return plan
}

/** The definition that a constructor or method is written with: the layer's, or today's for what the layer lacks. */
export function definitionFor(name: string, layer: Layer): Definition | undefined {
  return layer.definitions.get(name) ?? layerSchema(TODAY).definitions.get(name) ?? byName.get(name)?.[0]
}

export function downgradeObject(value: TlObject, layer: Layer): TlObject | undefined {
  const definition = definitionFor(value._, layer)
  if (definition === undefined) return value
  return downgradeBy(planOf(definition), value, layer)
}

function downgradeBy(plan: Plan, value: TlObject, layer: Layer): TlObject | undefined {
  if (staysAsItIs(plan, value, layer)) return value
  const { definition } = plan
  let changed = plan.today !== definition
  const down: MutableTlObject = { _: value._ }
  for (const [field, source] of plan.fields) {
    const found = fieldFor(value, field, source, layer)
    if (found === undefined && field.condition === undefined) {
      const inside = insideFallbackOf.get(`${value._}.${field.name}`)
      if (inside !== undefined && !isMistake(value, field.name)) {
        const instead = inside.instead(value)
        return instead === undefined ? undefined : downgradeObject(instead, layer)
      }
    }
    const kept = found ?? (field.condition === undefined ? missing(value, field, layer) : undefined)
    down[field.name] = kept
    if (kept !== value[field.name]) changed = true
  }
  return changed ? completeGroups(down, definition, layer) : value
}

/** The common case: nothing in the value is new to the layer, so it is written as it is. */
function staysAsItIs({ changed, children }: Plan, value: TlObject, layer: Layer): boolean {
  if (changed === undefined) return false
  for (const name of changed) if (value[name] !== undefined) return false
  for (const { name, type } of children) {
    const own = value[name]
    if (own !== undefined && downgrade(own, type, layer) !== own) return false
  }
  return true
}

/** A field that must be there. */
function missing(value: TlObject, { name, type }: Field, layer: Layer): unknown {
  if (isMistake(value, name)) return undefined
  const fill = writeAbsentOf.get(`${value._}.${name}`)
  if (fill !== undefined) return isTlObject(fill.value) ? downgrade(fill.value, type, layer) : fill.value
  return defaultValue(type, layer) ?? (type.kind === 'boxed' ? emptyObject(type.text, layer) : undefined)
}

/** What today's value lacks although today must have it stays missing, so that writing it fails. */
function isMistake(value: TlObject, name: string): boolean {
  if (value[name] !== undefined) return false
  const today = layerSchema(TODAY)
    .definitions.get(value._)
    ?.fields.find((field) => field.name === name)
  return today !== undefined && today.condition === undefined
}

function fieldFor(value: TlObject, field: Field, source: FieldSource, layer: Layer): unknown {
  const own = value[field.name]
  switch (source.kind) {
    case 'same':
      return own === undefined ? undefined : downgrade(own, field.type, layer)
    case 'converted': {
      const converted = own === undefined ? undefined : source.conversion.down(own)
      return converted === undefined ? undefined : downgrade(converted, field.type, layer)
    }
    case 'rule': {
      const derived = source.rule.down(value, field.type.text)
      return derived === undefined ? undefined : downgrade(derived, field.type, layer)
    }
    case 'own':
      return fits(own, field.type) ? downgrade(own, field.type, layer) : undefined
  }
}

/** Whether a left-over field of a decoded value can be written as this type. */
function fits(value: unknown, type: Type): boolean {
  switch (type.kind) {
    case 'primitive':
      return primitiveFits(value, type.name)
    case 'vector':
      return Array.isArray(value) && value.every((item) => fits(item, type.item))
    default:
      return isTlObject(value)
  }
}

function primitiveFits(value: unknown, name: string): boolean {
  switch (name) {
    case 'long':
      return typeof value === 'bigint'
    case 'string':
      return typeof value === 'string'
    case 'bytes':
    case 'int128':
    case 'int256':
      return value instanceof Uint8Array
    case 'Bool':
    case 'true':
      return typeof value === 'boolean'
    default:
      return typeof value === 'number'
  }
}

/** Fields that hang on one bit come together: if some could be expressed, the others are there too, empty. */
function completeGroups(value: MutableTlObject, { fields }: Definition, layer: Layer): MutableTlObject {
  const set = new Set<string>()
  for (const { name, condition } of fields) {
    if (condition !== undefined && value[name] !== undefined && value[name] !== false) {
      set.add(`${condition.word} ${condition.mask}`)
    }
  }
  for (const { name, type, condition } of fields) {
    if (condition === undefined || type.text === 'true') continue
    if (set.has(`${condition.word} ${condition.mask}`)) value[name] ??= defaultValue(type, layer)
  }
  return value
}
