import { Reader, TlError, Writer } from '@chappe/tl-codec'
import { gunzipBounded, gzip } from '../gzip/gzip.ts'
import { TransportError } from '../transport-error.ts'
import { constructorOf } from './container.ts'
import type { SessionLimits } from './limits.ts'
import { SessionError } from './session-error.ts'

/** `gzip_packed#3072cfa1 packed_data:bytes`: defined by the protocol outside the schema. */
export const GZIP_PACKED = 0x3072cfa1
/** So much of a large body is packed on trial, to leave alone what does not shrink. */
const SAMPLE_BYTES = 1024
/** Below this size the trial costs as much as the packing. */
const TRIAL_FROM_BYTES = 32 * 1024

/** The largest byte string of TL, whose length has 24 bits. */
const MAX_PACKED_BYTES = 0xffffff

/**
 * A body as it was before gzip_packed, if it is packed. At most `maxBytes` of it, and packed only once.
 *
 * @throws {SessionError} `GZIP_INVALID`
 */
export function inflate(body: Uint8Array, maxBytes: number): Uint8Array {
  return constructorOf(body) === GZIP_PACKED ? inflatePacked(body, maxBytes) : body
}

/**
 * What the gzip_packed holds that is the whole of `body`.
 *
 * @throws {SessionError} `GZIP_INVALID`
 */
export function inflatePacked(body: Uint8Array, maxBytes: number): Uint8Array {
  const inflated = unpack(body, maxBytes)
  if (inflated.length < 4 || inflated.length % 4 !== 0) throw invalid('it holds no TL value')
  if (constructorOf(inflated) === GZIP_PACKED) throw packedTwice()
  return inflated
}

function unpack(body: Uint8Array, maxBytes: number): Uint8Array {
  try {
    const reader = new Reader(body)
    reader.int()
    const packed = reader.byteString()
    reader.finish()
    return gunzipBounded(packed, { maxBytes })
  } catch (error) {
    if (error instanceof TransportError || error instanceof TlError) throw invalid(error.message)
    throw error
  }
}

const packedPushes = new WeakMap<Uint8Array, Uint8Array>()

/** As `deflate`, of a body that goes into many sessions as it is: packed once for all of them. Nobody may change it. */
export function deflateShared(body: Uint8Array, limits: SessionLimits): Uint8Array {
  if (body.length <= limits.gzipAboveBytes) return body
  const known = packedPushes.get(body)
  if (known !== undefined) return known
  const packed = deflate(body, limits)
  packedPushes.set(body, packed)
  return packed
}

/** `body` gzip_packed, when it is large and that makes it smaller; else as it is. */
export function deflate(body: Uint8Array, limits: SessionLimits): Uint8Array {
  const { gzipAboveBytes } = limits
  if (gzipAboveBytes === 0 || body.length <= gzipAboveBytes || constructorOf(body) === GZIP_PACKED) return body
  if (body.length >= TRIAL_FROM_BYTES) {
    const middle = (body.length - SAMPLE_BYTES) >> 1
    const sample = body.subarray(middle, middle + SAMPLE_BYTES)
    if (gzip(sample).length > SAMPLE_BYTES * 0.9) return body
  }
  const packed = gzip(body)
  if (packed.length + 8 >= body.length || packed.length > MAX_PACKED_BYTES) return body
  const writer = new Writer(packed.length + 12)
  writer.id(GZIP_PACKED)
  writer.byteString(packed)
  return writer.finish()
}

function invalid(what: string): SessionError {
  return new SessionError('GZIP_INVALID', `invalid gzip_packed: ${what}`)
}

export function packedTwice(): SessionError {
  return invalid('it is packed twice')
}
