import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkBytes, openRange, SealError, seal, sealedRange, sealedSize } from './sealed.ts'

const key = Uint8Array.from({ length: 32 }, (_, at) => at)

async function sealed(content: Uint8Array, pieces = 1): Promise<Buffer> {
  const parts: Uint8Array[] = []
  const size = Math.max(1, Math.ceil(content.length / pieces))
  const given = async function* (): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
  }
  for await (const part of seal(key, given())) parts.push(part)
  return Buffer.concat(parts)
}

function content(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, at) => (at * 7 + (at >> 9)) & 255))
}

function open(all: Uint8Array, size: number, offset: number, length: number): Uint8Array {
  const range = sealedRange(size, offset, length)
  return openRange(key, size, offset, length, all.subarray(range.offset, range.offset + range.length))
}

/** Around each border of a chunk. */
const size = fc.oneof(
  fc.nat(200),
  fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: -2, max: 2 })).map(([n, d]) => n * chunkBytes + d),
)

describe('what lies sealed', () => {
  it('gives back any range, however it was cut when it came', async () => {
    await fc.assert(
      fc.asyncProperty(size, fc.integer({ min: 1, max: 5 }), fc.nat(), fc.nat(), async (length, pieces, a, b) => {
        const plain = content(length)
        const all = await sealed(plain, pieces)
        expect(all.length).toBe(sealedSize(length))
        const offset = length === 0 ? 0 : a % length
        const count = b % (length - offset + 1)
        expect(plain.subarray(offset, offset + count).equals(open(all, length, offset, count))).toBe(true)
        expect(plain.equals(open(all, length, 0, length))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('opens no byte that was changed, moved, left out or put behind', async () => {
    const length = 2 * chunkBytes + 100
    const all = await sealed(content(length))
    const refused = (bytes: Uint8Array, of = length): void => {
      expect(() => openRange(key, of, 0, of, bytes)).toThrow(SealError)
    }
    const body = all.subarray(8)
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Uint8Array.from(body)
        changed[at] = (changed[at] ?? 0) ^ by
        refused(changed)
      }),
      { numRuns: 40 },
    )
    const chunk = chunkBytes + 16
    const [first, second, last] = [body.subarray(0, chunk), body.subarray(chunk, 2 * chunk), body.subarray(2 * chunk)]
    refused(Buffer.concat([second, first, last]))
    refused(Buffer.concat([first, first, last]))
    // Cut where a chunk ends: what remains says itself that it is not the end.
    refused(Buffer.concat([first, second]), 2 * chunkBytes)
    refused(first, chunkBytes)
    refused(Buffer.concat([first, second, last.subarray(0, 20)]))
  })

  it('has nothing of the content in it', async () => {
    const all = await sealed(Buffer.alloc(chunkBytes * 2))
    expect(new Set(all.subarray(8)).size).toBe(256)
    expect(all.indexOf(Buffer.alloc(8))).toBe(-1)
  })
})
