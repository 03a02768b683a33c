import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelId, UserId } from '../../ids.ts'
import type { AdminEvent, NewAdminEvent } from '../domain/channels/admin-log.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

interface Place {
  readonly channel: ChannelId
  readonly other: ChannelId
  readonly people: readonly [UserId, UserId, UserId]
}

export function adminLogContract(store: () => Store): void {
  const place = async (): Promise<Place> => {
    const people = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')] as const
    const [channel, other] = await store().transaction(async (tx) => {
      const facts = { kind: 'megagroup', title: 'A group', about: '', creator: people[0], createdAt: 1 } as const
      return [(await tx.channels.create(facts)).id, (await tx.channels.create(facts)).id] as const
    })
    return { channel, other, people }
  }

  const add = (events: readonly NewAdminEvent[]): Promise<void> =>
    store().transaction(async (tx) => {
      for (const event of events) await tx.adminLog.add(event)
    })

  const all = { since: 0, maxId: 0, minId: 0, limit: 100 }

  describe('what admins of channels did', () => {
    it('is answered newest first, as every part of the question lets it through', async () => {
      const { channel, other, people } = await place()
      const [a, b, c] = people
      const made = fc.record({
        userId: fc.constantFrom(...people),
        kinds: fc.constantFrom(1, 2, 4, 3),
        person: fc.option(fc.constantFrom(...people), { nil: undefined }),
        words: fc.constantFrom('', 'a cat', 'the dog'),
      })
      const events = fc.sample(made, { numRuns: 40, seed: 7 }).map(
        (event, at): NewAdminEvent => ({
          ...event,
          ...{ channel, date: 1_000 + (at >> 1), action: Uint8Array.of(at) },
        }),
      )
      await add([...events, { channel: other, userId: a, date: 1_000, kinds: 1, words: '', action: Uint8Array.of(99) }])
      const { page, people: named } = store().read.adminLog
      const shown = await page({ ...all, channel })
      expect(shown.map(({ action }) => action[0])).toEqual(events.map((_, at) => at).reverse())
      expect(new Set(shown.map(({ id }) => id)).size).toBe(40)
      expect(shown.map(({ id }) => id)).toEqual(shown.map(({ id }) => id).sort((x, y) => y - x))

      const found = async (query: object): Promise<(number | undefined)[]> =>
        (await page({ ...all, channel, ...query })).map(({ action }) => action[0])
      const those = (is: (event: NewAdminEvent) => boolean): (number | undefined)[] =>
        events
          .filter(is)
          .map(({ action }) => action[0])
          .reverse()
      expect(await found({ kinds: 2 })).toEqual(those(({ kinds }) => (kinds & 2) !== 0))
      expect(await found({ by: [b] })).toEqual(those(({ userId }) => userId === b))
      expect(await found({ by: [] })).toEqual([])
      expect(await found({ since: 1_010 })).toEqual(those(({ date }) => date >= 1_010))
      expect(await found({ search: { words: 'cat', people: [] } })).toEqual(those(({ words }) => words === 'a cat'))
      const concerned = { words: 'dog', people: [c] }
      expect(await found({ search: concerned, kinds: 1 })).toEqual(
        those((e) => (e.kinds & 1) !== 0 && (e.words === 'the dog' || e.userId === c || e.person === c)),
      )
      const [tenth, last] = [shown[9], shown[39]]
      expect(await found({ maxId: tenth?.id, limit: 5 })).toEqual(shown.slice(10, 15).map(({ action }) => action[0]))
      expect(await found({ minId: tenth?.id })).toHaveLength(9)
      expect(await found({ maxId: last?.id })).toEqual([])
      expect((await named(channel, 0, 10)).sort()).toEqual([...people].sort())
      expect(await named(channel, 0, 2)).toHaveLength(2)
      expect(await named(channel, 5_000, 2)).toEqual([])
    })

    it('is forgotten in steps, and numbers go on rising after that', async () => {
      const { channel, people } = await place()
      const event = (date: number): NewAdminEvent => {
        return { channel, userId: people[0], date, kinds: 1, words: '', action: Uint8Array.of(1) }
      }
      await add([event(1_000), event(1_000), event(1_001), event(2_000)])
      const before = await store().read.adminLog.page({ ...all, channel })
      const remove = (limit: number): Promise<number> =>
        store().transaction((tx) => tx.adminLog.removeBefore(2_001, limit))
      expect(await remove(3)).toBe(3)
      expect(await store().read.adminLog.page({ ...all, channel })).toEqual(before.slice(0, 1))
      expect(await remove(3)).toBe(1)
      await add([event(2_001)])
      const [after]: (AdminEvent | undefined)[] = await store().read.adminLog.page({ ...all, channel })
      expect(after?.id).toBeGreaterThan(before[0]?.id ?? 0)
    })
  })

  describe('as whom somebody writes', () => {
    it('is kept for each channel and person, and taken back', async () => {
      const { channel, other, people } = await place()
      const [a, b] = people
      await store().transaction(async (tx) => {
        await tx.sendAs.set(channel, a, other)
        await tx.sendAs.set(channel, b, b)
      })
      const { sendAs } = store().read
      expect([await sendAs.get(channel, a), await sendAs.get(channel, b)]).toEqual([other, b])
      expect(await sendAs.get(other, a)).toBeUndefined()
      await store().transaction((tx) => tx.sendAs.set(channel, a, undefined))
      expect(await sendAs.get(channel, a)).toBeUndefined()
    })

    it('is no channel that is banned there, and none of its owner', async () => {
      const { channel, other } = await place()
      const { sendAs } = store().read
      const owner = (await store().read.channels.get(other))?.creator
      if (owner === undefined) throw new TypeError('there is such a channel')
      const state = async () => [
        await sendAs.ban(channel, other),
        await sendAs.bans(channel),
        await sendAs.isOwnerBanned(channel, owner),
        await sendAs.countBanned(channel),
      ]
      expect(await state()).toEqual([undefined, [], false, 0])
      for (const date of [7, 8]) {
        const ban = { sender: other, by: owner, date }
        await store().transaction((tx) => tx.sendAs.putBan(channel, ban))
        expect(await state()).toEqual([ban, [ban], true, 1])
      }
      expect(await sendAs.ban(other, channel)).toBeUndefined()
      await store().transaction((tx) => tx.sendAs.removeBan(channel, other))
      expect(await state()).toEqual([undefined, [], false, 0])
    })
  })
}
