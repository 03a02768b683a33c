import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDraws } from './draws.ts'
import { conversationsOf, parsePlan, type SeedPlan } from './plan.ts'
import { authorIn, type Conversation, dateOf, isByFirst, plannedChannel, plannedChat, plannedGroup } from './rounds.ts'

const until = 1_900_000_000

const anyPlan: fc.Arbitrary<SeedPlan> = fc
  .record({
    users: fc.integer({ min: 1, max: 40 }),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
    groups: fc.nat(12),
    supergroups: fc.nat(3),
    channels: fc.nat(3),
    size: fc.double({ min: 0, max: 1, noNaN: true }),
    more: fc.nat(300),
    days: fc.integer({ min: 1, max: 40 }),
    seed: fc.string({ minLength: 1, maxLength: 5 }),
  })
  .map(({ users, part, groups, supergroups, channels, size, more, days, seed }) => {
    const chats = Math.floor((part * users * (users - 1)) / 2)
    const groupSize = 1 + Math.floor(size * (users - 1))
    const all = chats + groups + supergroups + channels
    const ofChannels = { supergroups, channels, channelSize: groupSize }
    return parsePlan({
      users,
      chats,
      groups,
      groupSize,
      ...ofChannels,
      messages: all === 0 ? 0 : all + more,
      days,
      seed,
    })
  })

/** All conversations of a plan in their order, each with the places of those who are in it; without channels if so wanted. */
function conversations(
  plan: SeedPlan,
  all = conversationsOf(plan),
): { conversation: Conversation; people: readonly number[] }[] {
  const draws = createDraws(plan.seed)
  return Array.from({ length: all }, (_, at) => {
    if (at < plan.chats) {
      const conversation = plannedChat(plan, draws, until, at)
      return { conversation, people: conversation.pair }
    }
    if (at >= plan.chats + plan.groups) {
      const conversation = plannedChannel(plan, draws, until, at)
      return { conversation, people: conversation.members }
    }
    const conversation = plannedGroup(plan, draws, until, at)
    return { conversation, people: conversation.members }
  })
}

describe('the conversations of a plan', () => {
  it('are of different users each, no pair twice, and hold all messages', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const all = conversations(plan)
        const pairs = all.slice(0, plan.chats).map(({ people }) => people.toSorted((a, b) => a - b).join())
        expect(new Set(pairs).size).toBe(plan.chats)
        for (const [at, { conversation, people }] of all.entries()) {
          expect(new Set(people).size).toBe(at < plan.chats ? 2 : plan.groupSize)
          for (const place of people) expect(place >= 0 && place < plan.users).toBe(true)
          expect(conversation.messages).toBeGreaterThan(0)
        }
        expect(all.reduce((sum, { conversation }) => sum + conversation.messages, 0)).toBe(plan.messages)
      }),
    )
  })

  it('go on in the order of their dates for each user, within the days of the plan', () => {
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const draws = createDraws(plan.seed)
        const last = new Map<number, number>()
        // What is said in channels stands in logs of their own.
        for (const { conversation, people } of conversations(plan, plan.chats + plan.groups)) {
          const dates = Array.from({ length: conversation.messages }, (_, at) => dateOf(conversation, draws, at))
          // A group is made before its first message.
          for (const date of [Math.floor(conversation.from), ...dates]) {
            expect(date).toBeGreaterThanOrEqual(until - plan.days * 86_400)
            expect(date).toBeLessThanOrEqual(until)
            for (const user of people) {
              expect(date).toBeGreaterThanOrEqual(last.get(user) ?? 0)
              last.set(user, date)
            }
          }
        }
      }),
    )
  })

  it('are written by both of a chat in turns of some messages, and by all of a group', () => {
    const draws = createDraws('x')
    const chat = plannedChat(parsePlan({ users: 9 }), draws, until, 7)
    const turns = Array.from({ length: 1_000 }, (_, message) => isByFirst(draws, chat, message))
    const changes = turns.filter((isFirst, at) => at > 0 && isFirst !== turns[at - 1]).length
    expect(changes).toBeGreaterThan(200)
    expect(changes).toBeLessThan(800)
    const group = plannedGroup(parsePlan({ users: 9, chats: 0, groups: 1, groupSize: 9 }), draws, until, 0)
    const authors = Array.from({ length: 300 }, (_, message) => authorIn(draws, group, message))
    expect(new Set(authors).size).toBe(9)
  })
})
