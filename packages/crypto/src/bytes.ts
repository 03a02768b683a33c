import { CryptoError } from './errors.ts'

/** The source of randomness: as many unpredictable bytes as asked for, in a fresh array. */
export type RandomBytes = (length: number) => Uint8Array

/** One array with the contents of all, in order. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0
  for (const part of parts) length += part.length
  const out = new Uint8Array(length)
  let offset = 0
  for (const part of parts) {
    out.set(part, offset)
    offset += part.length
  }
  return out
}

/** The bytewise exclusive or of two arrays of equal length. */
export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length !== b.length)
    throw new CryptoError('BAD_LENGTH', `xor takes equal lengths, not ${a.length} and ${b.length}`)
  const out = new Uint8Array(a.length)
  for (let i = 0; i < a.length; i++) out[i] = (a[i] ?? 0) ^ (b[i] ?? 0)
  return out
}

/** Whether two arrays are equal, in a time that depends on their lengths alone. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  let difference = 0
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0)
  return difference === 0
}

/** Overwrites secrets. The engine may have moved copies of its own around, which no program can reach. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0)
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lower-case hexadecimal. */
export function toHex(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += HEX[byte] ?? ''
  return text
}

/** The number that the bytes spell in big-endian order ("Creating an Authorization Key": all large numbers). */
export function bytesToBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`)
}

/** Big-endian bytes of a non-negative number, left-padded with zeros to `length` (the fewest bytes if left out). */
export function bigIntToBytes(value: bigint, length?: number): Uint8Array {
  if (value < 0n) throw new CryptoError('OUT_OF_RANGE', 'only non-negative numbers have a byte form')
  const hex = value === 0n ? '' : value.toString(16)
  const needed = (hex.length + 1) >> 1
  const size = length ?? needed
  if (needed > size) throw new CryptoError('OUT_OF_RANGE', `a number of ${needed} bytes does not fit ${size}`)
  const padded = hex.padStart(needed * 2, '0')
  const out = new Uint8Array(size)
  for (let i = 0; i < needed; i++) out[size - needed + i] = Number.parseInt(padded.slice(i * 2, i * 2 + 2), 16)
  return out
}

/** Signed little-endian 64 bits at `offset`, as TL reads a `long`. */
export function readInt64(bytes: Uint8Array, offset: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigInt64(offset, true)
}
