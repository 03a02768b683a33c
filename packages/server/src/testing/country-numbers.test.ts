import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countryLines } from '../reference/countries.ts'
import { countriesFile, describeCountries, exampleOf } from './country-numbers.ts'
import { parseDigitPattern } from './digit-patterns.ts'

const countries = countryLines
  .trim()
  .split('\n')
  .map((line) => {
    const [iso2 = '', , code = '', prefixes = '', grouping = ''] = line.split('|')
    return { iso2, code, prefixes: prefixes === '' ? [''] : prefixes.split(','), grouping }
  })

/** As clients find the country of a number: by the longest code and prefix that it begins with. */
function countryOf(number: string): string | undefined {
  let best = { length: 0, iso2: '' }
  for (const { iso2, code, prefixes } of countries) {
    for (const prefix of prefixes) {
      const start = `${code}${prefix}`
      if (number.startsWith(start) && start.length > best.length) best = { length: start.length, iso2 }
    }
  }
  return best.iso2 || undefined
}

describe('the calling codes of countries', () => {
  it('are as the metadata of libphonenumber has them (npm run countries)', () => {
    expect(readFileSync(countriesFile, 'utf8')).toBe(describeCountries())
  })

  it('lead from a mobile number of each country to that country, and to how it is written', () => {
    // Their mobile numbers begin like those of the larger country with their code; fixed ones tell them apart.
    const sharing = new Set(['AX', 'CC', 'CX', 'IM', 'MF', 'SJ', 'VA'])
    const wrong = countries.filter(
      ({ iso2 }) => !sharing.has(iso2) && countryOf(exampleOf(iso2).number.slice(1)) !== iso2,
    )
    expect(wrong.map(({ iso2 }) => iso2)).toEqual([])
    for (const { iso2, grouping } of countries) {
      expect(grouping.replaceAll(' ', '').length, iso2).toBe(exampleOf(iso2).nationalNumber.length)
    }
  })

  it('tell apart two countries of one code: no number has a prefix of both', () => {
    for (const [code, sharing] of Map.groupBy(countries, (country) => country.code)) {
      const all = sharing.flatMap(({ iso2, prefixes }) => prefixes.map((prefix) => ({ iso2, prefix })))
      expect(all.filter(({ prefix }) => prefix === '').length, code).toBeLessThanOrEqual(1)
      for (const one of all) {
        const like = all.filter(({ prefix }) => prefix !== '' && one.prefix !== '' && prefix.startsWith(one.prefix))
        expect([...new Set(like.map(({ iso2 }) => iso2))], `${code} ${one.prefix}`).toEqual(
          one.prefix === '' ? [] : [one.iso2],
        )
      }
    }
    const found = [
      '447781123456',
      '447911123456',
      '447400123456',
      '12684641234',
      '16502530000',
      '14165550123',
      '77011234567',
    ]
    expect(found.map(countryOf)).toEqual(['GG', 'GG', 'GB', 'AG', 'US', 'CA', 'KZ'])
  })
})

describe('a pattern of digits', () => {
  it('says of each beginning what trying all endings says', () => {
    const patterns = ['2(?:1\\d|3)4?', '[13-5]\\d{2}', '(?:0[1-3]|9{2,3})5{1,2}', '8|7(?:0|1(?:2|3))']
    const digits = fc.array(fc.constantFrom(...'0123456789'), { maxLength: 5 }).map((all) => all.join(''))
    const endings = Array.from({ length: 1000 }, (_, i) => String(i))
    const tails = [
      '',
      ...endings,
      ...endings.map((one) => one.padStart(2, '0')),
      ...endings.map((one) => one.padStart(3, '0')),
    ]
    fc.assert(
      fc.property(fc.constantFrom(...patterns), digits, (pattern, beginning) => {
        const whole = new RegExp(`^(?:${pattern})$`)
        const expected = [...tails, ...tails.map((tail) => `55${tail}`)].some((tail) =>
          whole.test(`${beginning}${tail}`),
        )
        expect(parseDigitPattern(pattern).mayBegin(beginning), `${pattern} ${beginning}`).toBe(expected)
      }),
      { numRuns: 60 },
    )
  })
})
