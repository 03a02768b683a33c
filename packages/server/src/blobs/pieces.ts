const noBytes = new Uint8Array()

/**
 * The same bytes in pieces of one size, but for the last, which may be smaller. None for no bytes. What has that size is not
 * copied.
 */
export async function* inPieces(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let piece: Uint8Array = noBytes
  let filled = 0
  for await (const bytes of content) {
    for (let taken = 0; taken < bytes.length; ) {
      if (filled === 0 && bytes.length - taken >= size) {
        yield bytes.subarray(taken, taken + size)
        taken += size
        continue
      }
      // Whoever took the last one may still be at it.
      if (filled === 0) piece = Buffer.allocUnsafe(size)
      const some = bytes.subarray(taken, taken + size - filled)
      piece.set(some, filled)
      filled += some.length
      taken += some.length
      if (filled < size) continue
      yield piece
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}
