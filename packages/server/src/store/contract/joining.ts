import { describe, expect, it } from 'vitest'
import type { ChannelId, ChatId, UserId } from '../../ids.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

const digestOf = (number: number): Uint8Array => Uint8Array.of(number, 4, 5, 6)

async function addChannel(store: Store, creator: UserId): Promise<ChannelId> {
  const fields = { kind: 'megagroup', title: 'A group', about: '', creator, createdAt: 1_000 } as const
  return (await store.transaction((tx) => tx.channels.create(fields))).id
}

async function addGroup(store: Store, creator: UserId): Promise<ChatId> {
  const member = { userId: creator, inviter: creator, date: 1_000, admin: false }
  return (await store.transaction((tx) => tx.groups.create({ title: 'A group', creator, date: 1_000 }, [member]))).id
}

/** Slow mode, groups that became supergroups, ranks, and channels that pass to somebody else. */
export function joiningContract(store: () => Store): void {
  describe('joining', () => {
    it('keeps how long one waits in a channel, each switch by itself, and what it was', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const [channel, chat] = [await addChannel(store(), a), await addGroup(store(), a)]
      const { channels } = store().read
      const before = { slowMode: 0, migratedFrom: undefined, joinToSend: false, joinRequest: false, gigagroup: false }
      expect(await channels.get(channel)).toMatchObject({ ...before, stickers: undefined, creator: a })
      await store().transaction(async (tx) => {
        await tx.channels.setSlowMode(channel, 30)
        await tx.channels.setStickers(channel, 2 ** 52 - 1)
        await tx.channels.setMigratedFrom(channel, chat)
        await tx.channels.setSwitches(channel, { joinToSend: true, gigagroup: true, joinRequest: true })
        await tx.channels.setSwitches(channel, { gigagroup: false })
        await tx.channels.setCreator(channel, b)
        await tx.groups.change(chat, { deactivated: true, migratedTo: channel })
      })
      const after = { slowMode: 30, migratedFrom: chat, joinToSend: true, joinRequest: true, gigagroup: false }
      expect(await channels.get(channel)).toMatchObject({ ...after, creator: b, stickers: 2 ** 52 - 1 })
      await store().transaction((tx) => tx.channels.setStickers(channel, undefined))
      expect((await channels.get(channel))?.stickers).toBeUndefined()
      expect(await store().read.groups.get(chat)).toMatchObject({ deactivated: true, migratedTo: channel })
      expect((await store().transaction((tx) => tx.groups.change(chat, { about: 'x' }))).migratedTo).toBe(channel)
      expect(await store().read.groupMessages.ofDeactivated(9)).toEqual([])
    })

    it('keeps what members are called and how they came', async () => {
      const a = await addUser(store(), '1')
      const [channel, chat] = [await addChannel(store(), a), await addGroup(store(), a)]
      const member = { chat, userId: a, inviter: a, date: 1, admin: false, standing: 'in', rank: 'boss' } as const
      await store().transaction(async (tx) => {
        await tx.groups.putMember(member)
        await tx.channelMembers.put({
          ...{ channel, userId: a, role: 'member', present: true, date: 1, adminRights: 0, bannedRights: 0 },
          ...{ bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0, viaRequest: true, rank: 'helper' },
        })
      })
      expect(await store().read.groups.member(chat, a)).toEqual({ ...member, titleThen: undefined })
      expect(await store().read.channelMembers.get(channel, a)).toMatchObject({ viaRequest: true, rank: 'helper' })
    })

    it('knows who may write again when, until that is over', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const channel = await addChannel(store(), a)
      const { slowMode } = store().read
      await store().transaction(async (tx) => {
        await tx.slowMode.setNext(channel, a, 100)
        await tx.slowMode.setNext(channel, b, 90)
        await tx.slowMode.setNext(channel, a, 200)
      })
      expect([await slowMode.next(channel, a), await slowMode.next(channel, b)]).toEqual([200, 90])
      expect(await store().transaction((tx) => tx.slowMode.forget(91, 9))).toBe(1)
      expect([await slowMode.next(channel, a), await slowMode.next(channel, b)]).toEqual([200, undefined])
    })

    it('knows which channels are to pass to whom, the first ones first', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const [one, other] = [await addChannel(store(), a), await addChannel(store(), a)]
      const { creatorDepartures } = store().read
      await store().transaction(async (tx) => {
        await tx.creatorDepartures.put({ channel: one, heir: b, dueAt: 50 })
        await tx.creatorDepartures.put({ channel: other, heir: b, dueAt: 40 })
      })
      expect(await creatorDepartures.due(39, 9)).toEqual([])
      expect((await creatorDepartures.due(50, 9)).map(({ channel }) => channel)).toEqual([other, one])
      expect(await creatorDepartures.due(50, 1)).toEqual([{ channel: other, heir: b, dueAt: 40 }])
      const removed = await store().transaction(async (tx) => [
        await tx.creatorDepartures.remove(one),
        await tx.creatorDepartures.remove(one),
      ])
      expect(removed).toEqual([true, false])
      expect([await creatorDepartures.get(one), await creatorDepartures.get(other)]).toMatchObject([
        undefined,
        { heir: b },
      ])
    })

    it('moves the links of a group with it, has them all ask, and knows who asks without one', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const [channel, chat] = [await addChannel(store(), a), await addGroup(store(), a)]
      const { inviteLinks } = store().read
      const base = { chat, admin: a, date: 1, permanent: false, revoked: false, requestNeeded: false, usage: 0 }
      await store().transaction(async (tx) => {
        await tx.inviteLinks.put({ ...base, digest: digestOf(1), hash: 'one', usageLimit: 5 })
        await tx.inviteLinks.put({ ...base, digest: digestOf(2), hash: 'two', revoked: true, usageLimit: 5 })
        await tx.inviteLinks.putRequest(chat, { userId: b, digest: digestOf(1), date: 10 })
        await tx.inviteLinks.move(chat, channel)
      })
      expect(await inviteLinks.requestCount(chat)).toBe(0)
      expect(await inviteLinks.request(channel, b)).toMatchObject({ digest: digestOf(1) })
      await store().transaction((tx) => tx.inviteLinks.setRequestNeeded(channel, true))
      expect(await inviteLinks.get(digestOf(1))).toMatchObject({ requestNeeded: true, usageLimit: undefined })
      expect(await inviteLinks.get(digestOf(2))).toMatchObject({ requestNeeded: false, usageLimit: 5 })
      await store().transaction(async (tx) => {
        await tx.inviteLinks.setRequestNeeded(channel, false)
        await tx.inviteLinks.putRequest(channel, { userId: a, date: 11 })
      })
      expect(await inviteLinks.get(digestOf(1))).toMatchObject({ chat: channel, requestNeeded: false })
      expect(await inviteLinks.request(channel, a)).toEqual({
        ...{ userId: a, digest: undefined, date: 11, approvedBy: undefined },
      })
      await store().transaction((tx) => tx.inviteLinks.addImporter(channel, { userId: a, date: 12, approvedBy: b }))
      expect(await inviteLinks.request(channel, a)).toBeUndefined()
      expect((await inviteLinks.requests(channel, undefined, undefined, 9)).map(({ userId }) => userId)).toEqual([b])
    })
  })
}
