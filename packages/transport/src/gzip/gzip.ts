import { Inflate, gzip as pakoGzip } from 'pako'
import { TransportError } from '../transport-error.ts'

/**
 * How large an inflated body may become. The size alone counts: deflate reaches 1,032:1 on an honest text of one letter
 * over and over, so a bound of the ratio would refuse what nobody needs to fear.
 */
export interface InflateBounds {
  /** 16 MiB by default. */
  readonly maxBytes?: number | undefined
}

/** One implementation of gzip. */
export interface GzipProvider {
  gzip(bytes: Uint8Array): Uint8Array
  /** Inflates a whole gzip or zlib stream into at most `limit` bytes, or throws a TransportError. */
  gunzip(bytes: Uint8Array, limit: number): Uint8Array
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024
const INFLATE_CHUNK_BYTES = 16 * 1024

/** Works everywhere. */
export const pakoProvider: GzipProvider = {
  gzip: (bytes) => pakoGzip(bytes),
  gunzip(bytes, limit) {
    const chunks: Uint8Array[] = []
    let length = 0
    const inflate = new Inflate({ chunkSize: Math.min(INFLATE_CHUNK_BYTES, limit + 1) })
    inflate.onData = (chunk) => {
      length += chunk.length
      // Thrown through the inflater, which goes no further then.
      if (length > limit) throw tooLarge(limit)
      chunks.push(chunk)
    }
    inflate.push(bytes, true)
    if (inflate.err !== 0 || !inflate.ended) throw invalid(inflate.msg)
    return concat(chunks, length)
  },
}

/** Node's zlib, 2 to 6 times as fast here; absent in browsers. */
export const zlibProvider: GzipProvider | undefined = createZlibProvider()

function createZlibProvider(): GzipProvider | undefined {
  // Asked for at run time, so that the same source loads where there is no such module.
  const zlib = typeof process === 'undefined' ? undefined : process.getBuiltinModule?.('node:zlib')
  if (zlib === undefined) return undefined
  return {
    // The fastest level: messages shrink as much by it, for 40 % of the time.
    gzip: (bytes) => zlib.gzipSync(bytes, { level: 1 }),
    gunzip(bytes, limit) {
      try {
        const { buffer, byteOffset, byteLength } = zlib.unzipSync(bytes, { maxOutputLength: limit })
        // Not a Buffer, of which `slice` is no copy.
        return new Uint8Array(buffer, byteOffset, byteLength)
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : undefined
        throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limit) : invalid(String(code))
      }
    },
  }
}

const provider: GzipProvider = zlibProvider ?? pakoProvider

/** Compresses into a gzip stream, for `gzip_packed`. */
export function gzip(bytes: Uint8Array): Uint8Array {
  return provider.gzip(bytes)
}

/**
 * Inflates a gzip stream ("Service Messages", Packed Object), or a zlib one, which is what mtcute packs; never more of it
 * than the bound allows. Throws GZIP_TOO_LARGE beyond it and GZIP_INVALID for anything but one complete, undamaged
 * stream.
 */
export function gunzipBounded(bytes: Uint8Array, bounds?: InflateBounds): Uint8Array {
  return gunzipWith(provider, bytes, bounds)
}

/** The same with a provider of one's choice. */
export function gunzipWith(chosen: GzipProvider, bytes: Uint8Array, bounds?: InflateBounds): Uint8Array {
  const maxBytes = bounds?.maxBytes ?? DEFAULT_MAX_BYTES
  if (!isGzip(bytes) && !isZlib(bytes)) throw invalid('no gzip header')
  return chosen.gunzip(bytes, maxBytes)
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

/** RFC 1950, 2.2: deflate without a dictionary, and a header that is a multiple of 31. */
function isZlib([cmf = 0, flags = 0]: Uint8Array): boolean {
  return (cmf & 0x0f) === 8 && (flags & 0x20) === 0 && (cmf * 256 + flags) % 31 === 0
}

function tooLarge(limit: number): TransportError {
  return new TransportError('GZIP_TOO_LARGE', `a compressed body inflates to more than ${limit} bytes`)
}

function invalid(reason: string): TransportError {
  return new TransportError('GZIP_INVALID', `a compressed body is broken: ${reason}`)
}

function concat(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks
  if (only !== undefined && chunks.length === 1) return only
  const all = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}
