import { describe, expect, it } from 'vitest'
import { defaultPlan, maxSeedUsers, parsePlan } from './plan.ts'

function problems(plan: unknown): readonly string[] {
  try {
    parsePlan(plan)
    return []
  } catch (error) {
    return error instanceof Error && 'problems' in error && Array.isArray(error.problems)
      ? error.problems
      : [`${error}`]
  }
}

describe('a plan', () => {
  it('says by default enough to look at', () => {
    expect(parsePlan({})).toEqual({ ...defaultPlan, until: undefined })
    expect(parsePlan({ users: 3 })).toMatchObject({ users: 3, chats: 3, groups: 0, messages: 60 })
    expect(parsePlan({ users: 50 })).toMatchObject({ chats: 100, groups: 5, groupSize: 10, messages: 2_100 })
    expect(parsePlan({ users: 1 })).toMatchObject({ users: 1, chats: 0, messages: 0 })
    expect(parsePlan({ users: 3, supergroups: 2, channels: 1 })).toMatchObject({ channelSize: 3, messages: 120 })
    expect(parsePlan({ until: '2026-01-31T12:00:00Z' }).until).toBe(1_769_860_800)
  })

  it('is as it was when it has gone through JSON', () => {
    const plan = parsePlan({ people: [{ name: 'Ada Miller', username: 'ada_m' }], until: 1_769_860_800 })
    expect(parsePlan(JSON.parse(JSON.stringify(plan)))).toEqual(plan)
  })

  it.each([
    [[], /one JSON object/],
    [{ usres: 5 }, /^usres is nothing .* "?users/],
    [{ users: 0 }, /^users must be a whole number from 1 to 100000, not 0/],
    [{ users: '5' }, /^users .* not "5"/],
    [{ users: maxSeedUsers, first: 2 }, /^first and users lead beyond/],
    [{ users: 3, chats: 4, messages: 9 }, /^chats must be at most 3/],
    [{ users: 3, chats: 3, messages: 2 }, /^messages must be at least 3/],
    [{ users: 1, messages: 2 }, /^messages must be 0/],
    [{ users: 5, groups: 1, groupSize: 6 }, /^groupSize must be at most 5/],
    [{ users: 500, groupSize: 201 }, /^groupSize must be a whole number from 1 to 200, not 201/],
    [{ users: 5, channels: 1, channelSize: 6 }, /^channelSize must be at most 5/],
    [{ supergroups: 300, channels: 201 }, /^channels and supergroups must be at most 500 together, not 501/],
    [{ users: 1, channels: 2, messages: 1 }, /^messages must be at least 2/],
    [{ seed: '' }, /^seed must be/],
    [{ until: 'yesterday' }, /^until must be a time/],
    [{ until: '1970-01-05T00:00:00Z' }, /^until must be more than 30 days/],
    [{ people: {} }, /^people must be a list/],
    [{ people: [{ name: 'Ada' }, {}] }, /^people\[1\]\.name/],
    [{ people: [{ name: 'Ada', username: 'a' }] }, /^people\[0\]\.username/],
    [{ people: [{ name: 'Ada', age: 3 }] }, /^people\[0\]\.age/],
    [
      {
        people: [
          { name: 'A', username: 'ada_m' },
          { name: 'B', username: 'ADA_M' },
        ],
      },
      /^people\[1\]\.username is that of people\[0\]/,
    ],
    [{ users: 1, people: [{ name: 'A' }, { name: 'B' }] }, /^people has 2 people, and users says 1/],
  ])('is refused with the place of what is wrong: %j', (plan, reason) => {
    expect(problems(plan)).toEqual([expect.stringMatching(reason)])
  })

  it('is told all that is wrong at once', () => {
    expect(problems({ users: 0, first: 0, days: 'x' })).toHaveLength(3)
  })
})
