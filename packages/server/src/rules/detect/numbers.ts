import { countryLines } from '../../reference/countries.ts'
import { wordCharacters } from './characters.ts'
import type { Span } from './found.ts'

const phone = new RegExp(
  `(?<![${wordCharacters}+])\\+[1-9](?:[ \\u00a0().-]{0,2}[0-9]){6,14}(?![${wordCharacters}])`,
  'gu',
)

const callingCodes: ReadonlySet<string> = new Set(
  countryLines
    .trim()
    .split('\n')
    .map((line) => line.split('|')[2] ?? ''),
)

/** Numbers that can be called from anywhere: with a plus and the code of a country. Others may be anything. */
export function findPhones(text: string): Span[] {
  return Array.from(text.matchAll(phone)).flatMap((match): Span[] => {
    const digits = match[0].replaceAll(/[^0-9]/g, '')
    const isKnown = [1, 2, 3].some((length) => callingCodes.has(digits.slice(0, length)))
    return isKnown ? [{ offset: match.index, length: match[0].length }] : []
  })
}

const minCardDigits = 13
const maxCardDigits = 19
/** Digits in groups, with what follows up to the next sign that is none. */
const cardRun = /[0-9][0-9 -]*/g
/** What cannot stand before a card's number: it would be a part of another number or of a word. */
const beforeCard = /[\p{L}.,+_-]$/u
const afterCard = /^[\p{L}_-]/u

/** Numbers of bank cards: 13 to 19 digits whose last one checks the others (ISO/IEC 7812, "Luhn"), as long as their issuer's are. */
export function findBankCards(text: string): Span[] {
  const found: Span[] = []
  cardRun.lastIndex = 0
  for (let match = cardRun.exec(text); match !== null; match = cardRun.exec(text)) {
    const offset = match.index
    // The last two code units hold the whole character before.
    if (beforeCard.test(text.slice(Math.max(0, offset - 2), offset))) continue
    // Written without gaps, a number ends at the first one.
    const [solid] = /^[0-9]{16,19}(?= )/.exec(match[0]) ?? []
    if (solid !== undefined) cardRun.lastIndex = offset + solid.length
    const number = solid ?? withoutGaps(match[0])
    const digits = number.replaceAll(/[ -]/g, '')
    const end = offset + number.length
    if (digits.length < minCardDigits || digits.length > maxCardDigits) continue
    if (number.length > 2 * digits.length - 1 || afterCard.test(text.slice(end, end + 2))) continue
    if (isCardNumber(digits)) found.push({ offset, length: number.length })
  }
  return found
}

/** Without the gaps at its end. */
function withoutGaps(run: string): string {
  let length = run.length
  while (length > 0 && ' -'.includes(run.charAt(length - 1))) length--
  return run.slice(0, length)
}

function isCardNumber(digits: string): boolean {
  let sum = 0
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.charAt(digits.length - 1 - at))
    sum += at % 2 === 0 ? digit : digit < 5 ? 2 * digit : 2 * digit - 9
  }
  return sum % 10 === 0 && hasIssuersLength(digits)
}

/** By the first digits, where their issuer is known ("Payment card number"). */
function hasIssuersLength(digits: string): boolean {
  const { length } = digits
  const two = Number(digits.slice(0, 2))
  const four = Number(digits.slice(0, 4))
  if (digits.startsWith('4')) return length === 13 || length === 16 || length === 18 || length === 19
  if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) return length === 16
  if (two === 34 || two === 37) return length === 15
  if (two === 62 || two === 81) return length >= 16
  return four < 2200 || four > 2204 || length === 16
}
