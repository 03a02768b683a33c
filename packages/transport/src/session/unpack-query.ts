import { concat } from '@chappe/crypto'
import { MAX_DEPTH, Reader, TlError } from '@chappe/tl-codec'
import { nameOf, read } from '@chappe/tl-codec/wrappers'
import { GZIP_PACKED, inflatePacked, packedTwice } from './inflate.ts'

/** An unpacked query, and how many bytes were inflated for it. */
export interface UnpackedQuery {
  readonly body: Uint8Array
  readonly inflatedBytes: number
}

/**
 * A query without gzip_packed, wherever it was ("Service Messages", Packed Object): clients pack the whole, and also what
 * stands inside invokeAfterMsg, invokeWithLayer, initConnection and every other method that wraps one. At most `maxBytes`
 * are inflated, and only once on the way to the innermost method. What is no TL is left for whoever reads it.
 *
 * @throws {SessionError} `GZIP_INVALID`
 */
export function unpackQuery(body: Uint8Array, maxBytes: number): UnpackedQuery {
  let reader: Reader | undefined
  let whole = body
  let offset = 0
  let inflatedBytes = 0
  // The codec reads no deeper either.
  for (let depth = 0; depth <= MAX_DEPTH; depth++) {
    const id = idAt(whole, offset)
    if (id === GZIP_PACKED) {
      if (inflatedBytes > 0) throw packedTwice()
      const inflated = inflatePacked(whole.subarray(offset), maxBytes)
      inflatedBytes = inflated.length
      whole = offset === 0 ? inflated : concat(whole.subarray(0, offset), inflated)
      reader = undefined
      continue
    }
    // Most queries have no wrapper, and are done here.
    if (id === undefined || nameOf(id) === undefined) break
    reader ??= new Reader(whole)
    reader.offset = offset
    try {
      read(reader, 'Wrapper')
    } catch (error) {
      if (error instanceof TlError) break
      throw error
    }
    offset = reader.offset
  }
  return { body: whole, inflatedBytes }
}

/** The constructor number at `offset`, if the body has that many bytes. */
function idAt(body: Uint8Array, offset: number): number | undefined {
  const [b0, b1, b2, b3] = [body[offset], body[offset + 1], body[offset + 2], body[offset + 3]]
  if (b0 === undefined || b1 === undefined || b2 === undefined || b3 === undefined) return undefined
  return (b0 | (b1 << 8) | (b2 << 16) | (b3 << 24)) >>> 0
}
