import { Resolver } from 'node:dns/promises'
import type { Clock } from '../ports/clock.ts'
import type { FetchedFile, LinkPreview, LinkPreviews } from '../ports/link-previews.ts'
import { fetchFile } from './fetch-file.ts'
import { fetchPage } from './fetch-page.ts'
import { type FetchOptions, isFetchable } from './open-safely.ts'
import { parsePage } from './parse-page.ts'
import { isPublicAddress } from './public-address.ts'

const timeoutMs = 5_000
/** What is asked for beyond that has no preview. */
const maxRunning = 16
/** So many files are begun to be fetched at once. */
const maxFiles = 16
const maxKnown = 1_000
const maxLinkLength = 2_048
/** How long a preview is given out without another look, and how long a page that has none is left alone. */
const keepMs = 60 * 60_000
const retryMs = 60_000

export interface LinkPreviewsOptions extends Partial<Pick<FetchOptions, 'resolve' | 'mayConnect'>> {
  readonly clock: Clock
}

interface Known {
  readonly preview: LinkPreview | undefined
  readonly until: number
}

/** Fetches pages of the public internet, each within strict limits, and remembers the last of them for a while. */
export function createLinkPreviews(options: LinkPreviewsOptions): LinkPreviews {
  const { clock, resolve = resolvePublicly, mayConnect = isPublicAddress } = options
  const known = new Map<string, Known>()
  const running = new Map<string, Promise<LinkPreview | undefined>>()

  const recall = (url: string): Known | undefined => {
    const found = known.get(url)
    return found !== undefined && found.until > clock.monotonic() ? found : undefined
  }

  const remember = (url: string, preview: LinkPreview | undefined): void => {
    known.delete(url)
    known.set(url, { preview, until: clock.monotonic() + (preview === undefined ? retryMs : keepMs) })
    const oldest = known.keys().next()
    if (known.size > maxKnown && !oldest.done) known.delete(oldest.value)
  }

  const look = async (url: string): Promise<LinkPreview | undefined> => {
    const abort = new AbortController()
    const { signal } = abort
    const tooLate = new Promise<undefined>((done) => {
      signal.addEventListener('abort', () => done(undefined), { once: true })
    })
    const cancel = clock.after(timeoutMs, () => abort.abort())
    try {
      const page = await Promise.race([fetchPage(new URL(url), { resolve, mayConnect, signal }), tooLate])
      if (page === undefined) return undefined
      const words = parsePage(page.body, page.contentType, page.url)
      return words.title === undefined && words.description === undefined ? undefined : { url, ...words }
    } catch {
      // Of a stranger's server anything may be expected, and nobody here can help it.
      return undefined
    } finally {
      cancel()
    }
  }

  let files = 0

  return {
    canonical,
    async file(url, maxBytes): Promise<FetchedFile | undefined> {
      const target = canonical(url)
      if (target === undefined || files >= maxFiles) return undefined
      files++
      try {
        return await fetchFile(new URL(target), maxBytes, { resolve, mayConnect, clock })
      } catch {
        return undefined
      } finally {
        files--
      }
    },
    known: (url) => recall(url)?.preview,
    async of(url) {
      const found = recall(url)
      if (found !== undefined) return found.preview
      const current = running.get(url)
      if (current !== undefined) return current
      if (running.size >= maxRunning) return undefined
      const looking = look(url)
      running.set(url, looking)
      const preview = await looking
      running.delete(url)
      remember(url, preview)
      return preview
    },
  }
}

function canonical(link: string): string | undefined {
  if (link.length > maxLinkLength) return undefined
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(link) ? link : `http://${link}`)
  if (url === null || !isFetchable(url)) return undefined
  url.hash = ''
  return url.href
}

/** By the name servers alone: what only this machine calls by a name (`/etc/hosts`) is nobody's business. */
async function resolvePublicly(host: string, signal: AbortSignal): Promise<string[]> {
  const resolver = new Resolver({ timeout: timeoutMs / 2, tries: 1 })
  const cancel = (): void => resolver.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
