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
  describe('verifications', () => {
    it('show what their bot says now, beside people and channels, as long as it is a verifier', async () => {
      const [user, bot, other] = [await addUser(store(), '1'), await addBot(store()), await addBot(store())]
      const { read } = store()
      const made = { kind: 'broadcast', title: 't', about: '', creator: user, createdAt: 1 } as const
      const verifier = { bot: bot.id, icon: 7, company: 'Guild', ownWords: true }
      const channel = await store().transaction(async (tx) => {
        const { id } = await tx.channels.create(made)
        await tx.verifications.putVerifier(verifier)
        await tx.verifications.put(user, bot.id, 'own')
        await tx.verifications.put(id, bot.id, undefined)
        return id
      })
      expect(await read.verifications.verifier(bot.id)).toEqual({ ...verifier, description: undefined })
      expect((await read.users.get(user))?.verification).toEqual({
        ...{ bot: bot.id, icon: 7, company: 'Guild', description: 'own' },
      })
      await store().transaction((tx) => tx.verifications.putVerifier({ ...verifier, icon: 8, description: 'all' }))
      expect((await read.channels.get(channel))?.verification).toMatchObject({ icon: 8, description: 'all' })
      expect((await read.channels.many([channel]))[0]?.verification).toMatchObject({ bot: bot.id })
      await store().transaction((tx) => tx.verifications.removeVerifier(bot.id))
      expect((await read.users.many([user]))[0]?.verification).toBeUndefined()
      expect(await read.verifications.by(user)).toBe(bot.id)
      await store().transaction(async (tx) => {
        await tx.verifications.put(user, other.id, undefined)
        await tx.verifications.remove(channel)
      })
      expect(await read.verifications.by(user)).toBe(other.id)
      expect(await read.verifications.by(channel)).toBeUndefined()
    })

    it('go with whoever has one and with the bot that has given it', async () => {
      const [user, bot] = [await addUser(store(), '1'), await addBot(store())]
      await store().transaction(async (tx) => {
        await tx.verifications.putVerifier({ bot: bot.id, icon: 7, company: 'Guild', ownWords: true })
        for (const peer of [user, bot.id]) await tx.verifications.put(peer, bot.id, undefined)
        await tx.users.markDeleted(bot.id, 2_000)
        while (await tx.users.erase(bot.id, 10));
      })
      for (const peer of [user, bot.id]) expect(await store().read.verifications.by(peer)).toBeUndefined()
      expect(await store().read.verifications.verifier(bot.id)).toBeUndefined()
    })
  })

  describe('emoji statuses', () => {
    it('are set by the bots that somebody lets do so', async () => {
      const [user, bot] = [await addUser(store(), '1'), await addBot(store())]
      const { read } = store()
      const allow = (isAllowed: boolean) => store().transaction((tx) => tx.bots.allowStatus(user, bot.id, isAllowed))
      for (let twice = 0; twice < 2; twice++) await allow(true)
      expect(await read.bots.setsStatus(user, bot.id)).toBe(true)
      expect(await read.bots.setsStatus(bot.id, user)).toBe(false)
      expect((await read.bots.count(user)).statuses).toBe(1)
      await allow(false)
      expect(await read.bots.setsStatus(user, bot.id)).toBe(false)
    })
  })

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
      expect((await store().read.users.get(userId))?.names).toEqual(new Map([['de', 'A']]))
      expect((await store().read.users.get(person))?.names).toBeUndefined()
      expect(await bots.menu(userId, 0)).toEqual(one)
      expect(await bots.menu(userId, person)).toBeUndefined()
      expect(await bots.conversation(userId, person)).toBe('{}')
      expect(await bots.count(userId)).toEqual({ commands: 2, texts: 1, menus: 1, statuses: 0 })
      await store().transaction(async (tx) => {
        await tx.bots.setCommands(key, undefined)
        await tx.bots.setTexts(userId, 'de', { name: '', about: '', description: '' })
        await tx.bots.setMenu(userId, 0, undefined)
        await tx.bots.setConversation(userId, person, undefined)
      })
      expect(await bots.count(userId)).toEqual({ commands: 1, texts: 0, menus: 0, statuses: 0 })
      expect((await store().read.users.get(userId))?.names).toBeUndefined()
      expect(await bots.conversation(userId, person)).toBeUndefined()
    })

    it('are reached by all, or by their owner and those who are listed', async () => {
      const [owner, guest, other] = [
        await addUser(store(), '1'),
        await addUser(store(), '2'),
        await addUser(store(), '3'),
      ]
      const { id: bot } = await addBot(store(), owner)
      const record = { userId: bot, tokenSeed: Uint8Array.of(1), groupRights: 0, channelRights: 0, feedback: false }
      const { read } = store()
      const shutOut = () =>
        store().transaction(async (tx) => {
          const all: boolean[] = []
          for (const user of [owner, guest, other]) all.push((await tx.correspondence.between(user, bot)).shutOut)
          return all
        })
      await store().transaction((tx) => tx.bots.put(record))
      expect(await read.bots.access(bot)).toBeUndefined()
      expect(await shutOut()).toEqual([false, false, false])
      await store().transaction((tx) => tx.bots.setAccess(bot, [guest]))
      await store().transaction((tx) => tx.bots.put({ ...record, feedback: true }))
      expect(await read.bots.access(bot)).toEqual([guest])
      expect(await shutOut()).toEqual([false, false, true])
      expect((await read.correspondence.between(bot, other)).shutOut).toBe(false)
      await store().transaction(async (tx) => {
        await tx.users.markDeleted(guest, 2_000)
        while (await tx.users.erase(guest, 10));
      })
      // Nobody is left, and it is still not for all.
      expect(await read.bots.access(bot)).toEqual([])
      await store().transaction((tx) => tx.bots.setAccess(bot, undefined))
      expect(await shutOut()).toEqual([false, false, false])
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
