import { createCipheriv, createDecipheriv } from 'node:crypto'
import { releaseBytes } from '@chappe/tl-codec'
import { inPieces } from './pieces.ts'

/**
 * The form of an object at rest.
 *
 * After a header of 8 bytes come chunks of 64 KiB, the last of which may be shorter, each sealed by AES-256-GCM with its tag of
 * 16 bytes behind it. The nonce is the chunk's number and whether it is the last, as in the STREAM construction (Hoang,
 * Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", 2015): no chunk
 * can be changed, moved or left out, and none can be taken for the end. Each object has a key of its own, so no nonce is ever
 * used twice with one key. Any range is read by reading the chunks that it touches.
 */
export const chunkBytes = 65_536
const tagBytes = 16
const sealedChunkBytes = chunkBytes + tagBytes
const header = Buffer.from('CHAPPE\0\x01', 'latin1')
export const keyBytes = 32

/** An object whose bytes are not those that were written. */
export class SealError extends Error {
  override readonly name = 'SealError'
  readonly code = 'DAMAGED'

  constructor() {
    super('stored bytes are not as they were written')
  }
}

function chunksOf(size: number): number {
  return Math.max(1, Math.ceil(size / chunkBytes))
}

/** How many bytes an object has that holds so many. */
export function sealedSize(size: number): number {
  return header.length + size + chunksOf(size) * tagBytes
}

/** Seals content whose size need not be known before. */
export async function* seal(key: Uint8Array, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield header
  let index = 0
  let held: Uint8Array = new Uint8Array()
  let first = true
  // The last chunk is known by there being none behind it.
  for await (const chunk of inPieces(content, chunkBytes)) {
    if (!first) yield* sealChunk(key, index++, false, held)
    first = false
    held = chunk
  }
  yield* sealChunk(key, index, true, held)
}

/** Where the chunks lie that a range of the content touches. */
export interface SealedRange {
  readonly offset: number
  readonly length: number
}

/** @param offset below `size`, or 0 where that is 0 */
export function sealedRange(size: number, offset: number, length: number): SealedRange {
  const first = Math.floor(offset / chunkBytes)
  const last = Math.max(first, Math.ceil((offset + length) / chunkBytes) - 1)
  const start = header.length + first * sealedChunkBytes
  const end = Math.min(sealedSize(size), header.length + (last + 1) * sealedChunkBytes)
  return { offset: start, length: end - start }
}

/** Opens what lies at `sealedRange` of the same range. Throws `SealError`. */
export function openRange(
  key: Uint8Array,
  size: number,
  offset: number,
  length: number,
  sealed: Uint8Array,
): Uint8Array {
  const first = Math.floor(offset / chunkBytes)
  const lastOfAll = chunksOf(size) - 1
  const opened: Uint8Array[] = []
  for (let at = 0, index = first; at < sealed.length; at += sealedChunkBytes, index++) {
    opened.push(openChunk(key, index, index === lastOfAll, sealed.subarray(at, at + sealedChunkBytes)))
  }
  const [only] = opened
  const start = offset - first * chunkBytes
  if (opened.length === 1 && only !== undefined) return only.subarray(start, start + length)
  const all = Buffer.concat(opened)
  for (const chunk of opened) releaseBytes(chunk)
  return all.subarray(start, start + length)
}

function nonce(index: number, isLast: boolean): Uint8Array {
  const bytes = Buffer.alloc(12)
  bytes.writeUIntBE(index, 0, 6)
  bytes[11] = isLast ? 1 : 0
  return bytes
}

function* sealChunk(key: Uint8Array, index: number, isLast: boolean, chunk: Uint8Array): Generator<Uint8Array> {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(index, isLast))
  yield cipher.update(chunk)
  cipher.final()
  yield cipher.getAuthTag()
}

function openChunk(key: Uint8Array, index: number, isLast: boolean, sealed: Uint8Array): Uint8Array {
  if (sealed.length < tagBytes) throw new SealError()
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(index, isLast))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const chunk = decipher.update(sealed.subarray(0, sealed.length - tagBytes))
  try {
    decipher.final()
  } catch {
    throw new SealError()
  }
  return chunk
}
