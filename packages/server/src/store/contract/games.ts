import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

export function gamesContract(store: () => Store): void {
  describe('games', () => {
    it('are found by number, and by name in whatever letters; one of the same name takes the other’s place', async () => {
      const bot = await addUser(store(), '1')
      const game = { bot, shortName: 'Chess', title: 'Chess', description: 'For two', photo: undefined }
      await store().transaction((tx) => tx.games.put(game))
      const { games } = store().read
      const found = await games.named(bot, 'cHESS')
      expect(found).toMatchObject(game)
      await store().transaction((tx) => tx.games.put({ ...game, title: 'New', photo: 7 }))
      expect(await games.get(found?.id ?? 0)).toMatchObject({ title: 'New', photo: 7 })
      expect(await games.of(bot)).toHaveLength(1)
      const table = { game: found?.id ?? 0, chat: '1' }
      await store().transaction((tx) => tx.games.setScore(table, bot, 5, 1))
      await store().transaction((tx) => tx.games.remove(table.game))
      expect(await games.named(bot, 'chess')).toBeUndefined()
      expect(await games.score(table, bot)).toBeUndefined()
    })

    it('show the best of a chat, and somebody with those before and after', async () => {
      const users: UserId[] = []
      for (let at = 1; at <= 9; at++) users.push(await addUser(store(), String(at)))
      let game = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }), { minLength: 9, maxLength: 9 }),
          fc.nat({ max: 8 }),
          async (scores, nth) => {
            const table = { game: ++game, chat: 'c' }
            await store().transaction(async (tx) => {
              for (const [at, userId] of users.entries()) {
                await tx.games.setScore(table, userId, 9, 1)
                await tx.games.setScore(table, userId, scores[at], 1)
                await tx.games.setScore({ ...table, chat: 'other' }, userId, 9, 1)
              }
            })
            const userId = users[nth]
            if (userId === undefined) return
            const all = users
              .flatMap((id, at) => (scores[at] === undefined ? [] : [{ userId: id, score: scores[at] }]))
              .sort((a, b) => b.score - a.score || a.userId - b.userId)
              .map((one, at) => ({ position: at + 1, ...one }))
            const own = all.find((one) => one.userId === userId)?.position
            const expected = all.filter(
              ({ position }) => position <= 3 || (own !== undefined && Math.abs(position - own) <= 2),
            )
            expect(await store().read.games.scores(table, userId, 3, 2)).toEqual(expected)
          },
        ),
        { numRuns: 30 },
      )
    })
  })
}
