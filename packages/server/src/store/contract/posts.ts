import { describe, expect, it } from 'vitest'
import type { ChannelId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

const bytes = (value: number): Uint8Array => Uint8Array.of(value)

/** What goes on changing of messages in channels. */
export function postsContract(store: () => Store): void {
  const create = async (): Promise<ChannelId> => {
    const creator = await addUser(store(), '1')
    const { id } = await store().transaction((tx) =>
      tx.channels.create({ kind: 'megagroup', title: 'A channel', about: '', creator, createdAt: 1_000 }),
    )
    return id
  }

  describe('messages of channels', () => {
    it('count the reactions to them, list who gave them, and forget them', async () => {
      const channel = await create()
      const one = { reaction: bytes(1), date: 10, big: true, unread: true }
      await store().transaction(async (tx) => {
        await tx.postReactions.set(channel, 5, asUser(8), [{ ...one, reaction: bytes(2) }])
        await tx.postReactions.set(channel, 5, asUser(7), [
          { ...one, date: 20 },
          { ...one, reaction: bytes(2), date: 20 },
        ])
        await tx.postReactions.set(channel, 6, asUser(7), [one])
        await tx.postReactions.set(channel, 6, asUser(7), [])
        await tx.postReactions.set(channel, 7, asUser(7), [{ ...one, unread: false }])
      })
      const { postReactions } = store().read
      const posts = [5, 6, 7, 8].map((id) => ({ channel, id }))
      expect(await postReactions.counts(posts)).toEqual([
        { channel, id: 5, reaction: bytes(2), count: 2 },
        { channel, id: 5, reaction: bytes(1), count: 1 },
        { channel, id: 7, reaction: bytes(1), count: 1 },
      ])
      expect(await postReactions.counts([])).toEqual([])
      expect((await postReactions.given(posts, asUser(7))).map(({ id, reaction }) => [id, reaction])).toEqual([
        [5, bytes(1)],
        [5, bytes(2)],
        [7, bytes(1)],
      ])
      const page = { channel, id: 5, offset: 0, limit: 9 }
      expect((await postReactions.page(page)).map(({ userId }) => userId)).toEqual([7, 7, 8])
      expect(await postReactions.page({ ...page, reaction: bytes(2), offset: 1 })).toEqual([
        { ...one, channel, id: 5, userId: asUser(8), reaction: bytes(2) },
      ])
      expect(await postReactions.page({ ...page, limit: 1 })).toHaveLength(1)
      expect([await postReactions.hasUnread(channel, 5), await postReactions.hasUnread(channel, 7)]).toEqual([
        true,
        false,
      ])
      expect(await postReactions.reactedBy(channel, asUser(7), 9)).toEqual([7, 5])
      await store().transaction((tx) => tx.postReactions.markRead(channel, [5]))
      expect(await postReactions.hasUnread(channel, 5)).toBe(false)
      await store().transaction((tx) => tx.postReactions.remove(channel, [5]))
      expect((await postReactions.counts(posts)).map(({ id }) => id)).toEqual([7])
      expect(await postReactions.page(page)).toEqual([])
    })

    it('mark whom they concern, by channel and by thread', async () => {
      const channel = await create()
      const [ann, ben] = [asUser(7), asUser(8)]
      await store().transaction(async (tx) => {
        await tx.postMarks.add({ channel, id: 5, marks: ['mention', 'unreadMention'], users: [ann, ben] })
        await tx.postMarks.add({ channel, id: 6, marks: ['mention', 'unreadMention'], users: [ann], thread: 3 })
        await tx.postMarks.add({ channel, id: 6, marks: ['unreadReaction'], users: [ann], thread: 3 })
      })
      const { postMarks } = store().read
      const unread = { userId: ann, channel, mark: 'unreadMention', limit: 9 } as const
      expect(await postMarks.ids(unread)).toEqual([6, 5])
      expect(await postMarks.ids({ ...unread, limit: 1 })).toEqual([6])
      expect(await postMarks.ids({ ...unread, thread: 3 })).toEqual([6])
      expect(await postMarks.counts(ann, [channel], 'unreadMention')).toEqual(new Map([[channel, 2]]))
      expect(await postMarks.counts(ben, [channel], 'unreadReaction')).toEqual(new Map())
      expect(await postMarks.threadCounts(ann, channel, [3, 4], 'unreadReaction')).toEqual(new Map([[3, 1]]))
      expect(await store().transaction((tx) => tx.postMarks.take(ann, channel, [4, 5], 'unreadMention'))).toEqual([5])
      expect(await postMarks.named([5, 6, 7].map((id) => ({ channel, id })))).toEqual([
        { channel, id: 5, userId: ann, unread: false },
        { channel, id: 5, userId: ben, unread: true },
        { channel, id: 6, userId: ann, unread: true },
      ])
      await store().transaction((tx) => tx.postMarks.forgetUnread(ann, channel))
      expect(await postMarks.ids(unread)).toEqual([])
      expect(await postMarks.ids({ ...unread, mark: 'mention' })).toEqual([6, 5])
      await store().transaction((tx) => tx.postMarks.remove(channel, [5]))
      expect(await postMarks.ids({ ...unread, mark: 'mention' })).toEqual([6])
    })

    it('know how many of those who may read them are online', async () => {
      const channel = await create()
      await store().transaction(async (tx) => {
        for (const [user, present, until] of [
          [7, true, 100],
          [8, true, 50],
          [9, false, 100],
        ] as const) {
          await tx.channelMembers.put({
            ...{ channel, userId: asUser(user), role: 'member', present, date: 1, adminRights: 0, bannedRights: 0 },
            ...{ bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0 },
          })
          for (const nth of [1, 2]) {
            const device = { authKeyId: BigInt(user * 10 + nth), process: 'one', sessionId: 1n }
            await tx.presence.put({ ...device, userId: asUser(user), until })
          }
        }
      })
      const { channelMembers } = store().read
      expect([await channelMembers.countOnline(channel, 40), await channelMembers.countOnline(channel, 60)]).toEqual([
        2, 1,
      ])
    })

    it('keep what may be reacted with, how long they stay, and polls that a channel shows', async () => {
      const channel = await create()
      await store().transaction(async (tx) => {
        await tx.channels.setAvailableReactions(channel, { availableReactions: bytes(9), reactionsLimit: 3 })
        await tx.channels.setTtlPeriod(channel, 86_400)
        await tx.autoDelete.expireAt({ box: channel, id: 4 }, 50)
        await tx.polls.put({ id: 1n, owner: asUser(7), data: bytes(1) })
        await tx.polls.addHolder(1n, { box: channel, id: 4 })
        for (const user of [7, 8])
          await tx.polls.vote(1n, { userId: asUser(user), options: [bytes(1), bytes(2)], date: user })
        await tx.polls.vote(1n, { userId: asUser(8), options: [bytes(2)], date: 9 })
      })
      const { channels, autoDelete, polls } = store().read
      const allowed = { availableReactions: bytes(9), reactionsLimit: 3, ttlPeriod: 86_400 }
      expect(await channels.get(channel)).toMatchObject(allowed)
      expect(await autoDelete.expired(50, 9)).toEqual([{ box: channel, id: 4 }])
      expect(await polls.holders(1n, 9)).toEqual([{ box: channel, id: 4 }])
      expect(await polls.heldBy(1n, channel)).toEqual([4])
      expect((await polls.voters(1n, 9)).sort()).toEqual([7, 8])
      expect(await polls.tally(1n)).toEqual([
        { option: bytes(1), voters: 1 },
        { option: bytes(2), voters: 2 },
      ])
      await store().transaction(async (tx) => {
        await tx.channels.setAvailableReactions(channel, {})
        await tx.polls.vote(1n, { userId: asUser(7), options: [], date: 10 })
      })
      expect((await channels.get(channel))?.availableReactions).toBeUndefined()
      expect([await polls.voterCount(1n), await polls.tally(1n)]).toEqual([1, [{ option: bytes(2), voters: 1 }]])
    })
  })
}
