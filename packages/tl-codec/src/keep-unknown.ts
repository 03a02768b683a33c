import { TlError } from './error.ts'
import { Reader } from './reader.ts'
import type { UnknownObject } from './unknown-object.ts'

/**
 * Reads the whole of `bytes`, and keeps it as it is when there is a constructor in it that does not belong where it stands.
 * Nothing in TL says where a value ends, so what is unknown can be kept only where its end is that of the bytes: the whole
 * input, or an `Object` that is the last thing in it, such as the result in an `rpc_result`. Whatever else is wrong with the
 * bytes is an error as ever.
 */
export function decodeKeeping<T>(read: (r: Reader) => T, bytes: Uint8Array): T | UnknownObject {
  const r = new Reader(bytes)
  r.keepsUnknown = true
  const value = readOrKeep(r, (inner) => {
    const found = read(inner)
    inner.finish()
    return found
  })
  return value
}

/** Reads an object; where the reader was told so, one that is not known is all that is left of the input. */
export function readOrKeep<T>(r: Reader, read: (r: Reader) => T): T | UnknownObject {
  if (!r.keepsUnknown) return read(r)
  const start = r.mark()
  try {
    return read(r)
  } catch (error) {
    // Within an object that was kept, and took all that was left, nothing else can be wrong.
    if (!(error instanceof TlError) || (error.code !== 'UNEXPECTED_CONSTRUCTOR' && !r.hasKept)) throw error
    r.rewind(start)
    const id = r.peek() >>> 0
    r.hasKept = true
    return { _: '$unknown', id, bytes: r.raw(r.remaining) }
  }
}
