import { TlError } from '@chappe/tl-codec'
import { decode, type Types } from '@chappe/tl-codec/api'
import { decode as decodeOfAnyLayer, encodeUntyped, LAYER } from '@chappe/tl-codec/layers'
import { maxStoredBytes } from '../rules/answer-bounds.ts'
import { withinBounds } from './within-bounds.ts'

/**
 * Reads TL bytes that this server wrote, maybe when an earlier layer was today's. What today's codec knows every number of
 * is of today, so the slower reading is for old rows only. What was stored before there were bounds is cut to them.
 */
export function readStored<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T] {
  const value = readAnyLayer(type, bytes)
  return bytes.length > maxStoredBytes ? decode(type, encodeUntyped(withinBounds(value), LAYER)) : value
}

function readAnyLayer<T extends keyof Types>(type: T, bytes: Uint8Array): Types[T] {
  try {
    return decode(type, bytes)
  } catch (error) {
    if (!(error instanceof TlError)) throw error
    return decodeOfAnyLayer(type, bytes)
  }
}
