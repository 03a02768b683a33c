import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

export function archiveContract(store: () => Store): void {
  const record = async (box: UserId, peer: number, id: number): Promise<number> => {
    const message = { box, peer: asUser(peer), id, date: 100 + id, unread: true }
    const [recorded] = await store().transaction((tx) => tx.dialogs.recordMessages([message]))
    return recorded?.folder ?? -1
  }
  const move = (box: UserId, peer: number, folder: number, unread = false): Promise<void> =>
    store().transaction((tx) => tx.dialogMarks.put(box, { peer: asUser(peer), folder, pinned: 0, unread }))

  describe('the archive', () => {
    it('is named by each message that comes into a dialog there, from the first one on', async () => {
      const box = await addUser(store(), '1')
      await move(box, 7, 1)
      expect(await record(box, 7, 1)).toBe(1)
      expect(await record(box, 8, 2)).toBe(0)
      await move(box, 7, 0)
      await move(box, 8, 1)
      expect([await record(box, 7, 3), await record(box, 8, 4)]).toEqual([0, 1])
      await store().transaction(async (tx) => {
        await tx.dialogMarks.put(box, { peer: asUser(8), folder: 0, pinned: 2, unread: true })
        expect(
          await tx.dialogs.recordMessages([{ box, peer: asUser(8), id: 5, date: 105, unread: true }]),
        ).toMatchObject([{ folder: 0 }])
      })
    })

    it('is where a dialog was if the unit that moved it came to nothing', async () => {
      const box = await addUser(store(), '1')
      expect(await record(box, 7, 1)).toBe(0)
      const failing = store().transaction(async (tx) => {
        await tx.dialogMarks.put(box, { peer: asUser(7), folder: 1, pinned: 0, unread: false })
        throw new TypeError('no')
      })
      await expect(failing).rejects.toThrow('no')
      expect(await record(box, 7, 2)).toBe(0)
    })

    it('tells its unread dialogs, also those marked by hand', async () => {
      const box = await addUser(store(), '1')
      for (const peer of [1, 2, 3, 4]) await record(box, peer, peer)
      await record(box, 2, 5)
      await store().transaction((tx) => tx.dialogs.setReadInbox(box, asUser(3), 3, 0))
      await move(box, 2, 1)
      await move(box, 3, 1, true)
      await move(box, 4, 1)
      await store().transaction((tx) => tx.dialogs.setReadInbox(box, asUser(4), 4, 0))
      const unread = async (folder: number): Promise<[number, number][]> =>
        (await store().read.dialogs.unread(box, folder))
          .map(({ peer, unreadCount }): [number, number] => [peer, unreadCount])
          .sort(([a], [b]) => a - b)
      expect(await unread(1)).toEqual([
        [2, 2],
        [3, 0],
      ])
      expect(await unread(0)).toEqual([[1, 1]])
      expect(await store().read.dialogs.unread(asUser(box + 1), 1)).toEqual([])
    })

    it('remembers the chats that were put there by themselves', async () => {
      const isAutoarchived = (): Promise<boolean> => store().read.peerBars.isAutoarchived(asUser(5), asUser(7))
      expect(await isAutoarchived()).toBe(false)
      await store().transaction(async (tx) => {
        await tx.peerBars.setAutoarchived(asUser(5), asUser(7), true)
        await tx.peerBars.setAutoarchived(asUser(5), asUser(7), true)
      })
      expect(await isAutoarchived()).toBe(true)
      expect(await store().read.peerBars.isAutoarchived(asUser(7), asUser(5))).toBe(false)
      await store().transaction((tx) => tx.peerBars.setAutoarchived(asUser(5), asUser(7), false))
      expect(await isAutoarchived()).toBe(false)
    })
  })
}
