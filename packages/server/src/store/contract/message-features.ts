import { describe, expect, it } from 'vitest'
import { channelBase } from '../../ids.ts'
import { asChannel, asPeer, asUser } from '../../testing/ids.ts'
import type { SearchDocument } from '../domain/chats/message-search.ts'
import type { Store } from '../store.ts'
import { addUser, append } from './fixtures.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

export function messageFeaturesContract(store: () => Store): void {
  describe('changed messages', () => {
    it('have other content, or are gone, and their dialog says what is left', async () => {
      const box = await addUser(store(), '1')
      await store().transaction(async (tx) => {
        for (let i = 0; i < 3; i++) await append(tx, { box, peer: asUser(7), out: false })
        await tx.messages.replace(box, 1, bytes(9))
        await tx.messages.remove(box, [2, 3, 99])
        await tx.dialogs.recordRemoval(box, asUser(7), { topMessage: 1, topDate: 1_001, unreadCount: 1, removed: 2 })
      })
      expect((await store().read.messages.get(box, 1))?.data).toEqual(bytes(9))
      expect(await store().read.messages.many(box, [2, 3])).toEqual([])
      expect(await store().read.dialogs.get(box, asUser(7))).toMatchObject({
        topMessage: 1,
        messageCount: 1,
        unreadCount: 1,
      })
      await store().transaction((tx) =>
        tx.dialogs.recordRemoval(box, asUser(7), { topMessage: 0, topDate: 0, unreadCount: 0, removed: 1 }),
      )
      expect(await store().read.dialogs.page(box, { offsetDate: 0, offsetId: 0, limit: 9 })).toEqual([])
      const again = await store().transaction((tx) =>
        tx.dialogs.recordMessages([{ box, peer: asUser(7), id: 4, date: 2_000, unread: false }]),
      )
      expect(again).toMatchObject([{ opened: true }])
    })
  })

  describe('marks', () => {
    it('are listed newest first, counted by chat, taken once and forgotten with the message', async () => {
      const box = await addUser(store(), '1')
      await store().transaction(async (tx) => {
        for (const id of [1, 3, 2]) await tx.messageMarks.add(box, asUser(7), id, ['pinned', 'url'])
        await tx.messageMarks.add(box, asUser(8), 4, ['pinned', 'pinned'])
      })
      expect(await store().read.messageMarks.ids(box, asUser(7), 'pinned', 2)).toEqual([3, 2])
      expect(await store().read.messageMarks.counts(box, [asUser(7), asUser(8), asUser(9)], 'pinned')).toEqual(
        new Map([
          [7, 3],
          [8, 1],
        ]),
      )
      expect(await store().transaction((tx) => tx.messageMarks.take(box, [2, 5], 'pinned'))).toEqual([2])
      expect(await store().transaction((tx) => tx.messageMarks.take(box, [2], 'pinned'))).toEqual([])
      await store().transaction((tx) => tx.messageMarks.remove(box, [1]))
      expect(await store().read.messageMarks.of(box, 1)).toEqual([])
      expect(await store().read.messageMarks.ids(box, asUser(7), 'url', 9)).toEqual([3, 2])
      expect(await store().read.messageMarks.ids(asUser(box + 1), asUser(7), 'url', 9)).toEqual([])
    })
  })

  describe('searching', () => {
    it('finds by words, marks, author and dates within one box, newest first', async () => {
      const [box, other] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const texts = ['one apple', 'two apples', 'pear', 'apple pie']
      await store().transaction(async (tx) => {
        for (const owner of [box, other]) {
          const documents: SearchDocument[] = []
          for (const [at, text] of texts.entries()) {
            const peer = asPeer(at < 3 ? 7 : -8)
            const { id } = await append(tx, { box: owner, peer, from: at % 2 === 0 ? owner : asUser(7) })
            documents.push({ id, peer, text })
          }
          await tx.messageSearch.index(owner, documents, 4)
        }
        await tx.messageMarks.add(box, asUser(7), 2, ['url'])
        await tx.messageMarks.add(box, asUser(7), 3, ['url', 'photo'])
      })
      const all = { box, words: [], marks: [], minDate: 0, maxDate: 0 }
      const ids = async (query: object, limit = 9): Promise<number[]> =>
        (await store().read.messageSearch.find({ ...all, ...query }, limit)).map(({ id }) => id)
      expect(await store().read.messageSearch.indexedUpTo(box)).toBe(4)
      expect(await store().read.messageSearch.indexed([asUser(9), other, box])).toEqual(
        new Map([
          [box, 4],
          [other, 4],
        ]),
      )
      expect((await store().read.messageSearch.find(all, 1))[0]).toEqual({ id: 4, peer: -8, date: 1_004 })
      expect(await ids({})).toEqual([4, 3, 2, 1])
      expect(await ids({ words: ['app'] })).toEqual([4, 2, 1])
      expect(await ids({ words: ['app'] }, 2)).toEqual([4, 2])
      expect(await ids({ words: ['app', 'one'] })).toEqual([1])
      expect(await ids({ words: ['app'], peer: -8 })).toEqual([4])
      expect(await ids({ words: ['app'], marks: ['url'] })).toEqual([2])
      expect(await ids({ marks: ['url', 'photo'] })).toEqual([3, 2])
      expect(await ids({ words: ['app'], from: asUser(7) })).toEqual([4, 2])
      expect(await ids({ words: ['app'], minDate: 1_002 })).toEqual([4, 2])
      expect(await ids({ peer: asUser(7), maxDate: 1_002 })).toEqual([2, 1])
      expect(await ids({ words: ['"', 'OR'] })).toEqual([])

      await store().transaction(async (tx) => {
        await tx.messageSearch.reindex(box, { id: 3, peer: asUser(7), text: 'apple now' })
        await tx.messageSearch.reindex(box, { id: 5, peer: asUser(7), text: 'apple not yet' })
        await tx.messageSearch.remove(box, [1])
      })
      expect(await ids({ words: ['apple'] })).toEqual([4, 3, 2])
      expect((await store().read.messageSearch.find({ ...all, box: other, words: ['apple'] }, 9)).length).toBe(3)
    })
  })

  describe('what belongs to chats', () => {
    it('know who protects a chat', async () => {
      const box = await addUser(store(), '1')
      const other = await addUser(store(), '2')
      const protector = (): Promise<unknown> =>
        Promise.all([
          store().read.protectedChats.protector(box, other),
          store().read.protectedChats.protector(other, box),
          store().read.protectedChats.protector(box, asUser(7)),
        ])
      expect(await protector()).toEqual([undefined, undefined, undefined])
      await store().transaction((tx) => tx.protectedChats.protect(box, other, other))
      expect(await protector()).toEqual([other, other, undefined])
      await store().transaction((tx) => tx.protectedChats.protect(other, box, undefined))
      expect(await protector()).toEqual([undefined, undefined, undefined])
    })

    it('keeps drafts, periods, expiries and dates of reading', async () => {
      const box = await addUser(store(), '1')
      await store().transaction(async (tx) => {
        await tx.drafts.put(box, { peer: asUser(7), data: bytes(1) })
        await tx.drafts.put(box, { peer: asUser(7), data: bytes(2) })
        await tx.autoDelete.setNewChats(box, 5)
        await tx.autoDelete.setChat(box, asUser(7), 60)
        await tx.autoDelete.expireAt({ box, id: 1 }, 100)
        await tx.autoDelete.expireAt({ box, id: 2 }, 90)
        await tx.readDates.add(box, asUser(7), 5, 1_000)
        await tx.readDates.add(box, asUser(7), 9, 2_000)
      })
      expect(await store().read.drafts.all(box)).toEqual([{ peer: asUser(7), data: bytes(2) }])
      expect(await store().read.autoDelete.periods(box, asUser(7))).toEqual({ chat: 60, newChats: 5 })
      expect(await store().read.autoDelete.periods(box, asUser(8))).toMatchObject({ newChats: 5 })
      expect(await store().read.autoDelete.ofChats(box, [asUser(7), asUser(8)])).toEqual(new Map([[7, 60]]))
      expect(await store().read.autoDelete.expired(99, 9)).toEqual([{ box, id: 2 }])
      expect(await store().read.readDates.get(box, asUser(7), 4)).toBe(1_000)
      expect(await store().read.readDates.get(box, asUser(7), 6)).toBe(2_000)
      expect(await store().read.readDates.get(box, asUser(7), 10)).toBeUndefined()
      await store().transaction(async (tx) => {
        expect(await tx.drafts.remove(box, asUser(7))).toBe(true)
        expect(await tx.drafts.remove(box, asUser(7))).toBe(false)
        await tx.autoDelete.forget([{ box, id: 2 }])
        expect(await tx.readDates.removeBefore(1_500, 9)).toBe(1)
      })
      expect(await store().read.autoDelete.expired(100, 9)).toEqual([{ box, id: 1 }])
    })

    it('keeps scheduled messages under numbers that are never given twice', async () => {
      const box = await addUser(store(), '1')
      const put = (date: number, randomId: bigint): Promise<number> =>
        store().transaction(async (tx) => {
          const id = await tx.scheduledMessages.nextId()
          await tx.scheduledMessages.put({ box, id, peer: asUser(7), date, randomId, data: bytes(id) })
          return id
        })
      const first = await put(200, -(2n ** 63n))
      const second = await put(100, 2n)
      expect((await store().read.scheduledMessages.ofChat(box, asUser(7))).map(({ id }) => id)).toEqual([first, second])
      expect((await store().read.scheduledMessages.all(box)).map(({ id }) => id)).toEqual([second, first])
      expect([
        await store().read.scheduledMessages.any(box),
        await store().read.scheduledMessages.any(asUser(7)),
      ]).toEqual([true, false])
      expect(await store().read.scheduledMessages.byRandomId(box, -(2n ** 63n))).toMatchObject({ id: first, date: 200 })
      expect((await store().read.scheduledMessages.due(150, 9)).map(({ id }) => id)).toEqual([second])
      await store().transaction((tx) => tx.scheduledMessages.remove(box, [first, second]))
      expect(await store().read.scheduledMessages.many(box, [first, second])).toEqual([])
      expect(await put(1, 3n)).toBeGreaterThan(second)
    })

    it('keeps what bots and members of groups say to each other, the newest of the two, for a time', async () => {
      const [chat, bot, person] = [asChannel(channelBase - 5), asUser(7), asUser(8)]
      const put = (date: number, randomId: bigint, byBot = true): Promise<number> =>
        store().transaction(async (tx) => {
          const id = await tx.ephemeralMessages.nextId()
          await tx.ephemeralMessages.put({ id, chat, bot, person, byBot, date, randomId, data: bytes(id) })
          return id
        })
      const [first, second, third] = [await put(100, 1n), await put(200, -(2n ** 63n), false), await put(300, 3n)]
      const { ephemeralMessages } = store().read
      expect(await ephemeralMessages.byRandomId(person, -(2n ** 63n))).toEqual({
        ...{ id: second, chat, bot, person, byBot: false, date: 200, randomId: -(2n ** 63n), data: bytes(second) },
      })
      expect(await ephemeralMessages.byRandomId(bot, -(2n ** 63n))).toBeUndefined()
      await store().transaction(async (tx) => {
        const kept = await tx.ephemeralMessages.get(second)
        if (kept !== undefined) await tx.ephemeralMessages.put({ ...kept, data: bytes(99) })
        await tx.ephemeralMessages.removeAllBut(bot, person, 2)
        await tx.ephemeralMessages.removeAllBut(person, bot, 0)
      })
      expect(await ephemeralMessages.get(first)).toBeUndefined()
      expect(await ephemeralMessages.get(second)).toMatchObject({ byBot: false, data: bytes(99) })
      await store().transaction(async (tx) => {
        expect(await tx.ephemeralMessages.removeBefore(300, 9)).toBe(1)
        await tx.ephemeralMessages.remove(third)
      })
      expect(await ephemeralMessages.get(third)).toBeUndefined()
      expect(await put(1, 3n)).toBeGreaterThan(third)
    })
  })

  describe('reactions and polls', () => {
    it('keeps one person’s reactions to a message, in the order given, and what is used most', async () => {
      const name = { box: asUser(5), id: 1 }
      const one = { reaction: bytes(1), date: 10, big: true, unread: true }
      await store().transaction(async (tx) => {
        await tx.reactions.set(name, asUser(8), [{ ...one, date: 20 }])
        await tx.reactions.set(name, asUser(7), [{ ...one, reaction: bytes(2) }])
        await tx.reactions.set(name, asUser(7), [one])
        for (const reaction of [1, 2, 2, 1, 2]) await tx.reactions.noteUse(asUser(7), bytes(reaction), 30 - reaction)
        await tx.reactions.setFavourite(asUser(7), bytes(2))
      })
      const of = (): ReturnType<Store['read']['reactions']['of']> =>
        store().read.reactions.of([name, { box: asUser(5), id: 2 }])
      expect((await of()).map(({ userId, big, unread }) => [userId, big, unread])).toEqual([
        [7, true, true],
        [8, true, true],
      ])
      expect(await store().read.reactions.top(asUser(7), 9)).toEqual([bytes(2), bytes(1)])
      expect(await store().read.reactions.recent(asUser(7), 1)).toEqual([bytes(1)])
      expect(await store().read.reactions.favourite(asUser(7))).toEqual(bytes(2))
      await store().transaction(async (tx) => {
        await tx.reactions.markRead(name)
        await tx.reactions.forgetRecent(asUser(7))
      })
      expect((await of()).map(({ unread }) => unread)).toEqual([false, false])
      expect(await store().read.reactions.recent(asUser(7), 9)).toEqual([])
      await store().transaction((tx) => tx.reactions.remove([name]))
      expect(await of()).toEqual([])
    })

    it('counts each voter once, and lists the latest first', async () => {
      const id = -(2n ** 62n)
      await store().transaction(async (tx) => {
        await tx.polls.put({ id, owner: asUser(7), data: bytes(1), closeAt: 50 })
        await tx.polls.vote(id, { userId: asUser(7), options: [bytes(1), bytes(2)], date: 10 })
        await tx.polls.vote(id, { userId: asUser(8), options: [bytes(1)], date: 20 })
        await tx.polls.vote(id, { userId: asUser(9), options: [bytes(2)], date: 30 })
        await tx.polls.vote(id, { userId: asUser(9), options: [], date: 40 })
        await tx.polls.addHolder(id, { box: asUser(7), id: 1 })
        await tx.polls.addHolder(id, { box: asUser(7), id: 1 })
      })
      expect(await store().read.polls.get(id)).toMatchObject({ owner: asUser(7), closeAt: 50, unreadVotes: false })
      expect(await store().read.polls.heldBy(id, asUser(7))).toEqual([1])
      expect(await store().read.polls.heldBy(id, asUser(8))).toEqual([])
      expect(await store().read.polls.tally(id)).toEqual([
        { option: bytes(1), voters: 2 },
        { option: bytes(2), voters: 1 },
      ])
      expect(await store().read.polls.voterCount(id)).toBe(2)
      expect(await store().read.polls.voteOf(id, asUser(9))).toBeUndefined()
      const latest = await store().read.polls.votes(id, { offset: 0, limit: 9 })
      expect(latest.map(({ userId, options }) => [userId, options.length])).toEqual([
        [8, 1],
        [7, 2],
      ])
      expect(await store().read.polls.votes(id, { option: bytes(2), offset: 0, limit: 9 })).toMatchObject([
        { userId: asUser(7) },
      ])
      expect(await store().read.polls.holders(id, 9)).toEqual([{ box: asUser(7), id: 1 }])
      expect(await store().read.polls.due(49, 9)).toEqual([])
      expect((await store().read.polls.due(50, 9)).map((poll) => poll.id)).toEqual([id])
      await store().transaction(async (tx) => {
        await tx.polls.setUnreadVotes(id, true)
        await tx.polls.put({ id, owner: asUser(7), data: bytes(2) })
      })
      const changed = { id, owner: asUser(7), data: bytes(2), closeAt: undefined, unreadVotes: true }
      expect(await store().read.polls.get(id)).toEqual(changed)
      await store().transaction((tx) => tx.polls.setUnreadVotes(id, false))
      expect(await store().read.polls.get(id)).toMatchObject({ unreadVotes: false })
    })

    it('knows the polls to be checked, and forgets one with its votes', async () => {
      await store().transaction(async (tx) => {
        for (const [id, checkAt] of [
          [1n, 60],
          [2n, 50],
          [3n, 70],
          [4n, undefined],
        ] as const) {
          await tx.polls.put({ id, owner: asUser(7), data: bytes(1), checkAt })
        }
        for (const id of [1, 2, 3]) await tx.polls.addHolder(2n, { box: asUser(7), id })
        await tx.polls.removeHolders(2n, [
          { box: asUser(7), id: 1 },
          { box: asUser(7), id: 3 },
        ])
        await tx.polls.vote(2n, { userId: asUser(7), options: [bytes(1)], date: 10 })
      })
      const { polls } = store().read
      expect((await polls.toCheck(60, 9)).map((poll) => [poll.id, poll.checkAt])).toEqual([
        [2n, 50],
        [1n, 60],
      ])
      expect(await polls.toCheck(60, 1)).toHaveLength(1)
      expect(await polls.holders(2n, 9)).toEqual([{ box: asUser(7), id: 2 }])
      await store().transaction((tx) => tx.polls.remove(2n))
      expect(await polls.get(2n)).toBeUndefined()
      expect([await polls.holders(2n, 9), await polls.voterCount(2n)]).toEqual([[], 0])
      expect(await polls.get(1n)).toBeDefined()
    })
  })
}
