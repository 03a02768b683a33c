import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import type { SavedDialog } from '../domain/lists/saved-dialogs.ts'
import type { Store } from '../store.ts'
import { cut, pages } from './chats.ts'
import { addUser, append } from './fixtures.ts'

export function savedDialogsContract(store: () => Store): void {
  /** Saves messages from these chats, one after the other; the first has number 1 and is of 1001. */
  const save = (box: UserId, peers: readonly number[]): Promise<void> =>
    store().transaction(async (tx) => {
      for (const peer of peers.map(asUser)) {
        const { id, date } = await append(tx, { box, peer: box, out: false })
        await tx.savedDialogs.add(box, peer, { id, date })
      }
    })
  const start = { offsetDate: 0, offsetId: 0, limit: 10, except: [] }
  const peersOf = (dialogs: readonly SavedDialog[]): number[] => dialogs.map(({ peer }) => peer)

  describe('saved dialogs', () => {
    it('come into being with their first message, and are listed by their last one', async () => {
      const box = await addUser(store(), '1')
      await save(box, [7, 8, 9, 7, 7])
      const { read } = store()
      const seven = { peer: asUser(7), topMessage: 5, topDate: 1_005, messageCount: 3, pinned: false }
      expect(await read.savedDialogs.get(box, asUser(7))).toEqual(seven)
      expect(await read.savedDialogs.get(box, asUser(6))).toBeUndefined()
      expect(await read.savedDialogs.get(asUser(box + 1), asUser(7))).toBeUndefined()
      expect(peersOf(await read.savedDialogs.many(box, [asUser(9), asUser(6), asUser(7)])).sort()).toEqual([7, 9])
      expect(peersOf(await read.savedDialogs.page(box, start))).toEqual([7, 9, 8])
      expect(peersOf(await read.savedDialogs.page(box, { ...start, limit: 1, except: [asUser(7)] }))).toEqual([9])
      expect(peersOf(await read.savedDialogs.page(box, { ...start, offsetDate: 1_003, offsetId: 3 }))).toEqual([8])
      expect(peersOf(await read.savedDialogs.page(box, { ...start, offsetDate: 1_003 }))).toEqual([8])
      expect(await read.savedDialogs.count(box)).toBe(3)
    })

    it('take in what was saved once', async () => {
      const box = await addUser(store(), '1')
      await save(box, [7, 7])
      await store().transaction((tx) => tx.savedDialogs.remove(box, [1]))
      await store().transaction((tx) => tx.savedDialogs.add(box, asUser(7), { id: 1, date: 1_001 }))
      expect(await store().read.savedDialogs.get(box, asUser(7))).toMatchObject({
        topMessage: 2,
        topDate: 1_002,
        messageCount: 2,
      })
      expect(await store().read.savedDialogs.withoutDialog(9)).toEqual([])
      // Looking at what stands in its dialog already takes it out of none.
      await store().transaction((tx) => tx.savedDialogs.sorted([{ box, id: 2 }]))
      expect(await store().read.savedDialogs.get(box, asUser(7))).toMatchObject({ messageCount: 2 })
    })

    it('end with their last message, and are then pinned no longer', async () => {
      const box = await addUser(store(), '1')
      await save(box, [7, 8, 7, 8, 9])
      const { read } = store()
      await store().transaction(async (tx) => {
        await tx.savedDialogs.setPinned(box, [asUser(9), asUser(7)])
        await tx.savedDialogs.setPinned(box, [asUser(8), asUser(7)])
      })
      expect(peersOf(await read.savedDialogs.pinned(box))).toEqual([8, 7])
      const remove = (ids: number[]): Promise<boolean> => store().transaction((tx) => tx.savedDialogs.remove(box, ids))
      expect(await remove([3, 99])).toBe(false)
      expect(await read.savedDialogs.get(box, asUser(7))).toMatchObject({
        topMessage: 1,
        topDate: 1_001,
        messageCount: 1,
      })
      expect(await remove([5])).toBe(false)
      expect(await remove([2, 4])).toBe(true)
      expect(peersOf(await read.savedDialogs.page(box, start))).toEqual([7])
      expect(peersOf(await read.savedDialogs.pinned(box))).toEqual([7])
      await save(box, [8])
      expect(await read.savedDialogs.get(box, asUser(8))).toMatchObject({ messageCount: 1, pinned: false })
    })

    it('have a history that is cut as that of a chat', async () => {
      const box = await addUser(store(), '1')
      await save(
        box,
        Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? 7 : 8)),
      )
      const ids = Array.from({ length: 25 }, (_, at) => 2 * at + 1)
      await fc.assert(
        fc.asyncProperty(pages, async (query) => {
          expect(await store().read.savedDialogs.messages({ box, peer: asUser(7), ...query })).toEqual(cut(ids, query))
        }),
        { numRuns: 500 },
      )
    })

    it('give their messages of some time', async () => {
      const box = await addUser(store(), '1')
      await save(box, [7, 7, 8, 7, 7])
      const all = { maxId: 0, minDate: 0, maxDate: 0 }
      const range = (more: Partial<typeof all>, limit = 9): Promise<number[]> =>
        store().read.savedDialogs.range(box, asUser(7), { ...all, ...more }, limit)
      expect(await range({})).toEqual([5, 4, 2, 1])
      expect(await range({}, 2)).toEqual([5, 4])
      expect(await range({ maxId: 4 })).toEqual([4, 2, 1])
      expect(await range({ minDate: 1_002, maxDate: 1_004 })).toEqual([4, 2])
    })

    it('have tags that are counted, named, and searched by', async () => {
      const box = await addUser(store(), '1')
      await save(box, [7, 8, 7])
      const [one, two] = [Uint8Array.of(1), Uint8Array.of(2)]
      await store().transaction(async (tx) => {
        await tx.savedTags.set(box, asUser(7), 1, [one])
        await tx.savedTags.set(box, asUser(8), 2, [two, one])
        await tx.savedTags.set(box, asUser(7), 3, [one])
        await tx.savedTags.set(box, asUser(7), 3, [two])
        await tx.savedTags.setTitle(box, one, 'first')
        await tx.savedTags.setTitle(box, Uint8Array.of(3), 'third')
      })
      const { read } = store()
      const third = { reaction: Uint8Array.of(3), title: 'third', count: 0 }
      expect(await read.savedTags.list(box)).toEqual([
        { reaction: one, title: 'first', count: 2 },
        { reaction: two, title: undefined, count: 2 },
        third,
      ])
      expect(await read.savedTags.list(box, asUser(8))).toEqual([
        { reaction: one, title: 'first', count: 1 },
        { reaction: two, title: undefined, count: 1 },
      ])
      expect(await read.savedTags.list(asUser(box + 1))).toEqual([])
      const find = async (...tags: Uint8Array[]): Promise<number[]> => {
        const search = { box, peer: box, tags, words: [], marks: [], minDate: 0, maxDate: 0 }
        return (await read.messageSearch.find(search, 9)).map(({ id }) => id)
      }
      expect(await find(one)).toEqual([2, 1])
      expect(await find(one, two)).toEqual([2])
      expect(await find()).toEqual([3, 2, 1])
      await store().transaction(async (tx) => {
        await tx.savedTags.remove(box, [1, 2])
        await tx.savedTags.setTitle(box, one, undefined)
      })
      expect(await read.savedTags.list(box)).toEqual([{ reaction: two, title: undefined, count: 1 }, third])
    })

    it('are searched alone if asked for', async () => {
      const box = await addUser(store(), '1')
      await save(box, [7, 8, 7])
      await store().transaction(async (tx) => {
        const documents = [1, 2, 3].map((id) => ({ id, peer: box, text: `apple ${id}` }))
        await tx.messageSearch.index(box, documents, 3)
        await tx.messageMarks.add(box, box, 2, ['url'])
        await tx.messageMarks.add(box, box, 3, ['url'])
      })
      const query = { box, peer: box, savedFrom: asUser(7), minDate: 0, maxDate: 0 }
      const find = async (words: string[], marks: 'url'[]): Promise<number[]> =>
        (await store().read.messageSearch.find({ ...query, words, marks }, 9)).map(({ id }) => id)
      expect(await find(['apple'], [])).toEqual([3, 1])
      expect(await find([], ['url'])).toEqual([3])
      expect(await find([], [])).toEqual([3, 1])
    })
  })
}
