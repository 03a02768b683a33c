/** The same bytes in pieces of one size, but for the last, which may be smaller. None for no bytes. */
export async function* inPieces(content: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let piece = Buffer.allocUnsafe(size)
  let filled = 0
  for await (const bytes of content) {
    for (let taken = 0; taken < bytes.length; ) {
      const some = bytes.subarray(taken, taken + size - filled)
      piece.set(some, filled)
      filled += some.length
      taken += some.length
      if (filled < size) continue
      yield piece
      // Whoever took the last one may still be at it.
      piece = Buffer.allocUnsafe(size)
      filled = 0
    }
  }
  if (filled > 0) yield piece.subarray(0, filled)
}
