import { badRequest } from '../rpc/rpc-error.ts'

/** A number in the form in which it is stored: digits alone, with the country code. */
export function parsePhoneNumber(input: string): string {
  const phone = normalizePhoneNumber(input)
  if (phone === undefined) throw badRequest('PHONE_NUMBER_INVALID')
  return phone
}

/** As `parsePhoneNumber`, for lists in which a bad number is left out. E.164 allows 15 digits. */
export function normalizePhoneNumber(input: string): string | undefined {
  if (input.length > 64) return undefined
  const digits = input.replaceAll(/[^0-9]/g, '')
  return /^[1-9][0-9]{4,14}$/.test(digits) ? digits : undefined
}

/**
 * The code of a test number, as in the public test data centres ("User Authorization", "Test Accounts"): 99966XYYYY signs
 * in with XXXXX. Undefined for all other numbers.
 */
export function testCode(phone: string): string | undefined {
  return /^99966([0-9])[0-9]{4}$/.exec(phone)?.[1]?.repeat(5)
}
