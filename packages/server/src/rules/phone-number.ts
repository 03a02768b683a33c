import { invalid } from './refusal.ts'

const testPrefix = '99966'
const testNumber = /^99966([0-9])[0-9]{4}$/

/** A number in the form in which it is stored: digits alone, with the country code. */
export function parsePhoneNumber(input: string): string {
  const phone = normalizePhoneNumber(input)
  if (phone === undefined) throw invalid('PHONE_NUMBER_INVALID')
  return phone
}

/**
 * As `parsePhoneNumber`, for lists in which a bad number is left out. E.164 allows 15 digits, and no country has numbers
 * of fewer than 7; of those that begin as test numbers do, only these are numbers.
 */
export function normalizePhoneNumber(input: string): string | undefined {
  if (input.length > 64) return undefined
  const digits = input.replaceAll(/[^0-9]/g, '')
  if (digits.startsWith(testPrefix)) return testNumber.test(digits) ? digits : undefined
  return /^[1-9][0-9]{6,14}$/.test(digits) ? digits : undefined
}

/**
 * The code of a test number, as in the public test data centres ("User Authorization", "Test Accounts"): 99966XYYYY signs
 * in with XXXXX. Undefined for all other numbers.
 */
export function testCode(phone: string): string | undefined {
  return testNumber.exec(phone)?.[1]?.repeat(5)
}
