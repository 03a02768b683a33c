import fc from 'fast-check'
import type { RandomBytes } from '../src/bytes.ts'
import { sha256 } from '../src/hashes.ts'

/** Any bytes of exactly this length. */
export const bytes = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length })

/** Whole AES blocks, mostly few, sometimes enough for every path that a provider takes. */
export const blocks: fc.Arbitrary<Uint8Array> = fc
  .oneof(
    { weight: 6, arbitrary: fc.nat(24) },
    { weight: 2, arbitrary: fc.nat(400) },
    { weight: 1, arbitrary: fc.nat(1200) },
  )
  .chain((count) => fc.tuple(fc.constant(count), fc.integer()))
  .map(([count, seed]) => seededRandom(seed)(count * 16))

/** A random source that gives the same bytes for the same seed. */
export function seededRandom(seed: number): RandomBytes {
  let counter = 0
  return (length) => {
    const out = new Uint8Array(length)
    for (let at = 0; at < length; at += 32) {
      const block = sha256(new TextEncoder().encode(`${seed}/${counter++}`))
      out.set(block.subarray(0, Math.min(32, length - at)), at)
    }
    return out
  }
}

/** The bytes that a hexadecimal text spells; blanks do not count. */
export function hex(text: string): Uint8Array {
  return Uint8Array.from(text.replace(/\s/g, '').match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
