/**
 * A copy that shares nothing with the value: bytes too, which a decoded value may share with the packet that it came in.
 * Fields that are `undefined` are left out, so this is also how to have absent fields absent.
 */
export function clone<T>(value: T): T
export function clone(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (Array.isArray(value)) return value.map((item: unknown) => clone(item))
  const fields: Readonly<Record<string, unknown>> = { ...value }
  const copy: Record<string, unknown> = {}
  for (const key of Object.keys(fields)) {
    const inner = fields[key]
    // No name in TL begins with a low line; assigned, this one would be no field.
    if (inner !== undefined && key !== '__proto__') copy[key] = clone(inner)
  }
  return copy
}
