import { type FetchOptions, type OpenResponse, openSafely } from './open-safely.ts'

const maxBytes = 512 * 1024

export interface FetchedPage {
  /** The first part of the page, if it is a long one. */
  readonly body: Uint8Array
  readonly contentType: string
  /** Where it was found at last. */
  readonly url: URL
}

/** Gets a page of HTML, or `undefined` for what is none; besides as `openSafely`. */
export async function fetchPage(url: URL, options: FetchOptions): Promise<FetchedPage | undefined> {
  const opened = await openSafely(url, 'text/html', options)
  return opened && readPage(opened, options.signal)
}

async function readPage(
  { response, url, contentType }: OpenResponse,
  signal: AbortSignal,
): Promise<FetchedPage | undefined> {
  if (!/^text\/html\s*(?:;|$)/i.test(contentType)) {
    response.destroy()
    return undefined
  }
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of response) {
    signal.throwIfAborted()
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a response without an encoding gives bytes')
    chunks.push(chunk)
    length += chunk.length
    if (length >= maxBytes) break
  }
  response.destroy()
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), contentType, url }
}
