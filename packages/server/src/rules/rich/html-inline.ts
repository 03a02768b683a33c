import type { api } from '@chappe/tl-codec/api'
import { invalid } from '../refusal.ts'
import type { HtmlElement, HtmlNode } from './html-tree.ts'
import { joined, plain } from './rich-text.ts'

type Style =
  | 'textBold'
  | 'textItalic'
  | 'textUnderline'
  | 'textStrike'
  | 'textFixed'
  | 'textMarked'
  | 'textSubscript'
  | 'textSuperscript'
  | 'textSpoiler'

const styles: Readonly<Record<string, Style>> = {
  ...{ b: 'textBold', strong: 'textBold', i: 'textItalic', em: 'textItalic', u: 'textUnderline', ins: 'textUnderline' },
  ...{ s: 'textStrike', strike: 'textStrike', del: 'textStrike', code: 'textFixed', mark: 'textMarked' },
  ...{ sub: 'textSubscript', sup: 'textSuperscript', 'tg-spoiler': 'textSpoiler' },
}

/** The text of elements that are within a line ("Rich HTML style"). What is none of them says what is in it. */
export function readInline(nodes: readonly HtmlNode[], keepsSpace = false): api.RichText {
  return joined(nodes.map((node) => readNode(node, keepsSpace)))
}

function readNode(node: HtmlNode, keepsSpace: boolean): api.RichText {
  if (typeof node === 'string') return plain(keepsSpace ? node : node.replaceAll(/[ \t\r\n\f]+/g, ' '))
  const { name, attributes, children } = node
  const style = styles[name]
  const text = (): api.RichText => readInline(children, keepsSpace)
  if (style !== undefined) return { _: style, text: text() }
  switch (name) {
    case 'br':
      return plain('\n')
    case 'span':
      return attributes['class'] === 'tg-spoiler' ? { _: 'textSpoiler', text: text() } : text()
    case 'a':
      return readLink(node, text())
    case 'tg-reference':
      return { _: 'textAnchor', text: text(), name: attributes['name'] ?? '' }
    case 'tg-emoji':
      return emoji(attributes['emoji-id'], textIn(children))
    case 'img':
      return readImage(node)
    case 'tg-time':
      return readTime(node, text())
    case 'tg-math':
      return { _: 'textMath', source: textIn(children) }
    case 'tg-button':
    case 'tg-button-row':
      // The layer has no constructor for buttons within a text.
      throw invalid('RICH_VALIDATE_CTOR_NOT_ALLOWED')
    default:
      return text()
  }
}

/** All words in some elements, without any style. */
export function textIn(nodes: readonly HtmlNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : textIn(node.children))).join('')
}

function readLink({ attributes: { href, name } }: HtmlElement, text: api.RichText): api.RichText {
  if (href === undefined) return name === undefined ? text : { _: 'textAnchor', text, name }
  const [, scheme = '', rest = ''] = /^(mailto:|tel:|tg:\/\/user\?id=|tg:\/\/emoji\?id=)(.*)$/is.exec(href) ?? []
  switch (scheme.toLowerCase()) {
    case 'mailto:':
      return { _: 'textEmail', text, email: rest }
    case 'tel:':
      return { _: 'textPhone', text, phone: rest }
    case 'tg://user?id=':
      return { _: 'textMentionName', text, userId: numberIn(rest) }
    default:
      return { _: 'textUrl', text, url: href, webpageId: 0n }
  }
}

/** What stands in a line of text is a custom emoji or, in Markdown, a time; pictures are blocks. */
function readImage(image: HtmlElement): api.RichText {
  const { src = '', alt = '' } = image.attributes
  if (src.startsWith('tg://emoji?')) return emoji(new URLSearchParams(src.slice(11)).get('id') ?? '', alt)
  if (!src.startsWith('tg://time?')) throw invalid('RICH_MESSAGE_MEDIA_INVALID')
  const asked = new URLSearchParams(src.slice(10))
  const attributes = { unix: asked.get('unix') ?? '', format: asked.get('format') ?? '' }
  return readTime({ ...image, attributes }, plain(alt))
}

function emoji(id: string | undefined, alt: string): api.RichText {
  return { _: 'textCustomEmoji', documentId: numberIn(id ?? ''), alt }
}

/** "Date-time entity formatting": a relative time, or the parts that are shown. */
function readTime({ attributes: { unix = '', format = '' } }: HtmlElement, text: api.RichText): api.RichText {
  const date = Number(numberIn(unix))
  if (date > 0x7fff_ffff || !/^(r|w?[dD]?[tT]?)$/.test(format)) throw invalid('RICH_MESSAGE_DATE_INVALID')
  const has = (sign: string): true | undefined => format.includes(sign) || undefined
  return {
    ...{ _: 'textDate', text, date, relative: has('r'), dayOfWeek: has('w') },
    ...{ shortDate: has('d'), longDate: has('D'), shortTime: has('t'), longTime: has('T') },
  }
}

function numberIn(text: string): bigint {
  if (!/^\d{1,19}$/.test(text)) throw invalid('RICH_MESSAGE_ID_INVALID')
  return BigInt.asIntN(64, BigInt(text))
}
