import { TlError } from '@chappe/tl-codec'
import { decode, type Types } from '@chappe/tl-codec/api'
import { decode as decodeOfAnyLayer } from '@chappe/tl-codec/layers'

/**
 * Reads TL bytes that this server wrote, maybe when an earlier layer was today's. What today's codec knows every number of
 * is of today, so the slower reading is for old rows only.
 */
export function readStored<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T] {
  try {
    return decode(type, bytes)
  } catch (error) {
    if (!(error instanceof TlError)) throw error
    return decodeOfAnyLayer(type, bytes)
  }
}
