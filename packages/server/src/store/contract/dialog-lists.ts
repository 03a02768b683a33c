import { describe, expect, it } from 'vitest'
import type { PeerId, UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import type { DialogMarks } from '../domain/lists/dialog-marks.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

export function dialogListsContract(store: () => Store): void {
  const mark = (box: UserId, marks: Partial<DialogMarks> & Pick<DialogMarks, 'peer'>): Promise<void> =>
    store().transaction((tx) => tx.dialogMarks.put(box, { folder: 0, pinned: 0, unread: false, ...marks }))
  const addDialogs = (box: UserId, peers: readonly number[]): Promise<void> =>
    store().transaction(async (tx) => {
      for (const peer of peers.map(asUser)) {
        await tx.dialogs.recordMessages([{ box, peer, id: peer, date: 100 + peer, unread: peer % 2 === 0 }])
      }
    })

  describe('the arrangement of dialogs', () => {
    it('has plain marks for every dialog, until they are changed', async () => {
      const box = await addUser(store(), '1')
      const plain = { peer: asUser(7), folder: 0, pinned: 0, unread: false }
      expect(await store().read.dialogMarks.get(box, asUser(7))).toEqual(plain)
      await mark(box, { peer: asUser(7), folder: 1, pinned: 3, unread: true })
      expect(await store().read.dialogMarks.get(box, asUser(7))).toEqual({
        peer: asUser(7),
        folder: 1,
        pinned: 3,
        unread: true,
      })
      expect(await store().read.dialogMarks.get(asUser(box + 1), asUser(7))).toEqual(plain)
      await mark(box, { peer: asUser(7) })
      expect(await store().read.dialogMarks.many(box, [asUser(7), asUser(8)])).toEqual([
        plain,
        { ...plain, peer: asUser(8) },
      ])
    })

    it('knows the pinned dialogs of each folder in order, and those marked as unread', async () => {
      const box = await addUser(store(), '1')
      await mark(box, { peer: asUser(1), pinned: 2 })
      await mark(box, { peer: asUser(2), pinned: 5, unread: true })
      await mark(box, { peer: asUser(3), pinned: 4, folder: 1 })
      await mark(box, { peer: asUser(4), unread: true })
      expect(await store().read.dialogMarks.pinned(box, 0)).toEqual([2, 1])
      expect(await store().read.dialogMarks.pinned(box, 1)).toEqual([3])
      expect(await store().read.dialogMarks.unread(box)).toEqual([2, 4])
    })

    it('lists and counts the dialogs of one folder, without those that are left out', async () => {
      const box = await addUser(store(), '1')
      await addDialogs(box, [1, 2, 3, 4, 5])
      await mark(box, { peer: asUser(2), folder: 1 })
      await mark(box, { peer: asUser(5), folder: 1, unread: true })
      const page = async (query: { folder?: number; except?: PeerId[] }): Promise<number[]> =>
        (await store().read.dialogs.page(box, { offsetDate: 0, offsetId: 0, limit: 10, ...query })).map(
          (dialog) => dialog.peer,
        )
      expect(await page({})).toEqual([5, 4, 3, 2, 1])
      expect(await page({ folder: 0 })).toEqual([4, 3, 1])
      expect(await page({ folder: 1 })).toEqual([5, 2])
      expect(await page({ folder: 0, except: [asUser(3), asUser(5)] })).toEqual([4, 1])
      expect(await store().read.dialogs.totals(box)).toEqual({ count: 5, unread: 3, unreadMessages: 2 })
      expect(await store().read.dialogs.totals(box, 1)).toEqual({ count: 2, unread: 2, unreadMessages: 1 })
    })

    it('keeps filters in the order given, each in its place when it changes', async () => {
      const owner = await addUser(store(), '1')
      const ids = async (): Promise<number[]> => (await store().read.dialogFilters.list(owner)).map(({ id }) => id)
      await store().transaction(async (tx) => {
        for (const id of [2, 3, 4]) await tx.dialogFilters.put(owner, { id, data: Uint8Array.of(id) })
        await tx.dialogFilters.reorder(owner, [4, 99, 2])
        await tx.dialogFilters.put(owner, { id: 4, data: Uint8Array.of(44) })
      })
      expect(await ids()).toEqual([4, 2, 3])
      expect((await store().read.dialogFilters.list(owner))[0]?.data).toEqual(Uint8Array.of(44))
      expect(await store().transaction((tx) => tx.dialogFilters.remove(owner, 2))).toBe(true)
      expect(await store().transaction((tx) => tx.dialogFilters.remove(owner, 2))).toBe(false)
      expect(await ids()).toEqual([4, 3])
      expect(await store().read.dialogFilters.list(asUser(owner + 1))).toEqual([])
    })
  })

  describe('unnumbered changes', () => {
    const change = (box: UserId, key: string, date: number): Promise<void> =>
      store().transaction(async (tx) => {
        const [state] = await tx.boxes.advance([{ box, pts: 0, messages: 0, unnumbered: 1 }])
        const number = state?.unnumbered ?? 0
        await tx.unnumberedChanges.put(box, { number, key, date, update: Uint8Array.of(number) })
      })

    it('have a counter of their own, and only the newest of each key is told', async () => {
      const box = await addUser(store(), '1')
      for (const key of ['a', 'b', 'a', 'c']) await change(box, key, 5)
      const after = async (number: number, limit: number): Promise<[number, string][]> =>
        (await store().read.unnumberedChanges.after(box, number, limit)).map((one) => [one.number, one.key])
      expect(await after(0, 10)).toEqual([
        [2, 'b'],
        [3, 'a'],
        [4, 'c'],
      ])
      expect(await after(2, 1)).toEqual([[3, 'a']])
      expect(await after(4, 10)).toEqual([])
      expect(await store().read.boxes.state(box)).toMatchObject({ unnumbered: 4, pts: 1, qts: 0 })
    })

    it('are found by their date, which never falls where the clock does', async () => {
      const [other, box] = [await addUser(store(), '1'), await addUser(store(), '2')]
      await change(other, 'a', 40)
      for (const [key, date] of [
        ['a', 10],
        ['b', 20],
        ['c', 20],
        ['d', 15],
        ['e', 30],
      ] as const) {
        await change(box, key, date)
      }
      const first = (date: number): Promise<number | undefined> => store().read.unnumberedChanges.firstSince(box, date)
      expect(await Promise.all([0, 10, 11, 20, 21, 30, 31].map(first))).toEqual([1, 1, 2, 2, 5, 5, undefined])
      const dates = (await store().read.unnumberedChanges.after(box, 0, 10)).map(({ date }) => date)
      expect(dates).toEqual([10, 20, 20, 20, 30])
      await change(box, 'a', 5)
      expect(await Promise.all([0, 20, 30, 31].map(first))).toEqual([2, 2, 5, undefined])
    })

    it('are forgotten when they expire, those of the first dates first', async () => {
      const box = await addUser(store(), '1')
      const put = (number: number, expiresAt?: number): Promise<void> =>
        store().transaction((tx) =>
          tx.unnumberedChanges.put(box, {
            number,
            key: `${number}`,
            date: 5,
            update: Uint8Array.of(number),
            expiresAt,
          }),
        )
      await put(1)
      await put(2, 30)
      await put(3, 10)
      await put(4, 20)
      const left = async (): Promise<number[]> =>
        (await store().read.unnumberedChanges.after(box, 0, 10)).map(({ number }) => number)
      expect(await store().transaction((tx) => tx.unnumberedChanges.removeExpired(10, 5))).toBe(0)
      expect(await store().transaction((tx) => tx.unnumberedChanges.removeExpired(99, 2))).toBe(2)
      expect(await left()).toEqual([1, 2])
      expect(await store().transaction((tx) => tx.unnumberedChanges.removeExpired(99, 2))).toBe(1)
      expect(await left()).toEqual([1])
    })
  })
}
