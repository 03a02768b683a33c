import { randomBytes } from 'node:crypto'

/** Gives so many bytes that nobody can foresee. */
export type RandomBytes = (length: number) => Uint8Array

export const systemRandom: RandomBytes = (length) => new Uint8Array(randomBytes(length))

/** A random signed `long`, never 0. */
export function randomLong(random: RandomBytes): bigint {
  const bytes = random(8)
  const value = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigInt64(0, true)
  return value === 0n ? 1n : value
}

/** So many random decimal digits, each equally likely. */
export function randomDigits(random: RandomBytes, count: number): string {
  let digits = ''
  while (digits.length < count) {
    // 250 is the largest multiple of 10 in a byte.
    for (const byte of random(count)) if (byte < 250 && digits.length < count) digits += byte % 10
  }
  return digits
}
