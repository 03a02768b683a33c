import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelId, UserId } from '../../ids.ts'
import type { TopicRecord } from '../domain/channels/topics.ts'
import type { Store } from '../store.ts'
import { cut, pages } from './chats.ts'
import { addUser, append } from './fixtures.ts'

export function threadsContract(store: () => Store): void {
  const person = (phone: string): Promise<UserId> => addUser(store(), phone)
  const createGroup = (creator: UserId): Promise<ChannelId> =>
    store().transaction(async (tx) => {
      const { id } = await tx.channels.create({ kind: 'megagroup', title: '', about: '', creator, createdAt: 1_000 })
      return id
    })

  describe('threads', () => {
    it('are cut into pages as chats are, and searched', async () => {
      const creator = await addUser(store(), '1')
      const other = await addUser(store(), '2')
      const ids: number[] = []
      const channel = await store().transaction(async (tx): Promise<ChannelId> => {
        const made = { kind: 'megagroup', title: '', about: '', creator, createdAt: 1_000 } as const
        const { id: box } = await tx.channels.create(made)
        for (let i = 0; i < 50; i++) {
          const thread = i % 3 === 0 ? undefined : i % 3
          const from = i % 2 === 0 ? creator : other
          const { id } = await append(tx, { box, peer: box, from, out: false, ...(thread && { thread }) })
          if (thread === 2) ids.push(id)
        }
        return box
      })
      const [first = 0] = ids
      expect(await store().read.messages.get(channel, first)).toMatchObject({ thread: 2 })
      const began = await store().read.messages.get(channel, 1)
      expect(began).toBeDefined()
      expect(began?.thread).toBeUndefined()
      const cutsAsListed = (): Promise<void> =>
        fc.assert(
          fc.asyncProperty(pages, async (query) => {
            const page = await store().read.messages.history({ box: channel, peer: channel, thread: 2, ...query })
            expect(page.map(({ id }) => id)).toEqual(cut(ids, query))
          }),
          { numRuns: 150 },
        )
      await cutsAsListed()
      const search = { box: channel, peer: channel, words: [], marks: [], from: other, minDate: 0, maxDate: 0 }
      const found = await store().read.messageSearch.find({ ...search, thread: 2 }, 100)
      expect(found.map(({ id }) => id)).toEqual(ids.filter((id) => id % 2 === 0).reverse())
      // What the writing side has looked at stands in another place than what has only come.
      await store().transaction(async (tx) => {
        await tx.messages.get(channel, first)
      })
      await cutsAsListed()
    })

    it('count what is said in them, and who said the last of it', async () => {
      const [a, b, c, d] = [await person('1'), await person('2'), await person('3'), await person('4')]
      const channel = await createGroup(a)
      const root = { channel, id: 1 }
      await store().transaction(async (tx) => {
        await append(tx, { box: channel, peer: channel, from: a, out: false })
        for (const from of [a, b, b, c, a, d, c]) {
          const { id } = await append(tx, { box: channel, peer: channel, from, out: false, thread: 1 })
          await tx.threads.addReply(channel, 1, { id, from })
        }
      })
      const { read } = store()
      expect(await read.threads.many([root, { channel, id: 2 }])).toMatchObject([
        { channel, root: 1, replies: 7, lastId: 8, repliers: [c, d, a], readMaxId: 0 },
      ])
      expect(await read.threads.countUnread(a, { channel, thread: 1, above: 0 })).toBe(5)
      expect(await read.threads.countUnread(a, { channel, thread: 1, above: 4 })).toBe(3)
      await store().transaction(async (tx) => {
        await tx.messages.remove(channel, [7, 8])
        await tx.threads.setTail(channel, 1, { removed: 2, lastId: 6, repliers: [a, c, b] })
        expect(await tx.threads.countUnread(a, { channel, thread: 1, above: 0 })).toBe(3)
      })
      expect(await read.threads.get(channel, 1)).toMatchObject({ replies: 5, lastId: 6, repliers: [a, c, b] })
      await store().transaction((tx) => tx.threads.remove(channel, 1))
      expect(await read.threads.get(channel, 1)).toBeUndefined()
    })

    it('remember how far each was read by whom, and how far by others than one', async () => {
      const [a, b, c] = [await person('1'), await person('2'), await person('3')]
      const channel = await createGroup(a)
      await store().transaction((tx) => tx.threads.addReply(channel, 1, { id: 2, from: a }))
      const reads = (userId: UserId, maxId: number, told = true): Promise<unknown> =>
        store().transaction((tx) => tx.threads.setRead({ userId, channel, thread: 1, maxId, told }))
      expect(await reads(b, 4)).toEqual({ outboxBefore: 0, outboxAfter: 4 })
      expect(await reads(a, 3)).toEqual({ outboxBefore: 4, outboxAfter: 4 })
      expect(await reads(c, 9, false)).toEqual({ outboxBefore: 0, outboxAfter: 0 })
      expect(await store().read.threads.get(channel, 1)).toMatchObject({ readMaxId: 4, readMaxBy: b, readSecondId: 3 })
      const root = { channel, id: 1 }
      expect(await store().read.threads.readMarks(a, [root, { channel, id: 5 }])).toEqual([
        { channel, root: 1, maxId: 3 },
      ])
      expect(await store().read.threads.readMarks(c, [root])).toEqual([{ channel, root: 1, maxId: 9 }])
    })

    it('of posts are found by the post and by its copy, until that goes', async () => {
      const creator = await person('1')
      const [broadcast, megagroup] = [await createGroup(creator), await createGroup(creator)]
      const discussed = { broadcast, post: 5, megagroup, id: 7, root: 6 }
      await store().transaction(async (tx) => {
        await tx.discussedPosts.add(discussed)
        await tx.channels.link(broadcast, megagroup)
      })
      const { read } = store()
      const posts = [
        { channel: broadcast, id: 4 },
        { channel: broadcast, id: 5 },
      ]
      expect(await read.discussedPosts.ofPosts(posts)).toEqual([discussed])
      expect(await read.discussedPosts.ofCopies(megagroup, [5, 7])).toEqual([discussed])
      expect(await read.channels.get(megagroup)).toMatchObject({ linked: broadcast })
      const other = await createGroup(creator)
      await store().transaction((tx) => tx.channels.link(broadcast, other))
      expect(await read.channels.get(megagroup)).toMatchObject({ linked: undefined })
      await store().transaction((tx) => tx.channels.markDeleted(other))
      expect(await read.channels.get(broadcast)).toMatchObject({ linked: undefined })
      await store().transaction((tx) => tx.discussedPosts.removeCopies(megagroup, [7]))
      expect(await read.discussedPosts.ofPosts(posts)).toEqual([])
    })
  })

  describe('topics', () => {
    const topic = (channel: ChannelId, id: number, creator: UserId): TopicRecord => ({
      ...{
        channel,
        id,
        title: `Topic ${id}`,
        iconColor: 0x6f_b9_f0,
        iconEmojiId: 2n ** 62n + 1n,
        creator,
        date: 1_000,
      },
      ...{ closed: false, hidden: false, pinned: 0, topMessage: id },
    })

    it('are listed by what was said in them last, those that are pinned apart', async () => {
      const creator = await addUser(store(), '1')
      const channel = await createGroup(creator)
      await store().transaction(async (tx) => {
        for (const id of [1, 2, 3, 4]) await tx.topics.put(topic(channel, id, creator), `topic ${id}`)
        await tx.threads.addReply(channel, 2, { id: 9, from: creator })
        await tx.topics.setPinned(channel, [4, 3])
      })
      const { read } = store()
      expect(await read.topics.get(channel, 2)).toEqual({ ...topic(channel, 2, creator), topMessage: 9 })
      const listed = async (query = '', below?: { topMessage: number; id: number }): Promise<number[]> =>
        (await read.topics.page({ channel, query, below, limit: 10 })).map(({ id }) => id)
      expect(await listed()).toEqual([2, 1])
      expect(await listed('', { topMessage: 9, id: 2 })).toEqual([1])
      expect(await listed('pic 1')).toEqual([1])
      expect((await read.topics.pinned(channel)).map(({ id }) => id)).toEqual([4, 3])
      expect([await read.topics.count(channel, ''), await read.topics.count(channel, 'topic 3')]).toEqual([4, 1])
      await store().transaction(async (tx) => {
        await tx.topics.setPinned(channel, [3])
        await tx.topics.put({ ...topic(channel, 2, creator), title: 'New', closed: true, topMessage: 0 }, 'new')
        await tx.topics.remove(channel, 1)
      })
      expect(await listed()).toEqual([2, 4])
      expect(await read.topics.many(channel, [1, 2])).toMatchObject([{ title: 'New', closed: true, topMessage: 9 }])
    })

    it('are unread until all of them are read', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const channel = await createGroup(a)
      await store().transaction(async (tx) => {
        for (const [thread, from] of [
          [1, a],
          [2, a],
          [2, b],
        ] as const) {
          await tx.topics.put(topic(channel, thread, a), '')
          const { id } = await append(tx, { box: channel, peer: channel, from, out: false, thread })
          await tx.threads.addReply(channel, thread, { id, from })
        }
        const isAny = (userId: UserId, above: number): Promise<boolean> => tx.topics.isAnyUnread(userId, channel, above)
        expect([await isAny(b, 0), await isAny(b, 1), await isAny(b, 2), await isAny(a, 0)]).toEqual([
          true,
          true,
          false,
          true,
        ])
        await tx.threads.setRead({ userId: b, channel, thread: 2, maxId: 2, told: true })
        expect([await isAny(b, 0), await isAny(b, 1)]).toEqual([true, false])
      })
    })

    it('are seen as one list of messages by who wants that', async () => {
      const user = await addUser(store(), '1')
      const [one, two] = [await createGroup(user), await createGroup(user)]
      const see = (enabled: boolean): Promise<void> =>
        store().transaction((tx) => tx.topics.seeAsMessages(user, one, enabled))
      await see(true)
      await see(true)
      expect(await store().read.topics.seenAsMessages(user, [one, two])).toEqual(new Set([one]))
      await see(false)
      expect(await store().read.topics.seenAsMessages(user, [one, two])).toEqual(new Set())
    })

    it('keep a draft each', async () => {
      const user = await addUser(store(), '1')
      const peer = await createGroup(user)
      const data = Uint8Array.of(1)
      await store().transaction(async (tx) => {
        for (const topic of [undefined, 5, 6]) await tx.drafts.put(user, { peer, topic, data })
      })
      const { drafts } = store().read
      expect(await drafts.many(user, [peer])).toEqual([{ peer, data }])
      expect(await drafts.inTopics(user, peer, [4, 5])).toEqual([{ peer, topic: 5, data }])
      await store().transaction(async (tx) => {
        expect(await tx.drafts.remove(user, peer, 5)).toBe(true)
        expect(await tx.drafts.remove(user, peer, 5)).toBe(false)
      })
      expect(await drafts.all(user)).toEqual([
        { peer, data },
        { peer, topic: 6, data },
      ])
    })
  })
}
