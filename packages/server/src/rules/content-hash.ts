/**
 * A number that changes with the content, by which a client says what it already has; never 0, which asks for the whole.
 */
export function contentHash(parts: Iterable<Uint8Array>): number {
  let hash = 17
  for (const bytes of parts) {
    for (const byte of bytes) hash = (Math.imul(hash, 31) + byte) | 0
  }
  return hash & 0x7fff_ffff || 1
}
