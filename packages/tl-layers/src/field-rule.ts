import type { TlObject } from './tl-object.ts'

/** What became of one field of an earlier layer, in both directions. */
export interface FieldRule {
  /** `constructor.field` as in the earlier layer. */
  readonly field: string
  /** Holds also where today has the field with the same type: `down` then gives what an earlier layer wants in it. */
  readonly evenIfSame?: true
  up(value: TlObject): { readonly [field: string]: unknown }
  /** `type` is the earlier field's, for fields that had several. */
  down(value: TlObject, type: string): unknown
}
