/** A TL value whose type is only known at run time. */
export interface TlObject {
  readonly _: string
  readonly [field: string]: unknown
}

export function isTlObject(value: unknown): value is TlObject {
  return typeof value === 'object' && value !== null && '_' in value && typeof value._ === 'string'
}

/** The same while it is being made. */
export interface MutableTlObject {
  _: string
  [field: string]: unknown
}
