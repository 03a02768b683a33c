/** Numbers (`#`) that a definition uses besides storing them: as counts, as arguments of types, in conditions. */
import type { Condition, NatRef, Param, TypeRef } from '../linked-schema.ts'
import type { FieldNames } from './field-names.ts'
import { natArguments } from './instances.ts'

/** Names of the numbers that the fields use, without those that a repetition among them declares for itself. */
export function natUses(params: readonly Param[]): ReadonlySet<string> {
  const uses = new Set<string>()
  for (const { condition, type } of params) {
    if (condition !== undefined) uses.add(condition.flags)
    for (const name of typeUses(type)) uses.add(name)
  }
  return uses
}

/** The same of one type, which has no conditions but in repetitions. */
export function typeUses(type: TypeRef): ReadonlySet<string> {
  if (type.kind !== 'repeat') {
    return new Set(natArguments(type).flatMap((ref) => (ref.kind === 'natVariable' ? [ref.name] : [])))
  }
  const declared = new Set(type.fields.map(({ name }) => name))
  const uses = new Set([...natUses(type.fields)].filter((name) => !declared.has(name)))
  if (type.count.kind === 'natVariable') uses.add(type.count.name)
  return uses
}

/** Whether the word's value is needed elsewhere than in conditions of fields beside it. */
export function isUsedAsNumber(word: Param, params: readonly Param[]): boolean {
  return params.some(({ type }) => typeUses(type).has(word.name))
}

export function natText(ref: NatRef, names: FieldNames): string {
  if (ref.kind === 'nat') return String(ref.value)
  return names.local(ref.name) + (ref.plus === 0 ? '' : ` + ${ref.plus}`)
}

/** Whether a condition is on a flag word beside the field, whose bit the field itself sets. */
export function isOwned(condition: Condition, params: readonly Param[]): boolean {
  return condition.bit !== undefined && params.some(({ name, isFlagWord }) => isFlagWord && name === condition.flags)
}

/** Bit 31 as a signed number, so that flag words stay small integers. */
export function bitLiteral(bit: number | undefined): string {
  return bit === 31 ? '-0x80000000' : `${1 << (bit ?? 0)}`
}

/** What is true if the field is there. */
export function conditionText({ flags, bit }: Condition, names: FieldNames): string {
  return bit === undefined ? `${names.local(flags)} !== 0` : `${names.local(flags)} & ${bitLiteral(bit)}`
}

/** The bits of a word that fields beside it stand for. */
export function knownBits(word: Param, params: readonly Param[]): string {
  let mask = 0
  for (const { condition } of params) {
    if (condition?.flags === word.name && condition.bit !== undefined) mask |= 1 << condition.bit
  }
  return mask < 0 ? `-0x${(-mask).toString(16)}` : String(mask)
}
