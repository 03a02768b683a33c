/**
 * A copy that shares nothing with the value: bytes too, which a decoded value may share with the packet that it came in.
 * Fields that are `undefined` are left out, so this is also how to have absent fields absent.
 */
export function clone<T>(value: T): T
export function clone(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (Array.isArray(value)) return value.map((item: unknown) => clone(item))
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(fields.map(([key, inner]) => [key, clone(inner)]))
}
