import { ClientError } from '../errors.ts'
import { fromStored, invalid, RecordReader, type Stored, toStored } from './records.ts'

/*
 * Records that are mostly bytes: their structure as JSON, and behind it all bytes as they are. So keys never become texts,
 * which could not be overwritten.
 */

const LENGTH_BYTES = 4

/** A value of plain objects, arrays, bigints and bytes. */
export function encodePacked(value: unknown): Uint8Array {
  const parts: Uint8Array[] = []
  let size = 0
  const json = JSON.stringify(
    toStored(value, (bytes): Stored => {
      parts.push(bytes)
      size += bytes.length
      return { $p: [size - bytes.length, bytes.length] }
    }),
  )
  const head = new TextEncoder().encode(json)
  const out = new Uint8Array(LENGTH_BYTES + head.length + size)
  new DataView(out.buffer).setUint32(0, head.length, true)
  out.set(head, LENGTH_BYTES)
  let at = LENGTH_BYTES + head.length
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** The value of a packed record; `read` checks and takes what it needs. */
export function decodePacked<T>(bytes: Uint8Array, read: (record: RecordReader) => T): T {
  const length = bytes.length < LENGTH_BYTES ? 0 : new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const body = bytes.subarray(LENGTH_BYTES + length)
  const revive = (_: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('$p' in value)) return fromStored(value)
    const [at, size] = Array.isArray(value.$p) ? value.$p : []
    if (!Number.isInteger(at) || !Number.isInteger(size) || at < 0 || size < 0 || at + size > body.length)
      throw invalid('bytes')
    return body.slice(at, at + size)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length)), revive)
  } catch (cause) {
    throw new ClientError('STORAGE_INVALID', 'what is stored is no record of this client', { cause })
  }
  return read(new RecordReader(parsed))
}
