import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toMs } from './duration.ts'

describe('a duration', () => {
  it('is in ms, or in words', () => {
    expect(toMs(1500)).toBe(1500)
    expect(toMs('2 days')).toBe(172_800_000)
    expect(toMs('1h 30min')).toBe(5_400_000)
    expect(toMs('1.5 s')).toBe(1500)
    expect(toMs('1 week, 1 day')).toBe(691_200_000)
    expect(toMs('250ms')).toBe(250)
    expect(toMs('1 Second')).toBe(1000)
  })

  it('adds up what it names', () => {
    const part = fc.tuple(fc.nat(1000), fc.constantFrom('ms', 's', 'min', 'hours', 'day', 'weeks'))
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const words = parts.map(([amount, unit]) => `${amount} ${unit}`)
        expect(toMs(words.join(' '))).toBe(words.reduce((sum, word) => sum + toMs(word), 0))
      }),
    )
  })

  it('is nothing else', () => {
    for (const wrong of [
      '',
      'soon',
      '2',
      '-1 s',
      '1 fortnight',
      '2 days ago!',
      -1,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]) {
      expect(() => toMs(wrong)).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
    }
  })

  it('takes no time to refuse what is long', () => {
    const begun = performance.now()
    expect(() => toMs(`${'1 s '.repeat(50_000)}!`)).toThrow()
    expect(performance.now() - begun).toBeLessThan(1000)
  })
})
