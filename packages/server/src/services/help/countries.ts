import { type api, encode } from '@chappe/tl-codec/api'
import { countryLines } from '../../reference/countries.ts'
import { contentHash } from '../../rules/content-hash.ts'

/** All countries with their calling codes, by name. */
export const countries: api.help.country[] = countryLines
  .trim()
  .split('\n')
  .map((line): api.help.country => {
    const [iso2 = '', defaultName = '', countryCode = '', prefixes = '', pattern = ''] = line.split('|')
    const code: api.help.countryCode = {
      _: 'help.countryCode',
      countryCode,
      prefixes: prefixes === '' ? undefined : prefixes.split(','),
      patterns: pattern === '' ? undefined : [pattern],
    }
    return { _: 'help.country', iso2, defaultName, countryCodes: [code] }
  })
  .sort((a, b) => a.defaultName.localeCompare(b.defaultName, 'en'))

export const countriesHash: number = contentHash(countries.map(encode))
