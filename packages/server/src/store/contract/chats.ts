import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import { asPeer, asUser } from '../../testing/ids.ts'
import type { HistoryQuery } from '../domain/chats/messages.ts'
import type { MessageRecorded, NewInDialog } from '../domain/lists/dialogs.ts'
import type { Store } from '../store.ts'
import { addUser, append } from './fixtures.ts'

const maxMessages = 25
const bound = fc.integer({ min: 0, max: 2 * maxMessages + 2 })
export const pages: fc.Arbitrary<Omit<HistoryQuery, 'box' | 'peer'>> = fc.record({
  offsetId: bound,
  offsetDate: fc.oneof(fc.constant(0), fc.integer({ min: 999, max: 1_060 })),
  addOffset: fc.integer({ min: -12, max: 12 }),
  limit: fc.integer({ min: 0, max: 12 }),
  maxId: fc.oneof(fc.constant(0), bound),
  minId: fc.oneof(fc.constant(0), bound),
})

/** The page as a person would cut it from the list of all messages. */
export function cut(ids: readonly number[], query: Omit<HistoryQuery, 'box' | 'peer'>): number[] {
  const { offsetId, offsetDate, addOffset, limit, maxId, minId } = query
  const listed = ids.filter((id) => id > minId && (maxId === 0 || id < maxId)).sort((x, y) => y - x)
  const isBelow = (id: number): boolean =>
    offsetId !== 0 ? id < offsetId : offsetDate === 0 || 1_000 + id < offsetDate
  const place = listed.findIndex(isBelow)
  const start = (place === -1 ? listed.length : place) + addOffset
  return listed.slice(Math.max(0, start), Math.max(0, start + limit))
}

