import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChannelId, UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import type { ChannelMember } from '../domain/channels/channel-members.ts'
import { firstPts } from '../domain/chats/boxes.ts'
import type { DialogQuery, DialogRecord } from '../domain/lists/dialogs.ts'
import type { Store, Transaction } from '../store.ts'
import { addUser, append } from './fixtures.ts'

type Posting = Partial<Pick<ChannelMember, 'role' | 'present' | 'date' | 'availableMinId' | 'readInboxMaxId'>>

export function channelsContract(store: () => Store): void {
  const create = (creator: UserId, title = 'A channel'): Promise<ChannelId> =>
    store().transaction(async (tx) => {
      const { id } = await tx.channels.create({ kind: 'megagroup', title, about: '', creator, createdAt: 1_000 })
      return id
    })

  const enter = (tx: Transaction, channel: ChannelId, userId: UserId, more: Posting = {}): Promise<void> =>
    tx.channelMembers.put({
      ...{ channel, userId, role: 'member', present: true, date: 1_000, adminRights: 0 },
      ...{ bannedRights: 0, bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0, ...more },
    })

  const post = async (tx: Transaction, channel: ChannelId, from: UserId, date?: number): Promise<number> => {
    const where = { box: channel, peer: channel, from, out: false }
    const { id } = await append(tx, date === undefined ? where : { ...where, date })
    await tx.channelMembers.notePost(channel, from, id)
    return id
  }

  describe('channels', () => {
    it('have ids of their own that are never given twice, a box, and the name that was assigned', async () => {
      const creator = await addUser(store(), '1')
      const [first, second] = [await create(creator), await create(creator, 'Another')]
      expect(second).toBeLessThan(first)
      expect(first).toBeLessThan(-(10 ** 12) - 10 ** 9)
      expect(await store().read.boxes.state(first)).toMatchObject({ pts: firstPts, lastMessageId: 0 })
      await store().transaction(async (tx) => {
        await tx.usernames.assign(second, 'Another_One')
        await tx.channels.setAbout(second, 'about it')
        await tx.channels.setSwitches(second, { signatures: true, noforwards: true })
        await tx.channels.setSwitches(second, { noforwards: false })
      })
      expect(await store().read.usernames.resolve('another_one')).toBe(second)
      expect(await store().read.channels.publicOf(creator)).toEqual([await store().read.channels.get(second)])
      expect(await store().read.channels.get(second)).toMatchObject({
        ...{ id: second, title: 'Another', about: 'about it', username: 'Another_One', kind: 'megagroup' },
        ...{ signatures: true, noforwards: false, preHistoryHidden: false, deleted: false },
      })

      await store().transaction((tx) => tx.channels.markDeleted(second))
      expect(await store().read.channels.get(second)).toMatchObject({ title: '', about: '', deleted: true })
      expect(await store().read.usernames.resolve('another_one')).toBeUndefined()
      expect(await create(creator)).toBeLessThan(second)
    })

    it('count how often their posts are looked at and passed on', async () => {
      const channel = await create(await addUser(store(), '1'))
      await store().transaction((tx) => tx.channels.addViews(channel, [1, 2]))
      await store().transaction((tx) => tx.channels.addViews(channel, [2]))
      await store().transaction((tx) => tx.channels.addForwards(channel, [2, 4]))
      const other = await create(await addUser(store(), '2'))
      await store().transaction((tx) => tx.channels.addViews(other, [2]))
      const asked = [1, 2, 3, 4].map((id) => ({ channel, id }))
      const counts = await store().read.channels.counts([...asked, { channel: other, id: 2 }])
      expect(counts.sort((x, y) => y.channel - x.channel || x.id - y.id)).toEqual([
        { channel, id: 1, views: 1, forwards: 0 },
        { channel, id: 2, views: 2, forwards: 1 },
        { channel, id: 4, views: 0, forwards: 1 },
        { channel: other, id: 2, views: 1, forwards: 0 },
      ])
      expect(await store().read.channels.counts([])).toEqual([])
    })

    it('are found by words of their titles once they are public, the largest first', async () => {
      const creator = await addUser(store(), '1')
      const [small, large, hidden] = [await create(creator), await create(creator), await create(creator)]
      await store().transaction(async (tx) => {
        for (const [at, channel] of [small, large].entries()) await tx.usernames.assign(channel, `Public_${at}`)
        await enter(tx, large, creator)
        await tx.titleWords.put(small, ['chess', 'club', 'of', 'ada'])
        await tx.titleWords.put(large, ['chest', 'nuts', 'club'])
        await tx.titleWords.put(hidden, ['chess'])
      })
      const titled = (...words: string[]): Promise<ChannelId[]> => store().read.titleWords.titled(words, 9)
      expect(await titled('che')).toEqual([large, small])
      expect(await store().read.titleWords.titled(['che'], 1)).toEqual([large])
      expect(await titled('chess')).toEqual([small])
      expect(await titled('clu', 'ad')).toEqual([small])
      expect(await titled('clu', 'zzz')).toEqual([])
      expect(await titled('hess')).toEqual([])
      expect(await titled()).toEqual([])
      await store().transaction(async (tx) => {
        await tx.titleWords.put(small, ['go'])
        await tx.channels.markDeleted(large)
      })
      expect(await titled('che')).toEqual([])
      expect(await titled('go')).toEqual([small])
    })

    it('know who is in them, and count each kind', async () => {
      const channel = await create(await addUser(store(), '1'))
      const people = await Promise.all(['2', '3', '4', '5'].map((phone) => addUser(store(), phone)))
      const [a, b, c, d] = [person(people, 0), person(people, 1), person(people, 2), person(people, 3)]
      await store().transaction(async (tx) => {
        await enter(tx, channel, a, { role: 'creator', date: 1 })
        await enter(tx, channel, b, { role: 'admin', date: 2 })
        await enter(tx, channel, c, { date: 3 })
        await enter(tx, channel, d, { date: 4 })
      })
      const counts = async (): Promise<unknown> => {
        const { members, admins, restricted, banned } = (await store().read.channels.get(channel)) ?? {}
        return [members, admins, restricted, banned]
      }
      const listed = async (list: 'recent' | 'admins' | 'restricted' | 'banned', offset = 0): Promise<UserId[]> =>
        (await store().read.channelMembers.page({ channel, list, offset, limit: 3 })).map(({ userId }) => userId)
      expect(await counts()).toEqual([4, 2, 0, 0])
      expect(await listed('recent')).toEqual([d, c, b])
      expect(await listed('recent', 3)).toEqual([a])
      expect(await listed('admins')).toEqual([a, b])

      await store().transaction(async (tx) => {
        await enter(tx, channel, b, { present: false, date: 9 })
        await enter(tx, channel, c, { role: 'restricted', date: 3 })
        await enter(tx, channel, d, { role: 'banned', present: false, date: 9 })
      })
      expect(await counts()).toEqual([2, 1, 1, 1])
      expect(await listed('recent')).toEqual([c, a])
      expect(await listed('restricted')).toEqual([c])
      expect(await listed('banned')).toEqual([d])
      expect(await store().read.channelMembers.channelsOf(c)).toEqual([channel])
      expect(await store().read.channelMembers.channelsOf(d)).toEqual([])
      const left = (userId: UserId, offset = 0) => store().read.channelMembers.left(userId, { offset, limit: 10 })
      expect(await left(b)).toEqual({ channels: [channel], count: 1 })
      expect(await left(b, 1)).toEqual({ channels: [], count: 1 })
      for (const other of [a, c, d]) expect(await left(other)).toEqual({ channels: [], count: 0 })
      expect(await store().read.channelMembers.inMany(d, [channel])).toMatchObject([{ role: 'banned', userId: d }])
    })

    it('find members by how a name begins', async () => {
      const channel = await create(await addUser(store(), '1'))
      const named = (firstName: string, lastName: string, username?: string): Promise<UserId> =>
        store().transaction(async (tx) => {
          const { id } = await tx.users.create({ phone: `${firstName}${lastName}`, firstName, lastName, createdAt: 1 })
          if (username !== undefined) await tx.usernames.assign(id, username)
          await enter(tx, channel, id, { date: id })
          return id
        })
      const ivan = await named('Иван', 'Petrov')
      const peter = await named('Peter', '', 'the_piper')
      await store().transaction((tx) => tx.users.create({ phone: 'x', firstName: 'Pet', lastName: '', createdAt: 1 }))
      const found = async (prefix: string): Promise<UserId[]> => {
        const page = { channel, list: 'recent', offset: 0, limit: 9, prefix } as const
        return (await store().read.channelMembers.search(page)).map(({ userId }) => userId)
      }
      expect(await found('pet')).toEqual([peter, ivan])
      expect(await found('иВ')).toEqual([ivan])
      expect(await found('The_p')).toEqual([peter])
      expect(await found('ter')).toEqual([])
      // In a large channel it is not the members that are gone through, but the names.
      await store().transaction(async (tx) => {
        for (let i = 0; i < 5_001; i++) await enter(tx, channel, asUser(10_000_000 + i))
      })
      expect(await found('pet')).toEqual([peter, ivan])
      expect(await found('иВ')).toEqual([ivan])
      expect(await found('The_p')).toEqual([peter])
      expect(await found('ter')).toEqual([])
    })
  })

  describe('dialogs with channels', () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('post' as const), who: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: fc.nat(), count: fc.nat(5) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), who: fc.nat(2), at: fc.nat() }) },
    )

    it('count what is unread right, whatever is posted, read and deleted, without a row for each', async () => {
      let phone = 0
      const run = fc.record({
        steps: fc.array(step, { maxLength: 60 }),
        filler: fc.constantFrom<number[]>(0, 1020, 2046),
      })
      await fc.assert(
        fc.asyncProperty(run, async ({ steps, filler }) => {
          const people = [await addUser(store(), String(++phone)), await addUser(store(), String(++phone))]
          people.push(await addUser(store(), String(++phone)))
          const channel = await create(person(people, 0))
          const log = new Map<number, UserId>()
          const marks = people.map(() => 0)
          let last = filler
          await store().transaction(async (tx) => {
            for (const who of people) await enter(tx, channel, who, { availableMinId: filler })
            // Numbers that were given and taken away again, so that the others lie across a border of blocks.
            if (filler > 0) await tx.boxes.advance([{ box: channel, pts: filler, messages: filler }])
          })
          for (const one of steps) {
            await store().transaction(async (tx) => {
              if (one.kind === 'post') {
                const author = person(people, one.who)
                last = await post(tx, channel, author)
                log.set(last, author)
                if (marks[one.who] === last - 1) marks[one.who] = last
              } else if (one.kind === 'delete') {
                const ids = [...log.keys()].filter((id) => id >= (one.at % 60) + filler).slice(0, one.count)
                for (const id of ids) log.delete(id)
                await tx.messages.remove(channel, ids)
                const newest = [...log.keys()].at(-1) ?? 0
                await tx.dialogs.recordRemoval(channel, channel, {
                  ...{ topMessage: newest, topDate: newest === 0 ? 0 : 1_000 + newest, unreadCount: 0 },
                  removed: ids.length,
                })
              } else {
                const upTo = filler + (one.at % 60)
                if (upTo <= Math.max(marks[one.who] ?? 0, filler) || upTo > last) return
                marks[one.who] = upTo
                await tx.channelMembers.setRead(channel, person(people, one.who), upTo)
              }
            })
          }
          for (const [at, who] of people.entries()) {
            const mark = Math.max(marks[at] ?? 0, filler)
            const unread = [...log].filter(([id, author]) => id > mark && author !== who).length
            const dialog = await store().read.dialogs.get(who, channel)
            expect(dialog?.unreadCount ?? 0, `of person ${at}`).toBe(unread)
            expect(dialog?.topMessage ?? 0).toBe([...log.keys()].at(-1) ?? 0)
          }
        }),
        { numRuns: 120 },
      )
    })

    it('count nothing of what somebody said before going and coming back', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const channel = await create(a)
      await store().transaction(async (tx) => {
        for (const person of [a, b]) await enter(tx, channel, person)
        await post(tx, channel, a)
        // It is below what is read, but what came before it is not.
        await post(tx, channel, b)
        await enter(tx, channel, b, { present: false })
        await enter(tx, channel, b, { readInboxMaxId: 2 })
        await post(tx, channel, a)
      })
      expect(await store().read.dialogs.get(b, channel)).toMatchObject({ unreadCount: 1 })
    })

    it('tell each how far the others have read', async () => {
      const [a, b, c] = [await addUser(store(), '1'), await addUser(store(), '2'), await addUser(store(), '3')]
      const channel = await create(a)
      await store().transaction(async (tx) => {
        for (const person of [a, b, c]) await enter(tx, channel, person)
        for (let i = 0; i < 9; i++) await post(tx, channel, a)
        expect(await tx.channelMembers.setRead(channel, b, 4)).toEqual({ outboxBefore: 0, outboxAfter: 4 })
        expect(await tx.channelMembers.setRead(channel, c, 2)).toEqual({ outboxBefore: 4, outboxAfter: 4 })
      })
      const outbox = async (person: UserId): Promise<number | undefined> =>
        (await store().read.dialogs.get(person, channel))?.readOutboxMaxId
      expect([await outbox(a), await outbox(b), await outbox(c)]).toEqual([4, 2, 4])
    })

    it('page together with private ones, each once and in order, also where numbers and dates are the same', async () => {
      const me = await addUser(store(), '1')
      const other = await addUser(store(), '2')
      const expected: DialogRecord['peer'][] = []
      for (let i = 0; i < 6; i++) {
        const channel = await create(other)
        await store().transaction(async (tx) => {
          await enter(tx, channel, me)
          await enter(tx, channel, other)
          await post(tx, channel, other, i < 3 ? 5_000 : 5_000 + i)
        })
        expected.push(channel)
      }
      await store().transaction(async (tx) => {
        await append(tx, { box: me, peer: other, from: other, out: false, date: 5_000 })
        await append(tx, { box: me, peer: asUser(99), out: true, date: 5_004 })
        await enter(tx, await createIn(tx, other), other)
      })
      const seen: DialogRecord[] = []
      let query: DialogQuery = { offsetDate: 0, offsetId: 0, limit: 2 }
      for (let page = await store().read.dialogs.page(me, query); page.length > 0; ) {
        seen.push(...page)
        const end = page.at(-1)
        if (end === undefined) break
        query = { offsetDate: end.topDate, offsetId: end.topMessage, offsetPeer: end.peer, limit: 2 }
        page = await store().read.dialogs.page(me, query)
      }
      expect(seen.map(({ peer }) => peer).sort()).toEqual([...expected, other, asUser(99)].sort())
      expect(seen.map(({ topDate }) => topDate)).toEqual(seen.map(({ topDate }) => topDate).sort((x, y) => y - x))
      expect((await store().read.dialogs.totals(me)).count).toBe(8)
      expect(seen.filter(({ unreadCount }) => unreadCount === 1)).toHaveLength(7)
    })
  })

  const createIn = async (tx: Transaction, creator: UserId): Promise<ChannelId> =>
    (await tx.channels.create({ kind: 'broadcast', title: 'Elsewhere', about: '', creator, createdAt: 1 })).id
}

function person(people: readonly UserId[], at: number): UserId {
  const found = people[at]
  if (found === undefined) throw new RangeError(`there is no person ${at}`)
  return found
}
