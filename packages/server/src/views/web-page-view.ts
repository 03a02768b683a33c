import { sha256 } from '@chappe/crypto'
import { type api, encode } from '@chappe/tl-codec/api'
import type { LinkPreview } from '../ports/link-previews.ts'
import { contentHash } from '../rules/content-hash.ts'

/** A page as clients show it below a message, with a picture if there is one. The same link always has the same number, on any server. */
export function viewWebPage({ url, siteName, title, description }: LinkPreview, photo?: api.photo): api.webPage {
  const { host, pathname } = new URL(url)
  const page: api.webPage = {
    _: 'webPage',
    id: Buffer.from(sha256(Buffer.from(url))).readBigInt64LE(0),
    url,
    displayUrl: `${host}${pathname}`.replace(/\/$/, ''),
    hash: 0,
    type: 'article',
    siteName,
    title,
    description,
    photo,
    // Whoever shows it may choose between a small picture and a large one.
    hasLargeMedia: photo === undefined ? undefined : true,
  }
  return { ...page, hash: contentHash([encode(page)]) }
}
