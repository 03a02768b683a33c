/**
 * Whether two values say the same: field by field, bytes by content, a field that is `undefined` like one that is missing.
 * As on the wire, every NaN is like every other, and 0 is not -0.
 */
export function equals(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && sameBytes(a, b)
  }
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, at) => equals(item, b[at]))
  }
  const first = entriesOf(a)
  const second = new Map(entriesOf(b))
  return (
    first.length === second.size && first.every(([key, value]) => second.has(key) && equals(value, second.get(key)))
  )
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

/** The fields that are there. A mark that is `false` is written as one that is missing, but is told apart here. */
function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, inner]) => inner !== undefined)
}
