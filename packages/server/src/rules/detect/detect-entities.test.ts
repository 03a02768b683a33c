import { describe, expect, it } from 'vitest'
import { detectEntities } from './detect-entities.ts'

/** What is found in a text, each as its kind and its part of the text. */
function found(text: string): string[] {
  return detectEntities(text, []).map(
    ({ _: kind, offset, length }) => `${kind.slice('messageEntity'.length)} ${text.slice(offset, offset + length)}`,
  )
}

const links: readonly (readonly [text: string, found: readonly string[]])[] = [
  ['пример.рф foo.cloud x.store example.nz', ['пример.рф', 'foo.cloud', 'x.store', 'example.nz']],
  ['http://пример.испытание/путь?q=1', ['http://пример.испытание/путь?q=1']],
  ['xn--e1afmkfd.xn--p1ai', ['xn--e1afmkfd.xn--p1ai']],
  ['HTTPS://EXAMPLE.COM/A and Example.Com', ['HTTPS://EXAMPLE.COM/A', 'Example.Com']],
  ['see example.com. Or example.com, (example.com)!', ['example.com', 'example.com', 'example.com']],
  ['(http://a.com/b(c)) and a.com/)x', ['http://a.com/b(c)', 'a.com/']],
  ['a.com/x?!... a.com?', ['a.com/x', 'a.com']],
  ['👉example.com… “https://e.com/’quoted’”', ['example.com', 'https://e.com/']],
  ['https://user:pw@host.com:8080/p?q#f', ['https://user:pw@host.com:8080/p?q#f']],
  ['a.com:99999 a.com:080/x', ['a.com', 'a.com:080/x']],
  ['192.168.0.1/x 256.1.1.1 1.2.3.4.5', ['192.168.0.1/x']],
  ['ftp://a.example xftp://b.example sftp://c.example foo://bar.com', ['ftp://a.example', 'ftp://b.example']],
  ['tg://resolve?domain=x. ton://transfer/abc stg://no', ['tg://resolve?domain=x', 'ton://transfer/abc']],
  ['http://localhost/ node.js file.tar.zzz no.cOM a..com .a.com -.com a-.com', []],
  ['a_b.com x.a_b.com a_b.c.com word_a.com/', ['a_b.c.com']],
]

const others: readonly (readonly [text: string, found: readonly string[]])[] = [
  [
    'john.doe+x@mail.com, email:foo@bar.org (x@y.io) mailto:a@b.de',
    ['john.doe+x@mail.com', 'foo@bar.org', 'x@y.io', 'a@b.de'].map((address) => `Email ${address}`),
  ],
  [
    '@name @gif @ab @abcd @@name x@name @1name',
    ['@name', '@gif', '@abcd', '@name', '@1name'].map((name) => `Mention ${name}`),
  ],
  [
    '#می‌خواهم #l·l #हिन्दी #1 #a1 #_ ##b #a#b x#c',
    ['#می‌خواهم', '#l·l', '#हिन्दी', '#a1', '#b'].map((tag) => `Hashtag ${tag}`),
  ],
  [
    '$A $AB $ABCDEFGH $1INCH $ABCDEFGHI $1INCHX $a A$A $$A $A1',
    ['$A', '$AB', '$ABCDEFGH', '$1INCH'].map((tag) => `Cashtag ${tag}`),
  ],
  [
    '/start@bot /cmd x/cmd //cmd /cmd/ </cmd> /cmd@ab /a@bcd/',
    ['/start@bot', '/cmd'].map((name) => `BotCommand ${name}`),
  ],
  [
    '4111 1111 1111 1111, 5500005555555559 and 3782-822463-10005',
    ['4111 1111 1111 1111', '5500005555555559', '3782-822463-10005'].map((card) => `BankCard ${card}`),
  ],
  [
    '4111 1111 1111 1112, 550000555555555, x4111111111111111, +4111111111111111, 4111111111111111x, -4111111111111111',
    [],
  ],
  ['4111111111111111 4111111111111111', ['4111111111111111', '4111111111111111'].map((card) => `BankCard ${card}`)],
  [
    '+7 999 123-45-67, +1 (212) 555-0100 tel:+4930123456',
    ['+7 999 123-45-67', '+1 (212) 555-0100', '+4930123456'].map((number) => `Phone ${number}`),
  ],
  ['/a.com #b.com', ['BotCommand /a', 'Hashtag #b']],
  ['+999 123 45 67 +12 1+12125550100 +49301234567x 2+2=4', []],
]

describe('detectEntities', () => {
  it.each(links)('finds the links of %j', (text, expected) => {
    expect(found(text)).toEqual(expected.map((link) => `Url ${link}`))
  })

  it.each(others)('finds the rest of %j', (text, expected) => {
    expect(found(text)).toEqual(expected)
  })

  it('marks the first 256 characters of a longer hashtag', () => {
    expect(detectEntities(`#${'x'.repeat(300)} #${'𝒳'.repeat(300)}`, [])).toEqual([
      { _: 'messageEntityHashtag', offset: 0, length: 257 },
      { _: 'messageEntityHashtag', offset: 302, length: 513 },
    ])
  })

  it('finds no more than a text may have, the first of them', () => {
    const all = detectEntities('a.com #b '.repeat(200), [])
    expect(all.map(({ offset }) => offset)).toEqual(
      Array.from({ length: 100 }, (_, at) => 9 * Math.floor(at / 2) + (at % 2 === 0 ? 0 : 6)),
    )
  })
})
