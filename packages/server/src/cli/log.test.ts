import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createLog } from './log.ts'

function pretty(fields: object, message: string): string {
  let written = ''
  createLog('pretty', 'info', (line) => {
    written += line
  }).info(fields, message)
  return written
}

it('shows what comes from outside in one line that no part of it can end, colour or pass for another field', () => {
  const line = pretty({ network: '1\n2026 error\u001b[2Jgone', other: 'a b=1', plain: '001' }, 'a code did not arrive')
  expect(line).toMatch(
    / info {2}a code did not arrive network="1\\n2026 error\\u001b\[2Jgone" other="a b=1" plain=001\n$/,
  )
  const field = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.object(),
    fc.constantFrom('\u009b31m', '\u202e', '\u2028', '\u007f'),
  )
  fc.assert(
    fc.property(fc.dictionary(fc.string(), field), fc.string({ unit: 'binary' }), (fields, message) => {
      const line = pretty(fields, message)
      expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
      expect(line.at(-1)).toBe('\n')
    }),
  )
})

it('gives a value with spaces, quotes or signs of equality quotes of its own, so that each field ends where it ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const shown = pretty({ last: 'x', value }, 'm').slice(0, -1).split(' last=x value=')[1] ?? ''
      expect(/^[^\s"=]+$/.test(shown) || (shown.startsWith('"') && shown.endsWith('"'))).toBe(true)
    }),
  )
})
