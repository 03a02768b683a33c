import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ObjectStore } from '../objects.ts'

const nameOf = (number: number): string => number.toString(16).padStart(32, '0')

async function* piecesOf(...pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield piece
}

/** Bytes that say where they are. */
function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255)
}

/** What every object store must do, from a test file of its own. The store is empty at first, and shared by the tests. */
export function objectsContract(name: string, objects: () => ObjectStore, largest: number): void {
  describe(`the contract of object stores, ${name}`, () => {
    it('gives any range of what was written, and an error beyond the end', async () => {
      const content = pattern(10_000)
      await objects().write(
        nameOf(1),
        piecesOf(content.subarray(0, 1), content.subarray(1, 7_000), content.subarray(7_000)),
      )
      expect(await objects().size(nameOf(1))).toBe(10_000)
      const range = fc.tuple(fc.nat(10_000), fc.nat(10_000)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)
      await fc.assert(
        fc.asyncProperty(range, async ([from, to]) => {
          const read = await objects().read(nameOf(1), from, to - from)
          expect(Buffer.from(content.subarray(from, to)).equals(read)).toBe(true)
        }),
        { numRuns: 30 },
      )
      await expect(objects().read(nameOf(1), 9_999, 2)).rejects.toMatchObject({ code: 'SHORT' })
      await expect(objects().read(nameOf(1), 20_000, 2)).rejects.toMatchObject({ code: 'SHORT' })
      await objects().remove(nameOf(1))
    })

    it('takes what is larger than any piece, and what is empty', async () => {
      const piece = pattern(1_000_003)
      const count = Math.ceil(largest / piece.length)
      await objects().write(nameOf(2), piecesOf(...Array.from({ length: count }, () => piece)))
      expect(await objects().size(nameOf(2))).toBe(count * piece.length)
      const last = await objects().read(nameOf(2), (count - 1) * piece.length - 5, 10)
      expect([...last]).toEqual([...piece.subarray(-5), ...piece.subarray(0, 5)])
      await objects().write(nameOf(3), piecesOf())
      expect(await objects().size(nameOf(3))).toBe(0)
      for (const number of [2, 3]) await objects().remove(nameOf(number))
    })

    it('has nothing of what was not written to its end', async () => {
      for (const length of [10, largest]) {
        const broken = async function* (): AsyncGenerator<Uint8Array> {
          for (let given = 0; given < length; given += 1_000_000) yield pattern(1_000_000)
          throw new Error('the sender is gone')
        }
        await expect(objects().write(nameOf(4), broken())).rejects.toThrow('the sender is gone')
        expect(await objects().size(nameOf(4))).toBeUndefined()
        await expect(objects().read(nameOf(4), 0, 1)).rejects.toMatchObject({ code: 'MISSING' })
      }
      await objects().removeUnfinished(Number.MAX_SAFE_INTEGER)
      expect(await objects().list('', 10)).toEqual([])
      await objects().write(nameOf(4), piecesOf(pattern(10)))
      expect(await objects().size(nameOf(4))).toBe(10)
      await objects().remove(nameOf(4))
    })

    it('removes, also what is not there', async () => {
      await objects().write(nameOf(5), piecesOf(pattern(5)))
      await objects().remove(nameOf(5))
      await objects().remove(nameOf(5))
      expect(await objects().size(nameOf(5))).toBeUndefined()
      await expect(objects().read(nameOf(5), 0, 1)).rejects.toMatchObject({ code: 'MISSING' })
    })

    it('lists in pages, in the order of names', async () => {
      const names = Array.from(
        { length: 12 },
        (_, at) => `${(at * 21).toString(16).padStart(2, '0')}${nameOf(at).slice(2)}`,
      )
      for (const [at, one] of [...names].reverse().entries()) await objects().write(one, piecesOf(pattern(at + 1)))
      const found: string[] = []
      for (let after = ''; ; ) {
        const page = await objects().list(after, 5)
        found.push(...page.map((one) => one.name))
        after = page.at(-1)?.name ?? after
        if (page.length < 5) break
      }
      expect(found).toEqual(names)
      const [first] = await objects().list('', 1)
      expect(first).toMatchObject({ size: 12, writtenAt: expect.any(Number) })
      for (const one of names) await objects().remove(one)
      expect(await objects().list('', 5)).toEqual([])
    })

    it('takes no name that could lead somewhere else', async () => {
      for (const bad of [
        '../../../../../../etc/passwd',
        '',
        nameOf(1).slice(1),
        `${nameOf(1)}0`,
        nameOf(1).replace('0', '/'),
      ]) {
        await expect(objects().write(bad, piecesOf(pattern(1)))).rejects.toThrow(TypeError)
        await expect(objects().read(bad, 0, 1)).rejects.toThrow(TypeError)
      }
    })
  })
}