export function chatsContract(store: () => Store): void {
  describe('messages', () => {
    it('cuts a page of history as the offsets say', async () => {
      const box = await addUser(store(), '1')
      const ids = await store().transaction(async (tx) => {
        const mine: number[] = []
        for (let i = 0; i < 2 * maxMessages; i++) {
          const { id } = await append(tx, { box, peer: asUser(i % 2 === 0 ? 7 : 8) })
          if (i % 2 === 0) mine.push(id)
        }
        return mine
      })
      await fc.assert(
        fc.asyncProperty(pages, async (query) => {
          const page = await store().read.messages.history({ box, peer: asUser(7), ...query })
          expect(page.map((message) => message.id)).toEqual(cut(ids, query))
        }),
        { numRuns: 500 },
      )
    })

    it('gives back a message as it was stored, by number', async () => {
      const box = await addUser(store(), '1')
      const row = await store().transaction((tx) =>
        append(tx, {
          box,
          peer: asPeer(-(10 ** 12) - 5),
          from: asUser(9),
          out: false,
          twin: 3,
          data: new Uint8Array(5_000).fill(1),
        }),
      )
      expect(await store().read.messages.get(box, row.id)).toEqual(row)
      expect(await store().read.messages.get(asUser(box + 1), row.id)).toBeUndefined()
      expect(await store().read.messages.many(box, [row.id, row.id + 1])).toEqual([row])
    })

    it('gives messages of several boxes at once, as each box alone would', async () => {
      const boxes = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')] as const
      const [first] = boxes
      await store().transaction(async (tx) => {
        for (let i = 0; i < 12; i++) for (const box of boxes.slice(0, 2)) await append(tx, { box, peer: asUser(7) })
      })
      // What one of them was changed in is sorted, and what comes after is not.
      await store().transaction((tx) => tx.messages.remove(first, [3, 12]))
      await store().transaction(async (tx) => {
        for (let i = 0; i < 3; i++) await append(tx, { box: first, peer: asUser(7) })
      })
      const place = fc.record({ box: fc.constantFrom(...boxes), id: fc.integer({ min: 0, max: 17 }) })
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(place, { selector: ({ box, id }) => `${box} ${id}` }), async (places) => {
          const each = await Promise.all(places.map(({ box, id }) => store().read.messages.many(box, [id])))
          const found = await store().read.messages.atPlaces(places)
          const inOrder = places.flatMap((at) => found.filter(({ box, id }) => at.box === box && at.id === id))
          expect(inOrder).toEqual(each.flat())
          expect(found).toHaveLength(inOrder.length)
          expect(await store().transaction((tx) => tx.messages.atPlaces(places))).toHaveLength(found.length)
        }),
        { numRuns: 60 },
      )
    })

    it('finds and counts the messages of others', async () => {
      const box = await addUser(store(), '1')
      await store().transaction(async (tx) => {
        for (const out of [false, true, false, true]) await append(tx, { box, peer: asUser(7), out })
      })
      expect((await store().read.messages.lastIncoming(box, asUser(7), 4))?.id).toBe(3)
      expect((await store().read.messages.lastIncoming(box, asUser(7), 2))?.id).toBe(1)
      expect(await store().read.messages.lastIncoming(box, asUser(8), 4)).toBeUndefined()
      expect(await store().read.messages.countIncomingAbove(box, asUser(7), 1)).toBe(1)
    })

    it('remembers a random id until it is forgotten by date', async () => {
      const box = await addUser(store(), '1')
      const sent = (of: UserId): Promise<number | undefined> =>
        store().transaction((tx) => tx.messages.sent(of, -(2n ** 63n)))
      const row = await store().transaction(async (tx) => {
        const message = await append(tx, { box, peer: asUser(7) })
        await tx.messages.addSent(box, -(2n ** 63n), message.id, 500)
        return message
      })
      expect(await sent(box)).toBe(row.id)
      expect(await sent(asUser(box + 1))).toBeUndefined()
      const forget = async (date: number, limit: number): Promise<void> => {
        for (let steps = 0; await store().transaction((tx) => tx.messages.forgetSentBefore(date, limit)); steps++) {
          expect(steps).toBeLessThan(100)
        }
      }
      await forget(500, 10)
      expect(await sent(box)).toBeDefined()
      await forget(501, 10)
      expect(await sent(box)).toBeUndefined()
      // In whatever order they came, and few at a time.
      const dates = [9, 3, 7, 1, 8, 2, 6]
      await store().transaction(async (tx) => {
        for (const date of dates) await tx.messages.addSent(box, BigInt(-date), date, date)
      })
      await forget(7, 2)
      const found = await store().transaction((tx) =>
        Promise.all(dates.map((date) => tx.messages.sent(box, BigInt(-date)))),
      )
      expect(found).toEqual(dates.map((date) => (date < 7 ? undefined : date)))
    })
  })

  describe('dialogs', () => {
    it('opens a dialog with its first message and counts from there', async () => {
      const box = await addUser(store(), '1')
      const message = (id: number, unread: boolean): NewInDialog => ({
        box,
        peer: asUser(7),
        id,
        date: 100 + id,
        unread,
      })
      const record = (...messages: NewInDialog[]): Promise<MessageRecorded[]> =>
        store().transaction((tx) => tx.dialogs.recordMessages(messages))
      expect(await record(message(4, true))).toEqual([{ opened: true, unreadCount: 1, folder: 0 }])
      expect(await record(message(5, false), message(6, true))).toEqual([
        { opened: false, unreadCount: 1, folder: 0 },
        { opened: false, unreadCount: 2, folder: 0 },
      ])
      await store().transaction(async (tx) => {
        await tx.dialogs.setReadInbox(box, asUser(7), 5, 1)
        await tx.dialogs.setReadOutbox(box, asUser(7), 4)
      })
      expect(await store().read.dialogs.get(box, asUser(7))).toEqual({
        peer: asUser(7),
        topMessage: 6,
        topDate: 106,
        firstMessage: 4,
        messageCount: 3,
        unreadCount: 1,
        readInboxMaxId: 5,
        readOutboxMaxId: 4,
      })
      expect(await store().read.dialogs.totals(box)).toEqual({ count: 1, unread: 1, unreadMessages: 1 })
      expect(await store().read.dialogs.totals(asUser(box + 1))).toEqual({ count: 0, unread: 0, unreadMessages: 0 })
    })

    it('lists dialogs by date and number of their last message, page after page', async () => {
      const box = await addUser(store(), '1')
      await store().transaction(async (tx) => {
        for (let id = 1; id <= 9; id++) {
          await tx.dialogs.recordMessages([
            { box, peer: asUser(id), id, date: 100 + Math.floor(id / 3), unread: false },
          ])
        }
      })
      const seen: number[] = []
      let place = { offsetDate: 0, offsetId: 0 }
      for (;;) {
        const page = await store().read.dialogs.page(box, { ...place, limit: 2 })
        const last = page.at(-1)
        if (last === undefined) break
        seen.push(...page.map((dialog) => dialog.peer))
        place = { offsetDate: last.topDate, offsetId: last.topMessage }
      }
      expect(seen).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
      expect(
        (await store().read.dialogs.many(box, [asUser(3), asUser(4), asUser(99)])).map((dialog) => dialog.peer).sort(),
      ).toEqual([3, 4])
    })
  })
}
