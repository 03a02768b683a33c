import { TlError } from '../error.ts'

/**
 * JSON of a value, lossless: `{"$long":"777"}` is a bigint, `{"$bytes":"q80="}` bytes in base64, `{"$double":"NaN"}` one of
 * the four doubles that JSON has no form for. No TL field has such a name. All else is as it is; fields that are `undefined`
 * are left out.
 */
export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(toData(value), undefined, indent)
}

/** The value again. Throws a `TlError` for what is no JSON, or not in this form; whether it fits a type is told by `encode`. */
export function fromJson(text: string): unknown {
  try {
    return fromData(JSON.parse(text))
  } catch (error) {
    if (error instanceof TlError) throw error
    throw new TlError('INVALID_VALUE', 0, 'This is not JSON')
  }
}

function toData(value: unknown): unknown {
  if (typeof value === 'bigint') return { $long: String(value) }
  if (typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0))) {
    return { $double: Object.is(value, -0) ? '-0' : String(value) }
  }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return { $bytes: toBase64(value) }
  if (Array.isArray(value)) return value.map(toData)
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, toData(inner)]])),
  )
}

function fromData(data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data
  if (Array.isArray(data)) return data.map(fromData)
  const entries = Object.entries(data)
  const [first] = entries
  if (first?.[0].startsWith('$')) return marked(first[0], first[1], entries.length)
  return Object.fromEntries(entries.map(([key, inner]) => [key, fromData(inner)]))
}

const DOUBLES: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
])
/** Twenty digits are more than any long has; without a bound a text could keep the thread busy. */
const LONG = /^-?\d{1,20}$/

function marked(kind: string, text: unknown, count: number): unknown {
  if (typeof text === 'string' && count === 1) {
    if (kind === '$long' && LONG.test(text)) return BigInt(text)
    const double = DOUBLES.get(text)
    if (kind === '$double' && double !== undefined) return double
    if (kind === '$bytes' && /^[A-Za-z0-9+/]*={0,2}$/.test(text) && text.length % 4 === 0) return fromBase64(text)
  }
  throw new TlError('INVALID_VALUE', 0, `${kind} stands for nothing here`)
}

const PIECE = 8192

function toBase64(bytes: Uint8Array): string {
  let binary = ''
  for (let at = 0; at < bytes.length; at += PIECE) binary += String.fromCharCode(...bytes.subarray(at, at + PIECE))
  return btoa(binary)
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (one) => one.charCodeAt(0))
}
