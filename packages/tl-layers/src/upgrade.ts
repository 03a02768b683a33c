import type { Definition } from '@chappe/tl-codec/definitions'
import { defaultValue } from './default-value.ts'
import { readAbsentOf } from './fills.ts'
import { byId, layerSchema, TODAY } from './history.ts'
import { planOf } from './plans.ts'
import { successorOf } from './successors.ts'
import type { MutableTlObject, TlObject } from './tl-object.ts'

/**
 * Brings a value just read to today's shape: converts fields whose type changed, derives those that were called
 * otherwise, and gives those that did not exist but must be there now an empty value.
 */
function upgrade(value: MutableTlObject, definition: Definition): TlObject {
  const plan = planOf(definition)
  if (plan.needsNoUpgrade) return value
  // From the fields as they were read, before any is converted.
  const derived = plan.rules.flatMap((rule) => Object.entries(rule.up(value)))
  for (const [name, conversion, { type, condition }] of plan.converted) {
    const old = value[name]
    if (old !== undefined) value[name] = conversion.up(old)
    if (condition === undefined) value[name] ??= defaultValue(type, layerSchema(TODAY))
  }
  for (const name of plan.replaced) value[name] = undefined
  for (const [name, found] of derived) value[name] ??= found
  for (const { name, type } of plan.missing) {
    value[name] ??= readAbsentOf.get(`${definition.name}.${name}`)?.value ?? defaultValue(type, layerSchema(TODAY))
  }
  return successorOf.get(definition.name)?.today(value) ?? value
}

/** The same for a value read by the definition with this number. */
export function upgradeById(id: number, value: MutableTlObject): TlObject {
  const definition = byId.get(id)
  return definition === undefined ? value : upgrade(value, definition)
}
