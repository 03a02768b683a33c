import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { cleanControls } from './clean-text.ts'
import { detectEntities } from './detect/detect-entities.ts'
import { parseEmail } from './email.ts'
import { checkEntities, withOpenableLinks } from './entities.ts'
import { firstLink } from './first-link.ts'
import { foldText } from './fold-text.ts'
import { codesIn } from './login-codes.ts'
import { searchWords } from './message-content.ts'
import { normalizeText } from './message-text.ts'
import { cutName, isUsername, parseAbout, parseFirstName, parseLastName } from './names.ts'
import { openableLink } from './openable-link.ts'
import { parsePhoneNumber } from './phone-number.ts'
import { parseReaction } from './reactions.ts'
import { cutText, isLonger } from './text-length.ts'

/** A hundred styles over all of a text, at places of which most are not at its ends. */
function styles({ length }: string): api.MessageEntity[] {
  return Array.from({ length: 100 }, (_, at) => {
    const offset = Math.floor((at * length) / 200)
    return { _: 'messageEntityBold', offset, length: Math.floor(length / 2) - (at % 7) }
  })
}

/** Every rule that sees text which somebody sent. Their bounds come first; those that have none look at all of it. */
const rules: Readonly<Record<string, (text: string) => unknown>> = {
  normalizeText: (text) => normalizeText(text, styles(text)),
  'normalizeText without styles': (text) => normalizeText(text, [], { mayBeEmpty: true }),
  cleanControls: (text) => cleanControls(text, styles(text)),
  detectEntities: (text) => detectEntities(text, []),
  checkEntities: (text) => checkEntities(text, styles(text)),
  withOpenableLinks: (text) =>
    withOpenableLinks(text, [{ _: 'messageEntityTextUrl', offset: 0, length: 1, url: text }]),
  openableLink,
  foldText,
  searchWords,
  codesIn,
  firstLink: (text) => firstLink(text, styles(text)),
  isLonger: (text) => isLonger(text, text.length - 1),
  cutText: (text) => cutText(text, text.length - 1),
  parseFirstName,
  parseLastName,
  parseAbout,
  cutName,
  isUsername,
  parseEmail,
  parsePhoneNumber,
  parseReaction,
}

const signs = ['a', '1', ' ', '\n', '\r', '.', '-', '@', '#', '/', '(', '🎈', 'é', '·', '‌', '+', '$', ':']
const units = [
  ...signs,
  ...[
    'a.',
    '@a',
    'a-',
    'a@',
    'http://',
    'a@a.',
    '1.',
    '$A',
    '1 ',
    '1-',
    '+1',
    '#a',
    '/a',
    'a.com/)',
    'a.com/(',
    'tg://a/',
    '://a.',
    '.com',
    'a.com ',
  ],
  ...[
    'a@b.com ',
    '4111 1111 1111 1111 ',
    'e\u0301',
    'и\u0306',
    'ﷺ',
    'aaa@',
    '/a@',
    '?.',
    'x_',
    '\ud83d',
    '東',
    '\u0301',
  ],
]

/** Of this process, so that others on the machine do not count. */
function cpuMilliseconds(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

describe('what a text costs', () => {
  it.each(Object.entries(rules))(
    'grows no faster than its length: %s',
    (_, rule) => {
      const cost = (text: string): number =>
        cpuMilliseconds(() => {
          try {
            rule(text)
          } catch {
            // Refused, after so much work.
          }
        })
      for (const unit of units) {
        const [short = '', long = ''] = [8192, 65_536].map((length) => unit.repeat(Math.ceil(length / unit.length)))
        const once = Math.min(cost(short), cost(short))
        // Eight times the text; what grows with the square of it takes 64 times as long.
        const most = 32 * Math.max(once, 2)
        const measured = cost(long)
        const isQuick = measured < most || Math.min(cost(long), cost(long)) < most
        expect(isQuick, `${JSON.stringify(unit)}: ${once} ms, and ${measured} ms for eight times as much`).toBe(true)
      }
    },
    120_000,
  )

  it('does not look at a million signs for the edges of a hundred styles', () => {
    const text = '\r'.repeat(1_000_000)
    const spent = cpuMilliseconds(() => expect(() => normalizeText(text, styles(text))).toThrow('MESSAGE_TOO_LONG'))
    expect(spent).toBeLessThan(100)
  })
})
