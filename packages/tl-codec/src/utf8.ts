/**
 * UTF-8 in both directions, with loops for the short ASCII strings that most fields are and the platform's coder for the
 * rest. Broken input never throws: as in every other implementation of TL, a malformed sequence reads as U+FFFD and a
 * lone surrogate is written as U+FFFD, so one bad name does not cost the packet it came in.
 */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Above these lengths the platform's coders win over the loops (measured on Node 24). */
const SHORT_READ = 16
const SHORT_WRITE = 24

const node = findNodeCoders()
const decodeLong = node?.decode ?? ((bytes, start, end) => decoder.decode(bytes.subarray(start, end)))
const encodeLong = node?.encode ?? ((text, bytes, offset) => encoder.encodeInto(text, bytes.subarray(offset)).written)

export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const length = end - start
  if (length > SHORT_READ) return decodeLong(bytes, start, end)
  let union = 0
  for (let i = start; i < end; i++) union |= bytes[i] ?? 0
  if (union > 127) return decodeLong(bytes, start, end)
  if (length <= 8) return ascii(bytes, start, length)
  return ascii(bytes, start, 8) + ascii(bytes, start + 8, length - 8)
}

/** Up to eight characters in one call each: one at a time they would make a chain of pieces. */
function ascii(b: Uint8Array, i: number, length: number): string {
  const c = String.fromCharCode
  switch (length) {
    case 0:
      return ''
    case 1:
      return c(b[i] ?? 0)
    case 2:
      return c(b[i] ?? 0, b[i + 1] ?? 0)
    case 3:
      return c(b[i] ?? 0, b[i + 1] ?? 0, b[i + 2] ?? 0)
    case 4:
      return c(b[i] ?? 0, b[i + 1] ?? 0, b[i + 2] ?? 0, b[i + 3] ?? 0)
    case 5:
      return c(b[i] ?? 0, b[i + 1] ?? 0, b[i + 2] ?? 0, b[i + 3] ?? 0, b[i + 4] ?? 0)
    case 6:
      return c(b[i] ?? 0, b[i + 1] ?? 0, b[i + 2] ?? 0, b[i + 3] ?? 0, b[i + 4] ?? 0, b[i + 5] ?? 0)
    case 7:
      return c(b[i] ?? 0, b[i + 1] ?? 0, b[i + 2] ?? 0, b[i + 3] ?? 0, b[i + 4] ?? 0, b[i + 5] ?? 0, b[i + 6] ?? 0)
    default:
      return c(
        b[i] ?? 0,
        b[i + 1] ?? 0,
        b[i + 2] ?? 0,
        b[i + 3] ?? 0,
        b[i + 4] ?? 0,
        b[i + 5] ?? 0,
        b[i + 6] ?? 0,
        b[i + 7] ?? 0,
      )
  }
}

/** Writes `text` at `offset`, where at least three bytes for every UTF-16 unit are free; returns the bytes written. */
export function encodeUtf8(text: string, bytes: Uint8Array, offset: number): number {
  const length = text.length
  if (length > SHORT_WRITE) return encodeLong(text, bytes, offset)
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) return i + encodeLong(text.slice(i), bytes, offset + i)
    bytes[offset + i] = unit
  }
  return length
}

interface Coders {
  decode(bytes: Uint8Array, start: number, end: number): string
  encode(text: string, bytes: Uint8Array, offset: number): number
}

/** Node's Buffer codes a part of any byte array without a view of it, in half the time of the web's coders. */
function findNodeCoders(): Coders | undefined {
  const buffer: unknown = Reflect.get(globalThis, 'Buffer')
  if (typeof buffer !== 'function') return undefined
  const prototype: unknown = buffer.prototype
  if (!hasUtf8(prototype)) return undefined
  const { utf8Slice, utf8Write } = prototype
  return {
    decode: (bytes, start, end) => utf8Slice.call(bytes, start, end),
    encode: (text, bytes, offset) => utf8Write.call(bytes, text, offset, bytes.length - offset),
  }
}

interface BufferUtf8 {
  utf8Slice(this: Uint8Array, start: number, end: number): string
  utf8Write(this: Uint8Array, text: string, offset: number, length: number): number
}

function hasUtf8(value: unknown): value is BufferUtf8 {
  return (
    typeof value === 'object' &&
    value !== null &&
    'utf8Slice' in value &&
    typeof value.utf8Slice === 'function' &&
    'utf8Write' in value &&
    typeof value.utf8Write === 'function'
  )
}
