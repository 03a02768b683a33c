/**
 * UTF-8 in both directions, with a loop for the short ASCII strings that most fields are and the platform's coder for
 * the rest. Broken input never throws: as in every other implementation of TL, a malformed sequence reads as U+FFFD and
 * a lone surrogate is written as U+FFFD, so one bad name does not cost the packet it came in.
 */

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const encoder = new TextEncoder()

/** Above this many bytes the platform's decoder wins over the loop. */
const SHORT = 32

export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > SHORT) return decoder.decode(bytes.subarray(start, end))
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i] ?? 0
    if (byte > 127) return decoder.decode(bytes.subarray(start, end))
    text += String.fromCharCode(byte)
  }
  return text
}

/** Writes `text` at `offset`, where at least three bytes for every UTF-16 unit are free; returns the bytes written. */
export function encodeUtf8(text: string, bytes: Uint8Array, offset: number): number {
  const length = text.length
  if (length > SHORT) return encoder.encodeInto(text, bytes.subarray(offset)).written
  for (let i = 0; i < length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 127) return i + encoder.encodeInto(text.slice(i), bytes.subarray(offset + i)).written
    bytes[offset + i] = unit
  }
  return length
}
