import type { Condition, Definition, Field, Type } from '@chappe/tl-codec/definitions'
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
  /** The fields of `fields` that have a rule or a conversion. */
  readonly rules: readonly FieldRule[]
  /** Those of them whose name today has with another type: their value as it was read must not stay. */
  readonly replaced: readonly string[]
  readonly converted: readonly (readonly [name: string, conversion: Conversion, today: Field])[]
  /** Fields that today's definition must have and this one may lack. */
  readonly missing: readonly Field[]
  /** Whether a value of this definition has today's shape as it is, except for optional fields that it lacks. */
  readonly needsNoUpgrade: boolean
  /**
   * Fields that today has differently: a value of today without any of them is written by this definition as it is, if
   * the objects in it can be. Undefined if more than that stands in the way.
   */
  readonly changed: readonly string[] | undefined
  /** The fields that hold objects. */
  readonly children: readonly Field[]
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
  const optional = new Set(own.filter(({ condition }) => condition !== undefined).map(({ name }) => name))
  const fields = own.map((field) => [field, sourceOf(definition, field, todayFields.get(field.name))] as const)
  const missing = (today?.fields ?? []).filter(
    ({ name, isFlagWord, condition }) =>
      !isFlagWord && condition === undefined && (!names.has(name) || optional.has(name)),
  )
  const rules = fields.flatMap(([, source]) => (source.kind === 'rule' ? [source.rule] : []))
  const replaced = fields.flatMap(([{ name, type }, { kind }]) => {
    const now = todayFields.get(name)
    return kind === 'rule' && now !== undefined && now.type !== type ? [name] : []
  })
  const converted = fields.flatMap(([{ name }, source]) =>
    source.kind === 'converted' ? [[name, source.conversion, source.today] as const] : [],
  )
  const plan: Plan = {
    definition,
    today,
    fields,
    rules,
    replaced,
    converted,
    missing,
    needsNoUpgrade:
      today === definition ||
      today === undefined ||
      (rules.length === 0 && converted.length === 0 && missing.length === 0),
    changed: today === definition ? [] : changedFields(fields, todayFields),
    children: own.filter(({ type }) => holdsObjects(type)),
  }
  plans.set(definition, plan)
  return plan
}

function changedFields(fields: Plan['fields'], todayFields: ReadonlyMap<string, Field>): string[] | undefined {
  const changed: string[] = []
  for (const [field, { kind }] of fields) {
    const { name, condition } = field
    if (kind === 'rule' || !sharesBitAlike(field, fields, todayFields)) return undefined
    // One that must be there and that a value of today may lack, or has as another type.
    if (condition === undefined && (kind !== 'same' || todayFields.get(name)?.condition !== undefined)) return undefined
    if (kind !== 'same') changed.push(name)
  }
  return changed
}

/** Fields that hang on one bit come together, which a value of today ensures only if they do so today. */
function sharesBitAlike(
  { condition }: Field,
  fields: Plan['fields'],
  todayFields: ReadonlyMap<string, Field>,
): boolean {
  const bits = fields
    .filter(([other]) => condition !== undefined && hangsOn(other.condition, condition))
    .map(([{ name }]) => todayFields.get(name)?.condition)
  const [first] = bits
  return bits.length < 2 || (first !== undefined && bits.every((bit) => hangsOn(bit, first)))
}

function hangsOn(condition: Condition | undefined, { word, mask }: Condition): boolean {
  return condition !== undefined && condition.word === word && condition.mask === mask
}

function holdsObjects(type: Type): boolean {
  return type.kind === 'vector' ? holdsObjects(type.item) : type.kind !== 'primitive'
}

function sourceOf(definition: Definition, field: Field, today: Field | undefined): FieldSource {
  const rule = ruleOf.get(`${definition.name}.${field.name}`)
  if (rule !== undefined && (today?.type !== field.type || rule.evenIfSame)) return { kind: 'rule', rule }
  if (today === undefined) return { kind: 'own' }
  if (today.type === field.type) return { kind: 'same' }
  const conversion = conversionOf.get(`${field.type.text} ${today.type.text}`)
  return conversion === undefined ? { kind: 'own' } : { kind: 'converted', conversion, today }
}
