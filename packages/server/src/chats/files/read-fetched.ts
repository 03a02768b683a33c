import type { FetchedFile } from '../../ports/link-previews.ts'

/** All of a fetched file, which is bounded; undefined if it did not come to its end. */
export async function readFetched({ content }: FetchedFile): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  try {
    for await (const chunk of content) chunks.push(chunk)
  } catch {
    // Of a stranger's server anything may be expected, and nobody here can help it.
    return undefined
  }
  return new Uint8Array(Buffer.concat(chunks))
}
