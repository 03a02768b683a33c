/** Pieces are cut from buffers of this size, so it is also what one piece that is kept keeps. */
const BUFFER_BYTES = 16 * 1024
/** Larger pieces than this get a buffer of their own. */
const LARGEST_PIECE = 2 * 1024

let buffer: ArrayBufferLike = new ArrayBuffer(0)
let used = 0

/**
 * Zeros to be filled with what is on its way and needed for a moment only. A buffer for each costs more than to fill it:
 * it lies outside the JavaScript heap, and has to be freed one by one in each pause of the garbage collector.
 */
export function passingBytes(length: number): Uint8Array {
  if (length > LARGEST_PIECE) return new Uint8Array(length)
  if (used + length > buffer.byteLength) {
    buffer = new ArrayBuffer(BUFFER_BYTES)
    used = 0
  }
  const piece = new Uint8Array(buffer, used, length)
  // Views of longs want a multiple of eight on some machines.
  used += (length + 7) & ~7
  return piece
}
