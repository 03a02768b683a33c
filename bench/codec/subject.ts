/** One library, made ready for one case. */
export interface Prepared {
  readonly encode: () => Uint8Array
  readonly decode: () => unknown
}

/** A plain view of a TL value: what every converter walks. */
export type Plain = { readonly [field: string]: unknown }

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

/** The value without fields that are undefined, converted at the leaves. */
export function mapLeaves(value: unknown, leaf: (value: unknown, field: string) => unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => mapLeaves(item, leaf, field))
  if (!isPlain(value)) return leaf(value, field)
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(entries.map(([key, inner]) => [key, mapLeaves(inner, leaf, key)]))
}
