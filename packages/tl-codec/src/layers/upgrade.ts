import type { Definition } from '../definitions/definition.ts'
import { defaultValue } from './default-value.ts'
import { layerSchema, TODAY } from './history.ts'
import { planOf } from './plans.ts'
import type { MutableTlObject } from './tl-object.ts'

/**
 * Brings a value just read to today's shape: converts fields whose type changed, derives those that were called
 * otherwise, and gives those that did not exist but must be there now an empty value.
 */
export function upgrade(value: MutableTlObject, definition: Definition): MutableTlObject {
  const plan = planOf(definition)
  const { today } = plan
  if (today === definition || today === undefined) return value
  const derived: { [field: string]: unknown } = {}
  for (const [{ name }, source] of plan.fields) {
    if (source.kind === 'rule') Object.assign(derived, source.rule.up(value))
    else if (source.kind === 'converted') {
      const old = value[name]
      value[name] = old === undefined ? undefined : source.conversion.up(old)
      if (value[name] === undefined && source.today.condition === undefined) {
        value[name] = defaultValue(source.today.type, layerSchema(TODAY))
      }
    }
  }
  for (const [name, found] of Object.entries(derived)) value[name] ??= found
  for (const { name, type } of plan.missing) value[name] ??= defaultValue(type, layerSchema(TODAY))
  // A field that became mandatory.
  for (const { name, type, condition, isFlagWord } of today.fields) {
    if (condition === undefined && !isFlagWord) value[name] ??= defaultValue(type, layerSchema(TODAY))
  }
  return value
}
