import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EntityKind, type FormattedText, MarkupError, sortEntities, type TextEntity } from './formatted-text.ts'
import { parseHtml } from './html.ts'
import { parseMarkdown } from './markdown.ts'
import { parseMarkdownV2 } from './markdown-v2.ts'

/** A piece of a text: words, or what contains pieces and stands out. */
type Piece = string | { readonly kind: EntityKind; readonly pieces: readonly Piece[] }

const words = fc.string({ unit: 'binary', minLength: 1, maxLength: 6 }).filter((text) => !/[\r\0]/.test(text))
const kinds = fc.constantFrom<EntityKind>(
  { type: 'bold' },
  { type: 'italic' },
  { type: 'underline' },
  { type: 'strikethrough' },
  { type: 'spoiler' },
  { type: 'code' },
  { type: 'text_link', url: 'https://example.org/?a=(b)' },
  { type: 'text_mention', userId: 4_294_967_297 },
  { type: 'custom_emoji', customEmojiId: '-5368324170671202286' },
  { type: 'date_time', unixTime: 1_700_000_000, format: 'wDt' },
)
const { piece } = fc.letrec<{ piece: Piece }>((tie) => ({
  piece: fc.oneof(
    { maxDepth: 3 },
    words,
    fc.record({ kind: kinds, pieces: fc.array(tie('piece'), { minLength: 1, maxLength: 3 }) }),
  ),
}))
const pieces: fc.Arbitrary<readonly Piece[]> = fc.array(piece, { maxLength: 4 })

/** What the pieces say, whatever markup they are written in. */
function meaning(given: readonly Piece[]): FormattedText {
  let text = ''
  const entities: TextEntity[] = []
  const add = (one: Piece): void => {
    if (typeof one === 'string') {
      text += one
      return
    }
    const offset = text.length
    for (const inner of one.pieces) add(inner)
    entities.push({ offset, length: text.length - offset, ...one.kind })
  }
  for (const one of given) add(one)
  return { text, entities: sortEntities(entities) }
}

const tags: Readonly<Record<string, string>> = {
  ...{ bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', spoiler: 'tg-spoiler', code: 'code' },
}

function toHtml(given: readonly Piece[]): string {
  const escaped = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  return given
    .map((one) => {
      if (typeof one === 'string') return escaped(one)
      const { kind, pieces: inner } = one
      const inside = toHtml(inner)
      if (kind.type === 'text_link') return `<a href="${escaped(kind.url)}">${inside}</a>`
      if (kind.type === 'text_mention') return `<a href='tg://user?id=${kind.userId}'>${inside}</a>`
      if (kind.type === 'custom_emoji') return `<tg-emoji emoji-id="${kind.customEmojiId}">${inside}</tg-emoji>`
      if (kind.type === 'date_time')
        return `<tg-time unix="${kind.unixTime}" format="${kind.format}">${inside}</tg-time>`
      return `<${tags[kind.type]}>${inside}</${tags[kind.type]}>`
    })
    .join('')
}

const signs: Readonly<Record<string, string>> = { bold: '*', strikethrough: '~', spoiler: '||' }

const escapeV2 = (text: string): string => text.replace(/[_*[\]()~`>#+\-=|{}.!\\]/g, '\\$&')

function toMarkdownV2(given: readonly Piece[]): string {
  return given
    .map((one) => {
      if (typeof one === 'string') return escapeV2(one)
      const { kind, pieces: inner } = one
      const inside = toMarkdownV2(inner)
      const link = (url: string): string => `[${inside}](${url.replace(/[)\\]/g, '\\$&')})`
      if (kind.type === 'text_link') return link(kind.url)
      if (kind.type === 'text_mention') return link(`tg://user?id=${kind.userId}`)
      if (kind.type === 'custom_emoji') return `!${link(`tg://emoji?id=${kind.customEmojiId}`)}`
      if (kind.type === 'date_time') return `!${link(`tg://time?unix=${kind.unixTime}&format=${kind.format}`)}`
      return `${signs[kind.type]}${inside}${signs[kind.type]}`
    })
    .join('')
}

/** What one markup can write so that each end is told from each beginning. */
const only =
  (types: readonly string[]) =>
  (given: readonly Piece[]): boolean =>
    given.every(
      (one) =>
        typeof one === 'string' ||
        (types.includes(one.kind.type) && only(types.filter((type) => type !== one.kind.type))(one.pieces)),
    )

const problem = (parse: () => unknown): string => {
  try {
    parse()
  } catch (error) {
    if (error instanceof MarkupError) return error.message
    throw error
  }
  throw new Error('no error')
}

