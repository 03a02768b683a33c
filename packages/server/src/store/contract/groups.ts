import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { GroupRecord } from '../domain/groups/groups.ts'
import type { Store } from '../store.ts'
import { addUser, post } from './fixtures.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

/** A group of people who came one after the other, the first of them its creator. */
async function addGroup(store: Store, people: readonly UserId[], title = 'A group'): Promise<GroupRecord> {
  const [creator] = people
  if (creator === undefined) throw new TypeError('somebody makes the group')
  return store.transaction((tx) =>
    tx.groups.create(
      { title, creator, date: 1_000 },
      people.map((userId, at) => ({ userId, inviter: creator, date: 1_000 + at, admin: false })),
    ),
  )
}

export function groupsContract(store: () => Store): void {
  describe('groups', () => {
    it('know who is in them, in the order in which they came, and who was', async () => {
      const [a, b, c] = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')]
      const { id: chat, version } = await addGroup(store(), [a, b])
      expect(await store().read.groups.get(chat)).toEqual({
        ...{ id: chat, title: 'A group', about: '', creator: a, date: 1_000, version, members: 2 },
        ...{ defaultBanned: undefined, deactivated: false, noforwards: false },
      })
      const joined = await store().transaction((tx) =>
        tx.groups.putMember({ chat, userId: c, inviter: b, date: 900, admin: true, standing: 'in' }),
      )
      expect(joined).toMatchObject({ members: 3, version: version + 1 })
      expect((await store().read.groups.members(chat)).map(({ userId }) => userId)).toEqual([c, a, b])
      const gone = { chat, userId: b, inviter: a, date: 1_001, admin: false, titleThen: 'A group' }
      const left = await store().transaction((tx) => tx.groups.putMember({ ...gone, standing: 'removed' }))
      expect(left).toMatchObject({ members: 2, version: version + 2 })
      expect(await store().read.groups.member(chat, b)).toEqual({ ...gone, standing: 'removed' })
      expect(await store().read.groups.member(chat, c)).toMatchObject({ inviter: b, admin: true, standing: 'in' })
      expect((await store().read.groups.members(chat)).map(({ userId }) => userId)).toEqual([c, a])
    })

    it('change under the next version, all else as it was', async () => {
      const a = await addUser(store(), '1')
      const group = await addGroup(store(), [a])
      const changed = await store().transaction((tx) =>
        tx.groups.change(group.id, { title: 'Another', defaultBanned: bytes(5) }),
      )
      expect(changed).toEqual({ ...group, title: 'Another', defaultBanned: bytes(5), version: group.version + 1 })
      expect(await store().read.groups.get(group.id)).toEqual(changed)
    })

    it('are found by those whom two have in common, the newest first', async () => {
      const [a, b, c] = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')]
      const first = await addGroup(store(), [a, b])
      await addGroup(store(), [a, c])
      const second = await addGroup(store(), [b, a, c])
      const third = await addGroup(store(), [b, a])
      await store().transaction((tx) =>
        tx.groups.putMember({ chat: third.id, userId: a, inviter: b, date: 1, admin: false, standing: 'left' }),
      )
      const { groups } = store().read
      expect(await groups.common(a, b, 0, 9)).toEqual([second.id, first.id])
      expect(await groups.common(a, b, 0, 1)).toEqual([second.id])
      expect(await groups.common(a, b, -second.id, 9)).toEqual([first.id])
      expect(await groups.ofUser(b)).toEqual([first.id, second.id, third.id])
      expect((await groups.many([first.id, third.id])).map(({ id }) => id)).toEqual([first.id, third.id])
      expect((await groups.memberships(a, [third.id, first.id])).map(({ chat, standing }) => [chat, standing])).toEqual(
        [
          [third.id, 'left'],
          [first.id, 'in'],
        ],
      )
    })
  })

  describe('messages of groups', () => {
    it('say once what all copies say, and each copy what is its own', async () => {
      const people = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')]
      const { id: chat } = await addGroup(store(), people)
      const [a, b, c] = await post(store(), chat, people, bytes(1, 2, 3, 4))
      if (a === undefined || b === undefined || c === undefined) throw new TypeError('each has a copy')
      const { read } = store()
      for (const { box, id, data, own } of [a, b, c]) {
        expect(await read.messages.get(box, id)).toMatchObject({ data, own, peer: chat })
      }
      const content = a.own?.content ?? 0
      expect(await read.groupMessages.copies(content)).toEqual([a, b, c].map(({ box, id }) => ({ box, id })))
      expect(await read.groupMessages.latest(chat, 9)).toEqual([content])
      await store().transaction((tx) => tx.groupMessages.replace(content, bytes(5, 6, 7, 8)))
      const history = { box: b.box, peer: chat, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 9, maxId: 0, minId: 0 }
      expect(await read.messages.history(history)).toMatchObject([
        { data: bytes(5, 6, 7, 8), own: { mentioned: true } },
      ])
      expect((await read.boxes.difference(c.box, 0, 9))?.messages).toMatchObject([{ data: bytes(5, 6, 7, 8) }])
    })

    it('let one copy say something else, whatever the others come to say', async () => {
      const people = [await addUser(store(), '1'), await addUser(store(), '2')]
      const { id: chat } = await addGroup(store(), people)
      const [a, b] = await post(store(), chat, people, bytes(1, 2, 3, 4))
      if (a?.own === undefined || b?.own === undefined) throw new TypeError('each has a copy')
      const { own } = b
      await store().transaction(async (tx) => {
        await tx.messages.replaceOwn(b.box, b.id, { ...own, apart: true }, bytes(9, 9, 9, 9))
        await tx.groupMessages.replace(own.content, bytes(5, 6, 7, 8))
      })
      expect((await store().read.messages.get(a.box, a.id))?.data).toEqual(bytes(5, 6, 7, 8))
      const apart = { data: bytes(9, 9, 9, 9), own: { content: own.content, mentioned: true, apart: true } }
      expect(await store().read.messages.get(b.box, b.id)).toMatchObject(apart)
      await store().transaction((tx) => tx.messages.replaceOwn(b.box, b.id, { content: own.content }))
      expect((await store().read.messages.get(b.box, b.id))?.data).toEqual(bytes(5, 6, 7, 8))
    })

    it('are forgotten with the last copy', async () => {
      const people = [await addUser(store(), '1'), await addUser(store(), '2')]
      const { id: chat } = await addGroup(store(), people)
      const [a, b] = await post(store(), chat, people, bytes(1, 2, 3, 4))
      if (a?.own === undefined || b?.own === undefined) throw new TypeError('each has a copy')
      const { content } = a.own
      for (const [{ box, id }, left] of [
        [a, [content]],
        [b, []],
      ] as const) {
        await store().transaction(async (tx) => {
          await tx.messages.remove(box, [id])
          await tx.groupMessages.removeCopies(box, [content])
        })
        expect(await store().read.groupMessages.latest(chat, 9)).toEqual(left)
      }
    })

    it('name the authors of what stands between two marks, by their own numbers', async () => {
      const people = [await addUser(store(), '1'), await addUser(store(), '2')]
      const [a, b] = people
      if (a === undefined || b === undefined) throw new TypeError('there are two')
      const { id: chat } = await addGroup(store(), people)
      for (let i = 0; i < 3; i++) await post(store(), chat, [a, b], bytes(1, 2, 3, 4))
      await post(store(), chat, [b, a], bytes(1, 2, 3, 4))
      const { messages } = store().read
      expect(await messages.authorsBetween(b, chat, 0, 9)).toEqual(new Map([[a, 3]]))
      expect(await messages.authorsBetween(b, chat, 0, 2)).toEqual(new Map([[a, 2]]))
      expect(await messages.authorsBetween(b, chat, 3, 9)).toEqual(new Map())
      expect(await store().transaction((tx) => tx.messages.authorsBetween(a, chat, 0, 9))).toEqual(new Map([[b, 4]]))
    })
  })

  describe('erasing an account', () => {
    it('takes its copies and its memberships, and leaves the others theirs', async () => {
      const people = [await addUser(store(), '1'), await addUser(store(), '2')]
      const [a, b] = people
      if (a === undefined || b === undefined) throw new TypeError('there are two')
      const { id: chat } = await addGroup(store(), people)
      for (let i = 0; i < 3; i++) await post(store(), chat, [a, b], bytes(1, 2, 3, i))
      while (await store().transaction((tx) => tx.users.erase(b, 2)));
      const contents = await store().read.groupMessages.latest(chat, 9)
      expect(contents).toHaveLength(3)
      for (const content of contents) {
        expect(await store().read.groupMessages.copies(content)).toMatchObject([{ box: a }])
      }
      expect(await store().read.groups.member(chat, b)).toBeUndefined()
    })
  })
}
