import { type api, encode } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { StickerOfSet, StoredStickerSet } from '../domain/files/sticker-sets.ts'
import type { Store, Transaction } from '../store.ts'
import { addUser } from './fixtures.ts'

const hash = new Uint8Array(32).fill(1)

async function addDocument(tx: Transaction, owner: UserId, id: number): Promise<void> {
  const document: api.document = {
    ...{ _: 'document', id: BigInt(id), accessHash: 0n, fileReference: new Uint8Array(), date: 1 },
    ...{ mimeType: 'image/webp', size: 10n, dcId: 2, attributes: [] },
  }
  const secret = new Uint8Array(24).fill(id)
  await tx.documents.add({ id, owner, date: 1, hash, size: 10, secret, data: encode(document) })
}

const setOf = (owner: UserId, id: number, more: Partial<StoredStickerSet> = {}): StoredStickerSet => ({
  ...{ id, owner, maker: owner, accessHash: -5n, shortName: `Set_${id}`, title: `A title ${id}`, kind: 'stickers' },
  ...{ textColor: false, date: id, thumb: undefined, version: 1, count: 0 },
  ...more,
})
const sticker = (document: number, emoji = ['🙂'], keywords: string[] = []): StickerOfSet => ({
  ...{ document, emoji, keywords },
})

