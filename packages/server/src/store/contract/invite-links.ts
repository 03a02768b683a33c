import { describe, expect, it } from 'vitest'
import type { ChatId } from '../../ids.ts'
import type { InviteLink } from '../domain/groups/invite-links.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

const digestOf = (number: number): Uint8Array => Uint8Array.of(number, 1, 2, 3)

async function addChat(store: Store): Promise<ChatId> {
  const creator = await addUser(store, '900')
  const group = await store.transaction((tx) =>
    tx.groups.create({ title: 'A group', creator, date: 1_000 }, [
      { userId: creator, inviter: creator, date: 1_000, admin: false },
    ]),
  )
  return group.id
}

export function inviteLinksContract(store: () => Store): void {
  describe('invite links', () => {
    it('are found by their digest, changed, listed by their admin with the newest first, and gone', async () => {
      const [a, b, chat] = [await addUser(store(), '1'), await addUser(store(), '2'), await addChat(store())]
      const link = (number: number, more: Partial<InviteLink> = {}): InviteLink => ({
        ...{ digest: digestOf(number), hash: `hash${number}`, chat, admin: a, date: 1_000 + number },
        ...{ permanent: false, revoked: false, requestNeeded: false, usage: 0 },
        ...{ startDate: undefined, expireDate: undefined, usageLimit: undefined, title: undefined },
        ...more,
      })
      const limited = link(2, { startDate: 5, expireDate: 6, usageLimit: 7, title: 'for friends', requestNeeded: true })
      await store().transaction(async (tx) => {
        for (const one of [link(1, { permanent: true }), limited, link(3), link(4), link(5, { admin: b })]) {
          await tx.inviteLinks.put(one)
        }
      })
      const { inviteLinks } = store().read
      expect(await inviteLinks.get(digestOf(2))).toEqual(limited)
      expect(await inviteLinks.get(digestOf(9))).toBeUndefined()
      expect(await inviteLinks.permanent(chat, a)).toEqual(link(1, { permanent: true }))
      expect(await inviteLinks.permanent(chat, b)).toBeUndefined()
      const all = { chat, admin: a, revoked: false }
      const first = await inviteLinks.page({ ...all, limit: 2 })
      expect(first.map(({ hash }) => hash)).toEqual(['hash4', 'hash3'])
      const rest = await inviteLinks.page({ ...all, below: link(3), limit: 2 })
      expect(rest.map(({ hash }) => hash)).toEqual(['hash2'])
      expect(await inviteLinks.count(chat, a, false)).toBe(4)

      await store().transaction(async (tx) => {
        await tx.inviteLinks.put(link(3, { revoked: true }))
        await tx.inviteLinks.put(link(1, { permanent: true, revoked: true }))
      })
      expect(await inviteLinks.permanent(chat, a)).toBeUndefined()
      const revoked = await inviteLinks.page({ ...all, revoked: true, limit: 9 })
      expect(revoked.map(({ hash }) => hash)).toEqual(['hash3', 'hash1'])
      expect(await inviteLinks.admins(chat)).toEqual([
        { admin: a, links: 2, revoked: 2 },
        { admin: b, links: 1, revoked: 0 },
      ])
      expect(await store().transaction((tx) => tx.inviteLinks.removeRevoked(chat, a, 1))).toBe(1)
      expect(await inviteLinks.get(digestOf(1))).toBeUndefined()
      expect(await store().transaction((tx) => tx.inviteLinks.removeRevoked(chat, a, 9))).toBe(1)
      await store().transaction((tx) => tx.inviteLinks.remove(digestOf(2)))
      expect((await inviteLinks.page({ ...all, limit: 9 })).map(({ hash }) => hash)).toEqual(['hash4'])
    })

    it('count who came in by them, know who asks, and forget both when they go', async () => {
      const [a, b, c, chat] = [
        ...[await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')],
        await addChat(store()),
      ] as const
      const base = { chat, admin: a, date: 1, permanent: false, revoked: false, requestNeeded: true, usage: 0 }
      const [one, other] = [digestOf(1), digestOf(2)]
      await store().transaction(async (tx) => {
        await tx.inviteLinks.put({ ...base, digest: one, hash: 'one' })
        await tx.inviteLinks.put({ ...base, digest: other, hash: 'other' })
        await tx.inviteLinks.putRequest(chat, { userId: b, digest: one, date: 10 })
        await tx.inviteLinks.putRequest(chat, { userId: c, digest: other, date: 10 })
        await tx.inviteLinks.putRequest(chat, { userId: a, digest: one, date: 9 })
      })
      const { inviteLinks } = store().read
      expect(await inviteLinks.request(chat, b)).toEqual({ userId: b, digest: one, date: 10, approvedBy: undefined })
      expect((await inviteLinks.requests(chat, undefined, undefined, 9)).map(({ userId }) => userId)).toEqual([c, b, a])
      const below = { date: 10, userId: c }
      expect((await inviteLinks.requests(chat, undefined, below, 1)).map(({ userId }) => userId)).toEqual([b])
      expect((await inviteLinks.requests(chat, one, undefined, 9)).map(({ userId }) => userId)).toEqual([b, a])
      expect([await inviteLinks.requestCount(chat), await inviteLinks.requestCount(chat, other)]).toEqual([3, 1])

      const removed = await store().transaction(async (tx) => {
        await tx.inviteLinks.addImporter(chat, { userId: b, digest: one, date: 20, approvedBy: a })
        await tx.inviteLinks.addImporter(chat, { userId: c, digest: one, date: 21 })
        return [await tx.inviteLinks.removeRequest(chat, a), await tx.inviteLinks.removeRequest(chat, a)]
      })
      expect(removed).toEqual([true, false])
      expect(await inviteLinks.get(one)).toMatchObject({ usage: 2 })
      expect(await inviteLinks.importers(one, undefined, 9)).toEqual([
        { userId: c, digest: one, date: 21, approvedBy: undefined },
        { userId: b, digest: one, date: 20, approvedBy: a },
      ])
      expect((await inviteLinks.importers(one, { date: 21, userId: c }, 9)).map(({ userId }) => userId)).toEqual([b])
      expect(await inviteLinks.requestCount(chat)).toBe(0)

      await store().transaction(async (tx) => {
        await tx.inviteLinks.putRequest(chat, { userId: a, digest: other, date: 30 })
        await tx.inviteLinks.remove(one)
        await tx.inviteLinks.remove(other)
      })
      expect(await inviteLinks.importers(one, undefined, 9)).toEqual([])
      expect(await inviteLinks.request(chat, a)).toBeUndefined()
    })
  })
}
