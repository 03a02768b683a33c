import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type AttemptKind, attemptBounds } from '../accounts/codes/attempt-limits.ts'
import { describeLimits, leadsToTest, limitsFile, namedTests } from './limits-page.ts'

const page = readFileSync(limitsFile, 'utf8')

describe('docs/limits.md', () => {
  it('has every bound of the code (npm run limits)', () => {
    expect(page).toBe(describeLimits())
  })

  it('says how many guesses, codes and e-mails there may be as the code has it', () => {
    const rows: Readonly<Record<AttemptKind, string>> = {
      code: 'codes, by whatever way they go',
      sms: 'codes by SMS',
      'wrong code': 'wrong login codes',
      'wrong password': 'wrong passwords',
      'recovery e-mail': 'e-mails with a recovery code',
      'wrong recovery code': 'wrong recovery codes',
      'confirmation e-mail': 'e-mails to confirm an address',
      'wrong confirmation code': 'wrong codes for an address',
    }
    const spans = new Map([
      [900, 'in 15 minutes'],
      [3600, 'an hour'],
      [86_400, 'a day'],
    ])
    for (const [kind, { known, subject, pair, address, server }] of Object.entries(attemptBounds)) {
      const cells = [known, subject, pair, address, server].map(({ most, seconds }) => `${most} ${spans.get(seconds)}`)
      const [title, ...found] = rowOf(Object.entries(rows).find(([name]) => name === kind)?.[1] ?? '')
      expect(title).toBeDefined()
      // Whoever confirms an address is signed in: no device is better known than another.
      expect(found.slice(found[0] === '' ? 1 : 0)).toEqual(cells.slice(found[0] === '' ? 1 : 0))
    }
  })

  it.each(['limits.md', 'security.md'])('names no test that is not there: %s', (name) => {
    const named = namedTests(readFileSync(join(dirname(limitsFile), name), 'utf8'))
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter((path) => !leadsToTest(path))).toEqual([])
  })
})

/** The cells of a table's row. */
function rowOf(title: string): string[] {
  const line = page.split('\n').find((one) => one.startsWith(`| ${title} |`)) ?? ''
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
}
