import { describe, expect, it } from 'vitest'
import type { ChannelId } from '../ids.ts'
import { silentLog } from '../ports/log.ts'
import { asChannel, asUser } from '../testing/ids.ts'
import { createChannelAudience } from './channel-audience.ts'

const user = asUser(5)
const [one, other] = [asChannel(-1_000_000_000_101), asChannel(-1_000_000_000_102)]

/** A store whose answers wait until they are let through, each with what was so when it was asked. */
function setUp() {
  const stored = new Set<ChannelId>()
  const asked: (() => void)[] = []
  const missed: (readonly [ChannelId, number])[] = []
  const answer = <Value>(value: Value): Promise<Value> => new Promise((done) => asked.push(() => done(value)))
  const member = { userId: user, role: 'member', date: 1, adminRights: 0, bannedRights: 0, bannedUntil: 0 } as const
  const audience = createChannelAudience({
    log: silentLog,
    missed: (_user, channel, pts) => missed.push([channel, pts]),
    read: {
      users: { get: async () => undefined },
      channelMembers: {
        channelsOf: () => answer([...stored]),
        get: (channel: ChannelId) =>
          answer({ ...member, channel, present: stored.has(channel), availableMinId: 0, readInboxMaxId: 0 }),
      },
    },
  })
  const hears = (channel: ChannelId): boolean => [...audience.of(channel)].includes(user)
  return {
    ...{ audience, stored, missed, hears },
    /** Answers all that is asked, and what is asked after it. */
    async settle(): Promise<void> {
      const idle = audience.idle()
      for (let turn = 0; turn < 20; turn++) {
        asked.shift()?.()
        await Promise.resolve()
      }
      await idle
    },
  }
}

describe('who is in channels and here', () => {
  it('has missed what happened while that was being read, and is told so', async () => {
    const { audience, stored, missed, hears, settle } = setUp()
    stored.add(one)
    audience.enter(user)
    audience.noteNews(one, 7)
    audience.noteNews(one, 8)
    audience.noteNews(other, 3)
    expect(hears(one)).toBe(false)
    await settle()
    expect([hears(one), hears(other)]).toEqual([true, false])
    expect(missed).toEqual([[one, 8]])
    // From now on all is pushed.
    audience.noteNews(one, 9)
    audience.changed(one, user, undefined)
    await settle()
    expect(missed).toEqual([[one, 8]])
  })

  it('hears no more from the moment at which this process tells that somebody has gone', async () => {
    const { audience, stored, hears, settle } = setUp()
    stored.add(one)
    audience.enter(user)
    stored.delete(one)
    // What is being read was asked before that.
    audience.changed(one, user, false)
    await settle()
    expect(hears(one)).toBe(false)
    audience.changed(one, user, true)
    expect(hears(one)).toBe(true)
    audience.changed(one, user, false)
    expect(hears(one)).toBe(false)
  })

  it('is what the store says, in whatever order other processes tell of it', async () => {
    const { audience, stored, missed, hears, settle } = setUp()
    audience.enter(user)
    await settle()
    // Came and went: the word of the first comes last.
    audience.changed(one, user, undefined)
    audience.changed(one, user, undefined)
    await settle()
    expect(hears(one)).toBe(false)
    stored.add(one)
    audience.changed(one, user, undefined)
    audience.noteNews(one, 4)
    await settle()
    expect(hears(one)).toBe(true)
    expect(missed).toEqual([[one, 4]])
  })

  it('is nobody after the last session is gone', async () => {
    const { audience, stored, hears, settle } = setUp()
    stored.add(one)
    audience.enter(user)
    audience.leave(user)
    await settle()
    expect([hears(one), audience.isHeard(one)]).toEqual([false, false])
    audience.enter(user)
    await settle()
    expect([hears(one), audience.isHeard(one)]).toEqual([true, true])
  })
})