export function stickersContract(store: () => Store): void {
  /** Those of the given that are left after all that nothing needs was removed. */
  const left = async (ids: readonly number[]): Promise<number[]> => {
    await store().transaction(async (tx) => {
      await tx.documents.noteUnused(100, 10)
      await tx.documents.removeUnused(101, 10)
    })
    return [...(await store().read.documents.many(ids)).keys()].sort()
  }

  describe('sets of stickers', () => {
    it('are found by number and by name, whatever its case, with their stickers in order', async () => {
      const owner = await addUser(store(), '1')
      const { stickerSets } = store().read
      await store().transaction(async (tx) => {
        for (const id of [1, 2, 3]) await addDocument(tx, owner, id)
        await tx.stickerSets.add(setOf(owner, 10))
        await tx.stickerSets.putStickers(10, [sticker(2, ['😀', '😁']), sticker(1, ['❤'], ['love'])])
      })
      const set = setOf(owner, 10, { version: 2, count: 2 })
      expect(await stickerSets.get(10)).toEqual(set)
      expect(await stickerSets.named('sET_10')).toEqual(set)
      expect(await stickerSets.many([9, 10])).toEqual([set])
      expect(await stickerSets.stickers(10)).toEqual([sticker(2, ['😀', '😁']), sticker(1, ['❤'], ['love'])])
      expect(await stickerSets.covers([10, 11])).toEqual(new Map([[10, 2]]))
      expect([await stickerSets.setOf(1), await stickerSets.setOf(3)]).toEqual([10, undefined])
      await store().transaction((tx) => tx.stickerSets.change(10, { title: 'Other', thumb: 3 }))
      expect(await stickerSets.get(10)).toEqual({ ...set, title: 'Other', thumb: 3, version: 3 })
      expect(await left([1, 2, 3])).toEqual([1, 2, 3])
      await store().transaction((tx) => tx.stickerSets.putStickers(10, [sticker(1)]))
      expect(await left([1, 2, 3])).toEqual([1, 3])
      await store().transaction((tx) => tx.stickerSets.remove(10))
      expect(await left([1, 2, 3])).toEqual([])
      expect(await stickerSets.named('set_10')).toBeUndefined()
      await store().transaction((tx) => tx.stickerSets.add(setOf(owner, 11, { shortName: 'SET_10' })))
      expect((await stickerSets.named('set_10'))?.id).toBe(11)
    })

    it('are listed for their maker, the newest first, page by page', async () => {
      const [owner, other] = [await addUser(store(), '1'), await addUser(store(), '2')]
      await store().transaction(async (tx) => {
        for (const [id, date] of [
          [10, 5],
          [11, 7],
          [12, 5],
        ] as const)
          await tx.stickerSets.add(setOf(owner, id, { date }))
        await tx.stickerSets.add(setOf(other, 13))
      })
      const { stickerSets } = store().read
      const page = async (after: number | undefined) => (await stickerSets.madeBy(owner, after, 2)).map(({ id }) => id)
      expect([await page(undefined), await page(12)]).toEqual([[11, 12], [10]])
      await store().transaction((tx) => tx.stickerSets.remove(12))
      expect([await stickerSets.countMadeBy(owner), await page(undefined)]).toEqual([2, [11, 10]])
    })

    it('are found by how their names and titles begin, each kind by itself', async () => {
      const owner = await addUser(store(), '1')
      await store().transaction(async (tx) => {
        await tx.stickerSets.add(setOf(owner, 10, { shortName: 'Cats', title: 'Meow' }))
        await tx.stickerSets.add(setOf(owner, 11, { shortName: 'x', title: 'Caterpillars' }))
        await tx.stickerSets.add(setOf(owner, 12, { shortName: 'cat_emoji', title: 'x', kind: 'emoji' }))
        await tx.stickerSets.add(setOf(owner, 13, { shortName: 'bobcats', title: 'x' }))
        await tx.stickerSets.add(setOf(owner, 14, { shortName: 'cat_gone', title: 'x' }))
        await tx.stickerSets.remove(14)
      })
      const find = async (kind: 'stickers' | 'emoji', words: string) =>
        (await store().read.stickerSets.search(kind, words, 10)).map(({ id }) => id)
      expect([await find('stickers', 'cat'), await find('emoji', 'cat')]).toEqual([[11, 10], [12]])
      expect(await find('stickers', '%')).toEqual([])
    })

    it('are out of the lists of all who had them once they were removed', async () => {
      const people = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')]
      const [owner] = people
      if (owner === undefined) throw new TypeError('three')
      await store().transaction(async (tx) => {
        await tx.stickerSets.add(setOf(owner, 10))
        for (const user of people) {
          for (const set of [10, 20]) {
            await tx.installedSets.put(user, { set, kind: 'stickers', archived: false, date: 1 })
          }
        }
        await tx.stickerSets.remove(10)
      })
      const sweep = () => store().transaction((tx) => tx.stickerSets.sweepRemoved(2))
      expect([await sweep(), await sweep(), await sweep()]).toEqual([2, 1, 0])
      for (const user of people) {
        const all = await store().read.installedSets.list(user, 'stickers', false)
        expect(all.map(({ set }) => set)).toEqual([20])
      }
    })
  })

  describe('what people have of stickers', () => {
    it('are sets in an order of their own, those put away apart', async () => {
      const user = await addUser(store(), '1')
      const { installedSets } = store().read
      await store().transaction(async (tx) => {
        for (const set of [1, 2, 3, 4]) {
          await tx.installedSets.put(user, { set, kind: set === 4 ? 'emoji' : 'stickers', archived: false, date: set })
        }
        await tx.installedSets.put(user, { set: 5, kind: 'stickers', archived: true, date: 5 })
      })
      const numbers = async (archived = false) =>
        (await installedSets.list(user, 'stickers', archived)).map(({ set }) => set)
      expect([await numbers(), await numbers(true)]).toEqual([[3, 2, 1], [5]])
      await store().transaction((tx) => tx.installedSets.reorder(user, [1, 3]))
      expect(await numbers()).toEqual([1, 3, 2])
      await store().transaction((tx) =>
        tx.installedSets.put(user, { set: 3, kind: 'stickers', archived: true, date: 9 }),
      )
      expect([await numbers(), await numbers(true)]).toEqual([
        [1, 2],
        [3, 5],
      ])
      expect(await installedSets.get(user, 3)).toEqual({ set: 3, kind: 'stickers', archived: true, date: 9 })
      await store().transaction((tx) => tx.installedSets.remove(user, 3))
      expect(await installedSets.get(user, 3)).toBeUndefined()
    })

    it('are lists of documents, the latest first, of a length, and keep their documents', async () => {
      const user = await addUser(store(), '1')
      const put = (document: number, date: number) =>
        store().transaction((tx) => tx.stickerLists.put(user, 'recent', { document, date }, 3))
      await store().transaction(async (tx) => {
        for (const id of [1, 2, 3, 4]) await addDocument(tx, user, id)
      })
      for (const [document, date] of [
        [1, 10],
        [2, 10],
        [3, 10],
        [1, 11],
        [4, 12],
      ] as const)
        await put(document, date)
      const list = async () => (await store().read.stickerLists.list(user, 'recent')).map(({ document }) => document)
      expect(await list()).toEqual([4, 1, 3])
      expect(await left([1, 2, 3, 4])).toEqual([1, 3, 4])
      await store().transaction((tx) => tx.stickerLists.remove(user, 'recent', 1))
      expect([await list(), await left([1, 3, 4])]).toEqual([
        [4, 3],
        [3, 4],
      ])
      await store().transaction((tx) => tx.stickerLists.clear(user, 'recent'))
      expect([await list(), await left([3, 4])]).toEqual([[], []])
    })
  })
}