describe('any text', () => {
  it.each([
    ['HTML', parseHtml],
    ['Markdown', parseMarkdown],
    ['MarkdownV2', parseMarkdownV2],
  ])('is understood in %s, or refused in words', (_name, parse) => {
    const markup = fc.string({
      unit: fc.constantFrom(
        ...'<>/&;"\'=ab i*_~|[]()!`\\>\n\r#x9é👍'.split(''),
        'tg://emoji?id=5',
        '<b>',
        '</b>',
        'pre',
        '</a>',
        '&lt',
      ),
      maxLength: 40,
    })
    fc.assert(
      fc.property(markup, (source) => {
        let parsed: FormattedText
        try {
          parsed = parse(source)
        } catch (error) {
          expect(error).toBeInstanceOf(MarkupError)
          return
        }
        for (const { offset, length } of parsed.entities) {
          expect(length).toBeGreaterThan(0)
          expect(offset + length).toBeLessThanOrEqual(parsed.text.length)
        }
      }),
    )
  })

  it.each([
    ['HTML', parseHtml, (text: string): string => text.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`)],
    ['Markdown', parseMarkdown, (text: string): string => text.replace(/[_*`[]/g, '\\$&')],
    ['MarkdownV2', parseMarkdownV2, escapeV2],
  ])('that is escaped is itself in %s', (_name, parse, escaped) => {
    const text = fc.string({ unit: 'grapheme' }).filter((one) => !one.includes('\\'))
    fc.assert(
      fc.property(text, (one) => {
        expect(parse(escaped(one))).toEqual({ text: one, entities: [] })
      }),
    )
  })
})

describe('what stands out', () => {
  it('is found in HTML whatever contains what', () => {
    fc.assert(
      fc.property(pieces, (given) => {
        expect(parseHtml(toHtml(given))).toEqual(meaning(given))
      }),
    )
  })

  it('is found in MarkdownV2 whatever contains what', () => {
    const types = ['bold', 'strikethrough', 'spoiler', 'text_link', 'text_mention', 'date_time']
    fc.assert(
      fc.property(pieces.filter(only(types)), (given) => {
        expect(parseMarkdownV2(toMarkdownV2(given))).toEqual(meaning(given))
      }),
    )
  })

  it('is found in Markdown, where nothing contains anything', () => {
    expect(parseMarkdown('*a* _b_ `c` [d](https://example.org) ```js\ne``` [f](tg://user?id=7)')).toEqual({
      text: 'a b c d e f',
      entities: [
        { type: 'bold', offset: 0, length: 1 },
        { type: 'italic', offset: 2, length: 1 },
        { type: 'code', offset: 4, length: 1 },
        { type: 'text_link', offset: 6, length: 1, url: 'https://example.org/' },
        { type: 'pre', offset: 8, length: 1, language: 'js' },
        { type: 'text_mention', offset: 10, length: 1, userId: 7 },
      ],
    })
  })

  it('is a quotation, line by line, folded where two lines end it', () => {
    expect(parseMarkdownV2('>one\n>*two*\nrest\n>three||')).toEqual({
      text: 'one\ntwo\nrest\nthree',
      entities: [
        { type: 'blockquote', offset: 0, length: 8 },
        { type: 'bold', offset: 4, length: 3 },
        { type: 'expandable_blockquote', offset: 13, length: 5 },
      ],
    })
    expect(parseHtml('<blockquote expandable>a</blockquote>').entities).toEqual([
      { type: 'expandable_blockquote', offset: 0, length: 1 },
    ])
  })

  it('is taken for underlined before italic, where three signs follow each other', () => {
    expect(parseMarkdownV2('_a __b___').entities).toEqual([
      { type: 'italic', offset: 0, length: 3 },
      { type: 'underline', offset: 2, length: 1 },
    ])
  })

  it.each([
    ['<pre><code class="language-ts">let a</code></pre>', 'ts'],
    ['<code class="language-ts"><pre>let a</pre></code>', 'ts'],
    ['<pre>let a</pre>', undefined],
  ])('is a block with the language that its code names: %s', (source, language) => {
    const entity = { type: 'pre', offset: 0, length: 5, ...(language !== undefined && { language }) }
    expect(parseHtml(source).entities).toEqual([entity])
  })
})

describe('what is wrong is told with its place in bytes', () => {
  it.each([
    ['é<u>', `Can't find end tag corresponding to start tag "u"`],
    ['é<x>', 'Unsupported start tag "x" at byte offset 2'],
    ['é<u', 'Unclosed start tag at byte offset 2'],
    ['é</u>', 'Unexpected end tag at byte offset 2'],
    ['<u>é</s>', 'Unmatched end tag at byte offset 5, expected "</u>", found "</s>"'],
    ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'],
    ['<tg-emoji emoji-id="x">a</tg-emoji>', 'Invalid custom emoji identifier specified'],
  ])('in HTML: %s', (source, message) => {
    expect(problem(() => parseHtml(source))).toBe(message)
  })

  it.each([
    ['é*', "Can't find end of Bold entity at byte offset 2"],
    ['é|', "Character '|' is reserved and must be escaped with the preceding '\\'"],
    ['a.', "Character '.' is reserved and must be escaped with the preceding '\\'"],
    ['__a _b___', "Can't find end of Italic entity at byte offset 8"],
    ['[é](', "Can't find end of a URL at byte offset 5"],
    ['![a](https://example.org)', 'Custom emoji URL must have scheme tg'],
  ])('in MarkdownV2: %s', (source, message) => {
    expect(problem(() => parseMarkdownV2(source))).toBe(message)
  })

  it.each([['é*a'], ['é[a'], ['é```a`']])('in Markdown: %s', (source) => {
    expect(problem(() => parseMarkdown(source))).toBe("Can't find end of the entity starting at byte offset 2")
  })
})
