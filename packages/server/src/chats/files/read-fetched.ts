import type { FetchedFile } from '../../ports/link-previews.ts'

/** All of a fetched file, which is bounded; undefined if it did not come to its end, or has more than `maxBytes`. */
export async function readFetched(
  { content }: FetchedFile,
  maxBytes: number = Number.POSITIVE_INFINITY,
): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of content) {
      size += chunk.length
      if (size > maxBytes) return undefined
      chunks.push(chunk)
    }
  } catch {
    // Of a stranger's server anything may be expected, and nobody here can help it.
    return undefined
  }
  return new Uint8Array(Buffer.concat(chunks))
}
