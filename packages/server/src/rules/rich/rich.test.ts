import { type api, decode, encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../refusal.ts'
import { checkBlocks } from './checked-blocks.ts'
import type { RichRules } from './checked-text.ts'
import { readBlocks } from './html-blocks.ts'
import { readHtml } from './html-tree.ts'
import { markdownToHtml, withSigns } from './markdown-to-html.ts'
import { namedIn } from './named-in.ts'
import { plainBlocks } from './plain-blocks.ts'
import { maxMarkup } from './rich-limits.ts'

const files = new Map([
  ['p', { kind: 'photo', id: 1n }],
  ['v', { kind: 'video', id: 2n }],
  ['a', { kind: 'audio', id: 3n }],
] as const)

const rules: RichRules = {
  photos: new Set([1n]),
  documents: new Map([
    [2n, 'video'],
    [3n, 'audio'],
  ]),
  people: new Set([7n]),
  emoji: new Set([9n]),
  detects: true,
  mayThink: false,
  geo: (point) => ({ _: 'geoPoint', lat: 0, long: 0, accessHash: 0n, ...('lat' in point && { lat: point.lat }) }),
}

function ofHtml(html: string): api.PageBlock[] {
  const blocks = readBlocks(readHtml(html), files)
  namedIn(blocks)
  return checkBlocks(blocks, rules)
}

function ofMarkdown(text: string): api.PageBlock[] {
  return checkBlocks(readBlocks(withSigns(readHtml(markdownToHtml(text))), files), rules)
}

const plain = (text: string): api.RichText => ({ _: 'textPlain', text })

describe('HTML', () => {
  it.each<[string, unknown]>([
    [
      '<p>a <b>b</b></p>',
      { _: 'pageBlockParagraph', text: { texts: [plain('a '), { _: 'textBold', text: plain('b') }] } },
    ],
    ['<h2> Title </h2>', { _: 'pageBlockHeading2', text: plain('Title') }],
    [
      '<pre><code class="language-ts">let a\n  = 1\n</code></pre>',
      { _: 'pageBlockPreformatted', language: 'ts', text: plain('let a\n  = 1') },
    ],
    ['<a name="top"></a>', { _: 'pageBlockAnchor', name: 'top' }],
    ['<hr/>', { _: 'pageBlockDivider' }],
    [
      '<blockquote>a<br>b<cite>c</cite></blockquote>',
      { _: 'pageBlockBlockquote', text: { texts: [plain('a'), plain('\n'), plain('b')] }, caption: plain('c') },
    ],
    ['<blockquote><p>a</p><p>b</p></blockquote>', { _: 'pageBlockBlockquoteBlocks', blocks: [{}, {}] }],
    [
      '<details open><summary>S</summary>x</details>',
      { _: 'pageBlockDetails', open: true, title: plain('S'), blocks: [{ text: plain('x') }] },
    ],
    [
      '<ul><li><input type="checkbox" checked>done</li><li>x<p>y</p></li></ul>',
      { _: 'pageBlockList', items: [{ checked: true, text: plain('done') }, { blocks: [{}, {}] }] },
    ],
    [
      '<ol start="3" type="a" reversed><li value="7">x</li></ol>',
      { _: 'pageBlockOrderedList', start: 3, type: 'a', reversed: true, items: [{ value: 7, text: plain('x') }] },
    ],
    [
      '<table bordered><caption>C</caption><tr><th>a</th></tr><tr><td colspan="2" align="right">b</td></tr></table>',
      {
        _: 'pageBlockTable',
        bordered: true,
        title: plain('C'),
        rows: [{ cells: [{ header: true, text: plain('a') }] }, { cells: [{ colspan: 2, alignRight: true }] }],
      },
    ],
    [
      '<figure><img src="tg://photo?id=p" tg-spoiler/><figcaption>C<cite>by</cite></figcaption></figure>',
      { _: 'pageBlockPhoto', photoId: 1n, spoiler: true, caption: { text: plain('C'), credit: plain('by') } },
    ],
    [
      '<tg-collage><img src="tg://photo?id=p"/><video src="tg://video?id=v"></video></tg-collage>',
      { _: 'pageBlockCollage', items: [{ photoId: 1n }, { videoId: 2n }] },
    ],
    ['<audio src="tg://audio?id=a"></audio>', { _: 'pageBlockAudio', audioId: 3n }],
    ['<tg-map lat="41.9" long="12.5" zoom="14"/>', { _: 'pageBlockMap', zoom: 14, geo: { lat: 41.9 } }],
    ['<tg-math-block>E = mc^2</tg-math-block>', { _: 'pageBlockMath', source: 'E = mc^2' }],
    ['<a href="tg://user?id=7">you</a>', { text: { _: 'textMentionName', userId: 7n } }],
    ['<a href="tg://user?id=8">stranger</a>', { text: plain('stranger') }],
    ['<tg-emoji emoji-id="9">x</tg-emoji>', { text: { _: 'textCustomEmoji', documentId: 9n, alt: 'x' } }],
    [
      '<tg-time unix="1647531900" format="wDT">then</tg-time>',
      { text: { _: 'textDate', date: 1_647_531_900, dayOfWeek: true, longDate: true, longTime: true } },
    ],
    ['<a href="mailto:a@b.org">m</a>', { text: { _: 'textEmail', email: 'a@b.org' } }],
    ['see #tag', { text: { texts: [plain('see '), { _: 'textHashtag', text: plain('#tag') }] } }],
  ])('%s is read', (html, block) => {
    expect(ofHtml(html)).toMatchObject([block])
  })

  it.each([
    ['', 'RICH_MESSAGE_EMPTY'],
    ['<script>alert(1)</script>', 'RICH_MESSAGE_EMPTY'],
    ['<a href="javascript:alert(1)">x</a>', 'RICH_MESSAGE_URL_INVALID'],
    ['<a href="mailto:nobody">x</a>', 'RICH_MESSAGE_EMAIL_INVALID'],
    ['<img src="https://example.org/a.jpg">', 'RICH_MESSAGE_MEDIA_INVALID'],
    ['<tg-button type="url" url="https://t.me">x</tg-button>', 'RICH_VALIDATE_CTOR_NOT_ALLOWED'],
    ['<tg-thinking>x</tg-thinking>', 'RICH_VALIDATE_CTOR_NOT_ALLOWED'],
    [`${'<b>'.repeat(17)}x`, 'RICH_MESSAGE_DEPTH_INVALID'],
    ['<b>'.repeat(30_000), 'RICH_MESSAGE_TOO_LONG'],
    ['<b>'.repeat(20_000), 'RICH_MESSAGE_DEPTH_INVALID'],
    ['<hr>'.repeat(501), 'RICH_MESSAGE_BLOCKS_TOO_MUCH'],
    ['x'.repeat(32_769), 'RICH_MESSAGE_TOO_LONG'],
    ['<img src="tg://photo?id=p">'.repeat(51), 'RICH_MESSAGE_MEDIA_TOO_MUCH'],
    [`<table><tr>${'<td>x</td>'.repeat(21)}</tr></table>`, 'RICH_MESSAGE_TABLE_INVALID'],
  ])('%.40s is refused', (html, error) => {
    expect(() => ofHtml(html)).toThrow(error)
  })
})

describe('Markdown', () => {
  it.each<[string, unknown]>([
    ['# T', { _: 'pageBlockHeading1', text: plain('T') }],
    [
      '**b _i_** ~~s~~',
      {
        text: {
          texts: [
            { _: 'textBold', text: { texts: [plain('b '), { _: 'textItalic' }] } },
            plain(' '),
            { _: 'textStrike' },
          ],
        },
      },
    ],
    [
      '==m== and ||s **b**||',
      {
        text: {
          texts: [
            { _: 'textMarked', text: plain('m') },
            plain(' and '),
            { _: 'textSpoiler', text: { texts: [plain('s '), { _: 'textBold' }] } },
          ],
        },
      },
    ],
    ['<u>u **b**</u>', { text: { _: 'textUnderline', text: { texts: [plain('u '), { _: 'textBold' }] } } }],
    ['$x^2$', { text: { _: 'textMath', source: 'x^2' } }],
    ['it costs $5 or $10', { text: { _: 'textPlain' } }],
    ['$$E = mc^2$$', { _: 'pageBlockMath', source: 'E = mc^2' }],
    ['```math\nE = mc^2\n```', { _: 'pageBlockMath', source: 'E = mc^2' }],
    [
      '```ts\na == b || c == d || e\n```',
      { _: 'pageBlockPreformatted', language: 'ts', text: plain('a == b || c == d || e') },
    ],
    [
      '- [x] done\n- [ ] not',
      {
        _: 'pageBlockList',
        items: [
          { checkbox: true, checked: true, text: plain('done') },
          { checkbox: true, text: plain('not') },
        ],
      },
    ],
    ['2. a\n3. b', { _: 'pageBlockOrderedList', start: 2, items: [{ text: plain('a') }, { text: plain('b') }] }],
    [
      '| a | b |\n|:--|--:|\n| c | **d** |',
      {
        _: 'pageBlockTable',
        rows: [
          { cells: [{ header: true }, { header: true, alignRight: true }] },
          { cells: [{ text: plain('c') }, { text: { _: 'textBold' } }] },
        ],
      },
    ],
    ['![](tg://photo?id=p "C")', { _: 'pageBlockPhoto', photoId: 1n, caption: { text: plain('C') } }],
    ['![x](tg://emoji?id=9)', { text: { _: 'textCustomEmoji', documentId: 9n, alt: 'x' } }],
  ])('%s is read', (text, block) => {
    const blocks = ofMarkdown(text)
    expect(blocks).toMatchObject([block])
  })
})

const markup = fc.array(
  fc.oneof(
    fc.string(),
    fc.constantFrom(
      '<b>',
      '</b>',
      '<p>',
      '<ul><li>',
      '</ul>',
      '<table><tr><td>',
      '<blockquote>',
      '<tg-spoiler>',
      '<br/>',
    ),
    fc.constantFrom(
      '**',
      '==',
      '||',
      '$',
      '$$',
      '`',
      '```\n',
      '\n- ',
      '\n> ',
      '\n# ',
      '\n\n',
      '[a](b)',
      '![](tg://photo?id=p)',
    ),
  ),
  { maxLength: 40 },
)

describe('whatever is written', () => {
  it.each([
    ['HTML', ofHtml],
    ['Markdown', ofMarkdown],
  ])('as %s gives blocks that survive the wire, or one of the errors', (_, read) => {
    fc.assert(
      fc.property(markup, (pieces) => {
        let blocks: api.PageBlock[]
        try {
          blocks = read(pieces.join(''))
        } catch (error) {
          if (error instanceof Refusal) return
          throw error
        }
        const rich: api.richMessage = { _: 'richMessage', blocks, photos: [], documents: [] }
        expect(decode('RichMessage', encode(rich))).toEqual(rich)
        // What was checked once passes as it is.
        expect(plainBlocks(checkBlocks(blocks, rules))).toBe(plainBlocks(blocks))
      }),
    )
  })

  it.each([
    ...[
      '[',
      '![',
      '*a_',
      '**',
      '`',
      '<a ',
      '&',
      '> ',
      '- ',
      '$',
      '==',
      '|a',
      '\\',
      '[a](',
      '~~a',
      '<b>x</b>',
      '*a **a ',
    ],
    ...['a**b'],
    '_ __a',
    '<!--',
    '<?',
    '![[]()',
    '1) ',
    '[^',
    'www.',
  ])('%s over and over is read in a bounded time', (piece) => {
    const text = piece.repeat(Math.floor(maxMarkup / piece.length))
    const begun = performance.now()
    for (const read of [ofHtml, ofMarkdown]) {
      try {
        read(text)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})
