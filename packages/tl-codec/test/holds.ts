import { isDeepStrictEqual } from 'node:util'

/**
 * Whether `found` has everything that `value` has. Beyond that it may have empty values, which stand for fields that one
 * layer may leave out and another may not.
 */
export function holds(found: unknown, value: unknown): boolean {
  if (Array.isArray(value)) {
    return Array.isArray(found) && found.length === value.length && value.every((item, i) => holds(found[i], item))
  }
  if (!isRecord(value)) return isDeepStrictEqual(found, value)
  if (!isRecord(found)) return false
  const names = new Set([...Object.keys(found), ...Object.keys(value)])
  return [...names].every((name) =>
    value[name] === undefined ? isEmpty(found[name]) : holds(found[name], value[name]),
  )
}

function isRecord(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value)
}

function isEmpty(value: unknown): boolean {
  if (isRecord(value)) return Object.entries(value).every(([name, inner]) => name === '_' || isEmpty(inner))
  if (Array.isArray(value) || value instanceof Uint8Array) return value.every((byte: unknown) => byte === 0)
  return value === undefined || value === '' || value === 0 || value === 0n || value === false
}
