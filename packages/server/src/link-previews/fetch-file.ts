import type { Clock } from '../ports/clock.ts'
import type { FetchedFile } from '../ports/link-previews.ts'
import { type FetchOptions, openSafely } from './open-safely.ts'

/** How long a file may take, from the first question to the last byte, in ms. */
const timeoutMs = 15_000

/** A file is larger than it may be. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError'
}

/**
 * Begins to get a file of any kind, besides as `openSafely`. Its content throws when it has more than `maxBytes` or takes too
 * long; whoever does not read it to its end has it destroyed by then.
 */
export async function fetchFile(
  url: URL,
  maxBytes: number,
  { clock, ...options }: Omit<FetchOptions, 'signal'> & { readonly clock: Clock },
): Promise<FetchedFile | undefined> {
  const abort = new AbortController()
  const { signal } = abort
  const cancel = clock.after(timeoutMs, () => abort.abort())
  const opened = await openSafely(url, '*/*', { ...options, signal }).catch((error: unknown) => {
    cancel()
    throw error
  })
  if (opened === undefined) {
    cancel()
    return undefined
  }
  const { response, contentType } = opened
  const content = async function* (): AsyncGenerator<Uint8Array> {
    let length = 0
    try {
      for await (const chunk of response) {
        signal.throwIfAborted()
        if (!(chunk instanceof Uint8Array)) throw new TypeError('a response without an encoding gives bytes')
        length += chunk.length
        if (length > maxBytes) throw new TooLargeError(`more than ${maxBytes} bytes`)
        yield chunk
      }
    } finally {
      cancel()
      response.destroy()
    }
  }
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    cancel()
    response.destroy()
    return undefined
  }
  return { contentType, url: opened.url.href, content: content() }
}
