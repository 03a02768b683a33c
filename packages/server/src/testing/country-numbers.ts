import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parsePhoneNumber } from 'libphonenumber-js/max'
import { countryNames } from '../reference/country-names.ts'
import { parseDigitPattern } from './digit-patterns.ts'

export const countriesFile: string = fileURLToPath(new URL('../reference/countries.ts', import.meta.url))

/** What the metadata of libphonenumber has of a country's numbers, as far as it is used here. */
interface Numbers {
  /** With what its numbers begin, where that alone tells them from others of the same code. */
  readonly leading: string | undefined
  /** Of its fixed and its mobile numbers. */
  readonly patterns: readonly string[]
}

/** Further numbers that a country has by the plan of its code, and that no pattern shows yet. */
const reserved: Readonly<Record<string, readonly string[]>> = { KZ: ['6'] }

/** So many digits tell two countries of one code apart, or none do. */
const longestPrefix = 5

const library = dirname(createRequire(import.meta.url).resolve('libphonenumber-js/package.json'))
const metadata: unknown = JSON.parse(readFileSync(join(library, 'metadata.max.json'), 'utf8'))
const examples: unknown = JSON.parse(readFileSync(join(library, 'examples.mobile.json'), 'utf8'))

/** src/reference/countries.ts as it should be, from libphonenumber's metadata. */
export function describeCountries(): string {
  const [before = ''] = readFileSync(countriesFile, 'utf8').split('`\n')
  return `${before}\`\n${countryRows().join('\n')}\n\`\n`
}

function countryRows(): string[] {
  const names = new Map(countryNames.trim().split('\n').map(pair))
  const rows: string[] = []
  for (const [code, countries] of Object.entries(record(record(metadata)['country_calling_codes']))) {
    const [main = '', ...others] = strings(countries)
    for (const country of [main, ...others]) {
      const name = names.get(country)
      const prefixes = country === main ? [] : prefixesOf(country, [main, ...others])
      // What no digits tell apart has no row of its own: clients would show either for the numbers of both.
      if (name === undefined || (country !== main && prefixes.length === 0)) continue
      rows.push([country, name, code, prefixes.join(','), groupingOf(country)].join('|'))
    }
  }
  return rows.sort()
}

/** The shortest beginnings that numbers of this country have, and numbers of the others of its code do not. */
function prefixesOf(country: string, sameCode: readonly string[]): string[] {
  const { leading } = numbersOf(country)
  const rivals = sameCode.filter((one) => one !== country)
  const own = beginnings(country)
  const others = rivals.map(beginnings)
  const found: string[] = [...(reserved[country] ?? [])]
  const look = (prefix: string): void => {
    if (!own(prefix)) return
    if (!others.some((mayBegin) => mayBegin(prefix))) found.push(prefix)
    else if (prefix.length < longestPrefix) for (const digit of '0123456789') look(`${prefix}${digit}`)
  }
  if (leading === undefined) look('')
  else found.push(...expand(leading))
  return found.sort()
}

function beginnings(country: string): (digits: string) => boolean {
  const { leading, patterns } = numbersOf(country)
  const all = (leading === undefined ? patterns : [`(?:${leading})\\d{0,12}`]).map(parseDigitPattern)
  return (digits) => all.some((pattern) => pattern.mayBegin(digits))
}

/** All beginnings that a pattern of leading digits stands for. */
function expand(leading: string): string[] {
  const pattern = parseDigitPattern(leading)
  const found: string[] = []
  const look = (prefix: string): void => {
    const longer = [...'0123456789'].map((digit) => `${prefix}${digit}`).filter((one) => pattern.mayBegin(one))
    if (longer.length === 0) found.push(prefix)
    else for (const one of longer) look(one)
  }
  look('')
  return found
}

/** How a mobile number of the country is written, each digit an X. */
function groupingOf(country: string): string {
  const example = exampleOf(country)
  return example
    .formatInternational()
    .replace(/^\+\d+ /, '')
    .replaceAll(/\d/g, 'X')
    .replaceAll(/[^X]+/g, ' ')
}

/** A mobile number of the country that nobody has. */
export function exampleOf(country: string): ReturnType<typeof parsePhoneNumber> {
  const [code = ''] = strings(record(record(metadata)['countries'])[country])
  return parsePhoneNumber(`+${code}${String(record(examples)[country])}`)
}

function numbersOf(country: string): Numbers {
  const fields = list(record(record(metadata)['countries'])[country])
  const [fixed, mobile] = list(fields[11])
  const patterns = [fixed, mobile].flatMap((one) => strings(list(one).slice(0, 1)))
  const leading = fields[10]
  return { leading: typeof leading === 'string' ? leading : undefined, patterns }
}

function pair(line: string): readonly [string, string] {
  const [code = '', name = ''] = line.split('|')
  return [code, name]
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null)
    throw new TypeError('the metadata of libphonenumber has another form')
  return Object.fromEntries(Object.entries(value))
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function strings(value: unknown): string[] {
  return list(value).filter((one) => typeof one === 'string')
}
