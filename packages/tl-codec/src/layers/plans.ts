import type { Definition, Field } from '../definitions/definition.ts'
import { type Conversion, conversions } from './conversions.ts'
import { type FieldRule, fieldRules } from './field-rules.ts'
import { layerSchema, TODAY } from './history.ts'

/** How one field of an earlier definition and today's value relate. */
export type FieldSource =
  /** Same name, same type. */
  | { readonly kind: 'same' }
  | { readonly kind: 'converted'; readonly conversion: Conversion; readonly today: Field }
  | { readonly kind: 'rule'; readonly rule: FieldRule }
  /** Today has nothing of it. */
  | { readonly kind: 'own' }

export interface Plan {
  readonly definition: Definition
  /** Undefined for a name that is gone. */
  readonly today: Definition | undefined
  /** The definition's fields without flag words. */
  readonly fields: readonly (readonly [field: Field, source: FieldSource])[]
  /** Fields that today's definition must have and this one does not. */
  readonly missing: readonly Field[]
}

const conversionOf = new Map(conversions.map((one) => [`${one.from} ${one.to}`, one]))
const ruleOf = new Map(fieldRules.map((one) => [one.field, one]))
const plans = new Map<Definition, Plan>()

export function planOf(definition: Definition): Plan {
  const known = plans.get(definition)
  if (known !== undefined) return known
  const today = layerSchema(TODAY).definitions.get(definition.name)
  const todayFields = new Map(today?.fields.map((field) => [field.name, field]))
  const own = definition.fields.filter(({ isFlagWord }) => !isFlagWord)
  const names = new Set(own.map(({ name }) => name))
  const plan: Plan = {
    definition,
    today,
    fields: own.map((field) => [field, sourceOf(definition, field, todayFields.get(field.name))]),
    missing: (today?.fields ?? []).filter(
      ({ name, isFlagWord, condition }) => !isFlagWord && condition === undefined && !names.has(name),
    ),
  }
  plans.set(definition, plan)
  return plan
}

function sourceOf(definition: Definition, field: Field, today: Field | undefined): FieldSource {
  const rule = ruleOf.get(`${definition.name}.${field.name}`)
  if (rule !== undefined && today === undefined) return { kind: 'rule', rule }
  if (today === undefined) return { kind: 'own' }
  if (today.type === field.type) return { kind: 'same' }
  const conversion = conversionOf.get(`${field.type.text} ${today.type.text}`)
  return conversion === undefined ? { kind: 'own' } : { kind: 'converted', conversion, today }
}
