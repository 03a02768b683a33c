/**
 * UTF-8 in both directions, with loops for the short ASCII strings that most fields are and the platform's coder for the
 * rest. Broken input never throws: as in every other implementation of TL, a malformed sequence reads as U+FFFD and a
 * lone surrogate is written as U+FFFD, so one bad name does not cost the packet it came in.
 */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Above these lengths the platform's coders win over the loops (measured on Node 24). */
const SHORT_READ = 16
const SHORT_WRITE = 64

const decodeLong = findNodeDecoder() ?? ((bytes, start, end) => decoder.decode(bytes.subarray(start, end)))

export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT_READ) return decodeLong(bytes, start, end)
  let text = ''
  let i = start
  // Calls with many arguments make flat pieces of text, where one at a time would make a chain of them.
  for (; i + 4 <= end; i += 4) {
    const a = bytes[i] ?? 0
    const b = bytes[i + 1] ?? 0
    const c = bytes[i + 2] ?? 0
    const d = bytes[i + 3] ?? 0
    if ((a | b | c | d) > 127) return decodeLong(bytes, start, end)
    text += String.fromCharCode(a, b, c, d)
  }
  for (; i < end; i++) {
    const byte = bytes[i] ?? 0
    if (byte > 127) return decodeLong(bytes, start, end)
    text += String.fromCharCode(byte)
  }
  return text
}

/** Writes `text` at `offset`, where at least three bytes for every UTF-16 unit are free; returns the bytes written. */
export function encodeUtf8(text: string, bytes: Uint8Array, offset: number): number {
  const length = text.length
  if (length > SHORT_WRITE) return encoder.encodeInto(text, bytes.subarray(offset)).written
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) return i + encoder.encodeInto(text.slice(i), bytes.subarray(offset + i)).written
    bytes[offset + i] = unit
  }
  return length
}

/** Node's Buffer decodes a part of any byte array without a view of it, in half the time of a TextDecoder. */
function findNodeDecoder(): ((bytes: Uint8Array, start: number, end: number) => string) | undefined {
  const buffer: unknown = Reflect.get(globalThis, 'Buffer')
  if (typeof buffer !== 'function') return undefined
  const prototype: unknown = buffer.prototype
  if (!hasUtf8Slice(prototype)) return undefined
  const { utf8Slice } = prototype
  return (bytes, start, end) => utf8Slice.call(bytes, start, end)
}

interface Utf8Slice {
  utf8Slice(this: Uint8Array, start: number, end: number): string
}

function hasUtf8Slice(value: unknown): value is Utf8Slice {
  return typeof value === 'object' && value !== null && 'utf8Slice' in value && typeof value.utf8Slice === 'function'
}
