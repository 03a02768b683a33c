import { deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TransportError } from '../transport-error.ts'
import { type GzipProvider, gunzipBounded, gunzipWith, gzip, pakoProvider, zlibProvider } from './gzip.ts'

const providers: [string, GzipProvider][] = [['pako', pakoProvider]]
if (zlibProvider !== undefined) providers.push(['zlib', zlibProvider])

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    if (error instanceof TransportError) return error.code
    throw error
  }
  return 'none'
}

describe.each(providers)('%s', (_name, provider) => {
  test('what either side compresses comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        for (const [, other] of providers) {
          const packed = other.gzip(bytes)
          expect(Uint8Array.from(gunzipWith(provider, packed))).toEqual(bytes)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('what comes as a zlib stream is inflated as well, and held to the same bound', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.nat(), (bytes, seed) => {
        const packed = Uint8Array.from(deflateSync(bytes))
        expect(Uint8Array.from(gunzipWith(provider, packed))).toEqual(bytes)
        const cut = packed.slice(0, seed % packed.length)
        expect(codeOf(() => gunzipWith(provider, cut))).toBe('GZIP_INVALID')
      }),
      { numRuns: 60 },
    )
    const zeros = deflateSync(new Uint8Array(100_000))
    expect(codeOf(() => gunzipWith(provider, zeros, { maxBytes: 99_999 }))).toBe('GZIP_TOO_LARGE')
  })

  test('MS-14: a text of one letter over and over is no bomb, though it shrinks to a thousandth', () => {
    const text = new Uint8Array(4 * 1024 * 1024).fill(0x78)
    const packed = gzipSync(text, { level: 9 })
    expect(text.length / packed.length).toBeGreaterThan(1000)
    expect(gunzipWith(provider, packed)).toHaveLength(text.length)
    expect(codeOf(() => gunzipWith(provider, packed, { maxBytes: text.length - 1 }))).toBe('GZIP_TOO_LARGE')
  })

  test('MS-14: nothing is inflated beyond the absolute bound', () => {
    const noise = Uint8Array.from({ length: 50_000 }, (_, index) => (index * index * 31) >>> 5)
    const packed = provider.gzip(noise)
    expect(gunzipWith(provider, packed, { maxBytes: 50_000 })).toHaveLength(50_000)
    expect(codeOf(() => gunzipWith(provider, packed, { maxBytes: 49_999 }))).toBe('GZIP_TOO_LARGE')
  })

  test('MS-14: a bomb costs no more memory than the bound', () => {
    const bomb = gzipSync(new Uint8Array(64 * 1024 * 1024), { level: 1 })
    expect(bomb.length).toBeLessThan(400_000)
    const before = process.memoryUsage().arrayBuffers
    expect(codeOf(() => gunzipWith(provider, bomb))).toBe('GZIP_TOO_LARGE')
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 * 1024)
    expect(gunzipWith(provider, provider.gzip(new Uint8Array(16 * 1024 * 1024)))).toHaveLength(16 * 1024 * 1024)
  })

  test('MS-14: a truncated or damaged stream is an error and nothing else', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 500 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (bytes, seed, flip) => {
          const packed = provider.gzip(bytes)
          const cut = packed.slice(0, seed % packed.length)
          expect(codeOf(() => gunzipWith(provider, cut))).toBe('GZIP_INVALID')
          // Only bits that carry nothing, such as the last ones of the last data byte, may be damaged unnoticed.
          const at = 10 + (seed % (packed.length - 10))
          const damaged = packed.slice()
          damaged[at] = (damaged[at] ?? 0) ^ flip
          let inflated: Uint8Array | undefined
          const code = codeOf(() => {
            inflated = gunzipWith(provider, damaged)
          })
          expect(['GZIP_INVALID', 'GZIP_TOO_LARGE', 'none']).toContain(code)
          if (inflated !== undefined) expect(Uint8Array.from(inflated)).toEqual(bytes)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('MS-14: anything at all gives bytes or a typed error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        const bytes = Uint8Array.of(0x1f, 0x8b, 8, ...tail)
        codeOf(() => gunzipWith(provider, bytes))
      }),
    )
  })
})

test('a stream that is neither gzip nor zlib is refused by its first bytes', () => {
  expect(codeOf(() => gunzipBounded(new Uint8Array(0)))).toBe('GZIP_INVALID')
  expect(codeOf(() => gunzipBounded(Uint8Array.of(0x78, 0x9d, 3, 0, 0, 0, 0, 1)))).toBe('GZIP_INVALID')
  expect(codeOf(() => gunzipBounded(Uint8Array.of(0x78, 0xbb, 3, 0, 0, 0, 0, 1)))).toBe('GZIP_INVALID')
  expect(Uint8Array.from(gunzipBounded(gzip(Uint8Array.of(1, 2, 3))))).toEqual(Uint8Array.of(1, 2, 3))
})
