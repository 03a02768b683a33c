import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDraws } from './draws.ts'
import { parsePlan, type SeedPlan } from './plan.ts'
import { dateOf, isByFirst, plannedChat } from './rounds.ts'

const until = 1_900_000_000

const anyPlan: fc.Arbitrary<SeedPlan> = fc
  .record({
    users: fc.integer({ min: 2, max: 40 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    more: fc.nat(300),
    days: fc.integer({ min: 1, max: 40 }),
    seed: fc.string({ minLength: 1, maxLength: 5 }),
  })
  .map(({ users, part, more, days, seed }) => {
    const chats = Math.max(1, Math.floor((part * users * (users - 1)) / 2))
    return parsePlan({ users, chats, messages: chats + more, days, seed })
  })

describe('the chats of a plan', () => {
  it('are of two different users each, no pair twice, and hold all messages', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const draws = createDraws(plan.seed)
        const chats = Array.from({ length: plan.chats }, (_, at) => plannedChat(plan, draws, until, at))
        const pairs = chats.map(({ pair }) => pair.toSorted((a, b) => a - b).join())
        expect(new Set(pairs).size).toBe(plan.chats)
        for (const { pair, messages } of chats) {
          expect(pair[0]).not.toBe(pair[1])
          for (const place of pair) expect(place >= 0 && place < plan.users).toBe(true)
          expect(messages).toBeGreaterThan(0)
        }
        expect(chats.reduce((sum, { messages }) => sum + messages, 0)).toBe(plan.messages)
      }),
    )
  })

  it('go on in the order of their dates for each user, within the days of the plan', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const draws = createDraws(plan.seed)
        const last = new Map<number, number>()
        for (let at = 0; at < plan.chats; at++) {
          const chat = plannedChat(plan, draws, until, at)
          for (let message = 0; message < chat.messages; message++) {
            const date = dateOf(chat, draws, at, message)
            expect(date).toBeGreaterThanOrEqual(until - plan.days * 86_400)
            expect(date).toBeLessThanOrEqual(until)
            for (const user of chat.pair) {
              expect(date).toBeGreaterThanOrEqual(last.get(user) ?? 0)
              last.set(user, date)
            }
          }
        }
      }),
    )
  })

  it('are written by both, in turns of some messages', () => {
    const draws = createDraws('x')
    const turns = Array.from({ length: 1_000 }, (_, at) => isByFirst(draws, 7, at))
    const changes = turns.filter((isFirst, at) => at > 0 && isFirst !== turns[at - 1]).length
    expect(changes).toBeGreaterThan(200)
    expect(changes).toBeLessThan(800)
  })
})
