import { Parser } from 'htmlparser2'
import type { LinkPreview } from '../ports/link-previews.ts'

const maxNameLength = 256
const maxDescriptionLength = 1024
const maxPictureLength = 2048
/** So much of a page is looked at for the name of its character set. */
const headLength = 1024

/** What a page is called by whoever made it: for previews (OpenGraph) before for people, both before for search engines. */
export function parsePage(body: Uint8Array, contentType: string, url: URL): Omit<LinkPreview, 'url'> {
  const found = new Map<string, string>()
  const note = (name: string, text: string): void => {
    if (!found.has(name) && text.trim() !== '') found.set(name, text)
  }
  let title: string | undefined
  const parser = new Parser({
    onopentag(name, { property, name: kind, content, rel, href }) {
      if (name === 'title') title ??= ''
      else if (name === 'meta' && content !== undefined) note((property ?? kind ?? '').toLowerCase(), content)
      else if (name === 'link' && href !== undefined && rel?.toLowerCase() === 'image_src') note('image_src', href)
      // All that says something of the page is in its head.
      else if (name === 'body') parser.pause()
    },
    ontext(text) {
      if (title !== undefined && !found.has('title')) title += text
    },
    onclosetag(name) {
      if (name === 'title' && title !== undefined) note('title', title)
    },
  })
  parser.write(decodeText(body, contentType))
  const first = (names: readonly string[], maxLength: number): string | undefined => {
    const text = names.map((name) => found.get(name)).find((value) => value !== undefined)
    return text === undefined ? undefined : clip(text, maxLength)
  }
  return {
    siteName: first(['og:site_name', 'application-name'], maxNameLength),
    title: first(['og:title', 'twitter:title', 'title'], maxNameLength),
    description: first(['og:description', 'twitter:description', 'description'], maxDescriptionLength),
    picture: pictureOf(
      ['og:image:secure_url', 'og:image:url', 'og:image', 'twitter:image', 'image_src'].map((name) => found.get(name)),
      url,
    ),
  }
}

/** The address of the first picture that is named, which may be relative to the page's. */
function pictureOf(named: readonly (string | undefined)[], page: URL): string | undefined {
  const [first] = named.filter((one) => one !== undefined)
  if (first === undefined || first.length > maxPictureLength) return undefined
  return URL.parse(first.trim(), page.href)?.href
}

/** In the character set that the answer names, or the page itself, or UTF-8. */
function decodeText(body: Uint8Array, contentType: string): string {
  const head = Buffer.from(body.subarray(0, headLength)).toString('latin1')
  const pattern = /charset\s*=\s*["']?\s*([\w:.-]+)/i
  const label = (pattern.exec(contentType) ?? pattern.exec(head))?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(label).decode(body)
  } catch (error) {
    // No such character set is known.
    if (!(error instanceof RangeError)) throw error
    return new TextDecoder().decode(body)
  }
}

/** One line of at most so many characters, none of them cut in two. */
function clip(text: string, maxLength: number): string {
  const line = text
    .slice(0, 4 * maxLength)
    .replaceAll(/\s+/g, ' ')
    .trim()
  const characters = [...line]
  return characters.length <= maxLength ? line.toWellFormed() : `${characters.slice(0, maxLength - 1).join('')}…`
}
