import { describe, expect, it } from 'vitest'
import type { Store } from '../store.ts'

const objectOf = (name: string): { name: string; size: number; key: Uint8Array; keyId: string } => {
  return { name, size: 7, key: Uint8Array.of(1, 2), keyId: 'first' }
}
const hashOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)

export function blobsContract(store: () => Store): void {
  describe('objects of files', () => {
    it('are reserved, claimed, released and given up; what was given up comes back in no way', async () => {
      const { read } = store()
      await store().transaction((tx) => tx.fileObjects.reserve(['a', 'b', 'c'], 100))
      expect(await read.fileObjects.page('', 10)).toEqual([])
      expect(await read.fileObjects.known(['a', 'c', 'd'])).toEqual(new Set(['a', 'c']))
      const claim = (name: string): Promise<boolean> =>
        store().transaction((tx) => tx.fileObjects.claim(objectOf(name)))
      expect(await claim('a')).toBe(true)
      expect(await claim('b')).toBe(true)
      expect(await claim('d')).toBe(false)
      const giveUp = (now: number): Promise<number> => store().transaction((tx) => tx.fileObjects.giveUp(now, 10))
      expect(await giveUp(99)).toBe(0)
      expect(await giveUp(100)).toBe(1)
      expect(await claim('c')).toBe(false)
      expect(await read.fileObjects.dead(10)).toEqual(['c'])
      expect((await read.fileObjects.page('', 10)).map(({ name }) => name)).toEqual(['a', 'b'])
      expect(await read.fileObjects.page('a', 10)).toEqual([objectOf('b')])
      await store().transaction((tx) => tx.fileObjects.release('a', 200))
      expect(await read.fileObjects.get('a')).toEqual(objectOf('a'))
      expect(await giveUp(200)).toBe(1)
      expect(await read.fileObjects.get('a')).toBeUndefined()
      // What is in use is not forgotten by mistake.
      await store().transaction((tx) => tx.fileObjects.forget(['a', 'b', 'c']))
      expect(await read.fileObjects.known(['a', 'b', 'c'])).toEqual(new Set(['b']))
      await store().transaction((tx) => tx.fileObjects.rewrap('b', Uint8Array.of(9), 'second'))
      expect(await read.fileObjects.get('b')).toEqual({ ...objectOf('b'), key: Uint8Array.of(9), keyId: 'second' })
    })
  })

  describe('content', () => {
    it('is removed once nothing has needed it for long enough, counted from when that is noted', async () => {
      const { read } = store()
      await store().transaction(async (tx) => {
        await tx.fileObjects.reserve(['a', 'b'], 100)
        for (const [at, name] of ['a', 'b'].entries()) {
          await tx.fileObjects.claim(objectOf(name))
          await tx.blobs.add({ hash: hashOf(at), size: 7, object: name })
        }
        await tx.blobs.use(hashOf(0))
        await tx.blobs.use(hashOf(0))
      })
      expect(await read.blobs.get(hashOf(0))).toEqual({ hash: hashOf(0), size: 7, object: 'a', uses: 2 })
      expect((await read.blobs.page(new Uint8Array(), 10)).map(({ object }) => object)).toEqual(['a', 'b'])
      expect((await read.blobs.page(hashOf(0), 10)).map(({ object }) => object)).toEqual(['b'])
      const note = (now: number): Promise<number> => store().transaction((tx) => tx.blobs.noteUnused(now, 10))
      const remove = (before: number): Promise<number> =>
        store().transaction((tx) => tx.blobs.removeUnused(before, 500, 10))
      expect(await remove(1_000_000)).toBe(0)
      expect(await note(300)).toBe(1)
      expect(await note(400)).toBe(0)
      expect(await remove(300)).toBe(0)
      // It is needed again, and then no more: its time begins anew.
      await store().transaction((tx) => tx.blobs.use(hashOf(1)))
      expect(await remove(301)).toBe(0)
      await store().transaction((tx) => tx.blobs.release(hashOf(1)))
      expect(await note(400)).toBe(1)
      expect(await remove(400)).toBe(0)
      expect(await remove(401)).toBe(1)
      expect(await read.blobs.get(hashOf(1))).toBeUndefined()
      expect((await read.fileObjects.page('', 10)).map(({ name }) => name)).toEqual(['a'])
      expect(await store().transaction((tx) => tx.fileObjects.giveUp(500, 10))).toBe(1)
      expect(await read.fileObjects.dead(10)).toEqual(['b'])
      expect(await read.blobs.get(hashOf(0))).toMatchObject({ uses: 2 })
    })
  })
}
