import { byteOffset, isSpace, MarkupError } from './formatted-text.ts'
import { characterReference } from './html-characters.ts'

export interface StartTag {
  readonly name: string
  /** What counts of its attributes: a link, a language, the number of an emoji, a time, `expandable`. */
  readonly argument: string
  /** Of a time. */
  readonly format: string
}

const names = new Set(
  'a b strong i em s strike del u ins tg-spoiler tg-emoji tg-time span pre code blockquote'.split(' '),
)

const languagePrefix = 'language-'

/** Reads the tag that begins at a place; `end` is behind it. */
export function readStartTag(source: string, from: number): { readonly tag: StartTag; readonly end: number } {
  const place = (): number => byteOffset(source, from)
  let at = from + 1
  while (at < source.length && !isSpace(source[at]) && source[at] !== '>') at++
  if (at >= source.length) throw new MarkupError(`Unclosed start tag at byte offset ${place()}`)
  const name = source.slice(from + 1, at).toLowerCase()
  if (!names.has(name)) throw new MarkupError(`Unsupported start tag "${name}" at byte offset ${place()}`)

  const attributes = new Map<string, string>()
  for (;;) {
    while (isSpace(source[at])) at++
    if (source[at] === '>') break
    const begin = at
    while (at < source.length && !isSpace(source[at]) && source[at] !== '=' && source[at] !== '>') at++
    const attribute = source.slice(begin, at)
    if (attribute === '') {
      if (at >= source.length) throw new MarkupError(`Unclosed start tag "${name}" at byte offset ${place()}`)
      throw new MarkupError(`Empty attribute name in the tag "${name}" at byte offset ${place()}`)
    }
    while (isSpace(source[at])) at++
    if (source[at] !== '=') {
      if (at >= source.length) throw new MarkupError(`Unclosed start tag "${name}" at byte offset ${place()}`)
      attributes.set(attribute, '')
      continue
    }
    at++
    while (isSpace(source[at])) at++
    if (at >= source.length) throw new MarkupError(`Unclosed start tag "${name}" at byte offset ${place()}`)
    const value = readValue(source, at)
    at = value.end
    if (at >= source.length) throw new MarkupError(`Unclosed start tag at byte offset ${place()}`)
    attributes.set(attribute, value.text)
  }
  if (name === 'span' && attributes.get('class') !== 'tg-spoiler') {
    throw new MarkupError(`Tag "span" must have class "tg-spoiler" at byte offset ${place()}`)
  }
  return { tag: { name, argument: argumentOf(name, attributes), format: attributes.get('format') ?? '' }, end: at + 1 }
}

function readValue(source: string, from: number): { readonly text: string; readonly end: number } {
  const quote = source[from]
  let at = from
  if (quote !== '"' && quote !== "'") {
    while (/[\da-z.-]/i.test(source[at] ?? '')) at++
    if (at < source.length && !isSpace(source[at]) && source[at] !== '>') {
      throw new MarkupError(`Unexpected end of name token at byte offset ${byteOffset(source, from)}`)
    }
    return { text: source.slice(from, at).toLowerCase(), end: at }
  }
  let text = ''
  at++
  while (at < source.length && source[at] !== quote) {
    const reference = source[at] === '&' ? characterReference(source, at) : undefined
    text += reference?.character ?? source.charAt(at)
    at = reference?.end ?? at + 1
  }
  return { text, end: at + 1 }
}

function argumentOf(name: string, attributes: ReadonlyMap<string, string>): string {
  switch (name) {
    case 'a':
      return attributes.get('href') ?? ''
    case 'code': {
      const value = attributes.get('class') ?? ''
      return value.startsWith(languagePrefix) ? value.slice(languagePrefix.length) : ''
    }
    case 'tg-emoji':
      return attributes.get('emoji-id') ?? ''
    case 'tg-time':
      return attributes.get('unix') ?? ''
    case 'blockquote':
      return attributes.has('expandable') ? 'expandable' : ''
    default:
      return ''
  }
}
