import type { Condition, Definition, Field, Type } from '@chappe/tl-codec/definitions'
import { conversions } from './conversions.ts'
import { fieldRules } from './field-rules.ts'
import { layerSchema, TODAY } from './history.ts'
import type { FieldSource, Plan } from './plan.ts'

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
