import { describe, expect, it } from 'vitest'
import { botFatherId, type UserId } from '../../ids.ts'
import type { BotQuery } from '../domain/people/bot-queries.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

const traits = { infoVersion: 1, joinsGroups: true, seesAll: false, inlineGeo: false }

async function addBot(store: Store, owner?: Awaited<ReturnType<typeof addUser>>) {
  return store.transaction((tx) =>
    tx.users.create({ phone: undefined, firstName: 'Bot', lastName: '', createdAt: 1_000, bot: { ...traits, owner } }),
  )
}

export function botsContract(store: () => Store): void {
  describe('bots', () => {
    it('are accounts without a number, listed by owner and by id, until they are deleted', async () => {
      const owner = await addUser(store(), '1')
      const mine = await addBot(store(), owner)
      const other = await addBot(store())
      const { read } = store()
      const ids = async (page: Parameters<typeof read.users.bots>[0]) =>
        (await read.users.bots(page)).map(({ id }) => id)
      expect(await ids({ owner, after: 0, limit: 10 })).toEqual([mine.id])
      expect(await ids({ after: 0, limit: 10 })).toEqual([botFatherId, mine.id, other.id])
      expect(await ids({ after: mine.id, limit: 10 })).toEqual([other.id])
      const changed = { ...traits, owner, infoVersion: 2, joinsGroups: false, seesAll: true, inlinePlaceholder: 'ask' }
      await store().transaction((tx) => tx.users.setBot(mine.id, changed))
      expect((await read.users.get(mine.id))?.bot).toEqual(changed)
      expect(await read.correspondence.between(owner, mine.id)).toMatchObject({
        active: true,
        fromBot: false,
        toBot: true,
      })
      await store().transaction((tx) => tx.users.markDeleted(mine.id, 2_000))
      expect((await read.users.get(mine.id))?.bot).toBeUndefined()
      expect(await ids({ owner, after: 0, limit: 10 })).toEqual([])
      expect(await read.correspondence.between(owner, mine.id)).toMatchObject({ active: false, toBot: false })
      expect(await read.users.ended(Number.MAX_SAFE_INTEGER, 10)).toEqual([owner])
    })

    it('have commands by scope and language, texts, menus and conversations, which can be taken away', async () => {
      const { id: userId } = await addBot(store())
      const person = await addUser(store(), '1')
      const [one, two] = [Uint8Array.of(1), Uint8Array.of(2)]
      const key = { userId, scope: 'default', lang: '' }
      const texts = { name: 'A', about: 'B', description: 'C' }
      await store().transaction(async (tx) => {
        await tx.bots.setCommands(key, one)
        await tx.bots.setCommands({ ...key, scope: 'users', lang: 'de' }, two)
        await tx.bots.setTexts(userId, 'de', texts)
        await tx.bots.setMenu(userId, 0, one)
        await tx.bots.setConversation(userId, person, '{}')
      })
      const { bots } = store().read
      expect(await bots.commands(key)).toEqual(one)
      expect(await bots.commands({ ...key, lang: 'de' })).toBeUndefined()
      const [inGerman, otherwise] = [
        { scope: 'users', lang: 'de' },
        { scope: 'default', lang: '' },
      ]
      expect(await bots.firstCommands(userId, [inGerman, otherwise])).toEqual(two)
      expect(await bots.firstCommands(userId, [otherwise, inGerman])).toEqual(one)
      expect(await bots.texts(userId, 'de')).toEqual(texts)
      expect(await bots.menu(userId, 0)).toEqual(one)
      expect(await bots.menu(userId, person)).toBeUndefined()
      expect(await bots.conversation(userId, person)).toBe('{}')
      expect(await bots.count(userId)).toEqual({ commands: 2, texts: 1, menus: 1 })
      await store().transaction(async (tx) => {
        await tx.bots.setCommands(key, undefined)
        await tx.bots.setTexts(userId, 'de', { name: '', about: '', description: '' })
        await tx.bots.setMenu(userId, 0, undefined)
        await tx.bots.setConversation(userId, person, undefined)
      })
      expect(await bots.count(userId)).toEqual({ commands: 1, texts: 0, menus: 0 })
      expect(await bots.conversation(userId, person)).toBeUndefined()
    })

    it('are told what happened in its order, once', async () => {
      const [one, other] = [await addBot(store()), await addBot(store())]
      const event = (bot: UserId, number: number) => ({ bot, update: Uint8Array.of(number) })
      const events = [event(one.id, 1), event(other.id, 2), event(one.id, 3)]
      expect(await store().read.botEvents.any()).toBe(false)
      await store().transaction(async (tx) => {
        for (const each of events) await tx.botEvents.add(each)
      })
      expect(await store().read.botEvents.any()).toBe(true)
      expect(await store().transaction((tx) => tx.botEvents.take(2))).toEqual(events.slice(0, 2))
      expect(await store().transaction((tx) => tx.botEvents.take(2))).toEqual(events.slice(2))
      expect(await store().transaction((tx) => tx.botEvents.take(2))).toEqual([])
    })

    it('are asked questions, whose answers are found by what was asked as long as they hold', async () => {
      const { id: bot } = await addBot(store())
      const userId = await addUser(store(), '1')
      const query: BotQuery = {
        ...{ id: -(1n << 62n), bot, userId, asked: Uint8Array.of(1), cachedUntil: 0, expiresAt: 100 },
      }
      await store().transaction((tx) => tx.botQueries.put(query))
      const { botQueries } = store().read
      expect(await botQueries.get(query.id)).toEqual(query)
      expect(await botQueries.countOf(userId)).toBe(1)
      const answered = { ...query, results: Uint8Array.of(2), cacheKey: 'all', cachedUntil: 50 }
      await store().transaction((tx) => tx.botQueries.put(answered))
      expect(await botQueries.cached(['mine', 'all'], 49)).toEqual(answered)
      expect(await botQueries.cached(['mine', 'all'], 50)).toBeUndefined()
      expect(await botQueries.cached(['mine'], 49)).toBeUndefined()
      expect(await store().transaction((tx) => tx.botQueries.removeExpired(99, 10))).toBe(0)
      expect(await store().transaction((tx) => tx.botQueries.removeExpired(100, 10))).toBe(1)
      expect(await botQueries.get(query.id)).toBeUndefined()
    })
  })
}
