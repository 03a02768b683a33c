import { expect, it } from 'vitest'
import { normalizeText } from './message-text.ts'
import { openableLink } from './openable-link.ts'

it.each([
  ['https://example.com/a b', 'https://example.com/a b'],
  ['HTTP://EXAMPLE.COM', 'HTTP://EXAMPLE.COM'],
  ['  example.com/x  ', 'http://example.com/x'],
  ['localhost:8080/x', 'http://localhost:8080/x'],
  ['пример.рф', 'http://пример.рф'],
  ['tg://resolve?domain=x', 'tg://resolve?domain=x'],
  ['tg:resolve?domain=x', 'tg:resolve?domain=x'],
  ['ton://transfer/x', 'ton://transfer/x'],
  ['mailto:a@example.com', 'mailto:a@example.com'],
  ['tel:+123', 'tel:+123'],
])('a client can open %j, stored as %j', (link, stored) => {
  expect(openableLink(link)).toBe(stored)
  expect(openableLink(stored)).toBe(stored)
})

it.each([
  '',
  '  ',
  'javascript:alert(1)',
  ' JavaScript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'vbscript:x',
  'file:///etc/passwd',
  'blob:https://example.com/x',
  'intent://x',
  'http://',
  'https:',
  'tg://',
  'mailto:',
  `https://example.com/${'x'.repeat(2048)}`,
])('nobody opens %j', (link) => {
  expect(openableLink(link)).toBeUndefined()
})

it('keeps the words of a link that nobody opens, and what is found in them', () => {
  const link = (url: string) => ({ _: 'messageEntityTextUrl', offset: 0, length: 3, url }) as const
  expect(normalizeText('abc', [link('data:,x')]).entities).toEqual([])
  expect(normalizeText('a.de', [link('javascript:x')]).entities).toEqual([
    { _: 'messageEntityUrl', offset: 0, length: 4 },
  ])
  expect(normalizeText('abc', [link('a.de')]).entities).toEqual([link('http://a.de')])
  const marked = [{ _: 'messageEntityUrl', offset: 0, length: 19 }] as const
  expect(normalizeText('javascript:alert(1)', marked).entities).toEqual([])
})
