import type { Definition, Field } from '@chappe/tl-codec/definitions'
import type { Conversion } from './conversions.ts'
import type { FieldRule } from './field-rule.ts'

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
