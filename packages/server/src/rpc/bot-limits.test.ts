import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import { toUserId } from '../peers/peer-id.ts'
import { makeBot } from '../testing/bots.ts'
import { createTestServer, signUp, type TestServer } from '../testing/test-server.ts'
import { createBotLimiter, publicBotLimits } from './bot-limits.ts'

const user = (id: number): api.InputPeer => ({ _: 'inputPeerUser', userId: BigInt(id), accessHash: 0n })
const group = (id: number): api.InputPeer => ({ _: 'inputPeerChannel', channelId: BigInt(id), accessHash: 0n })
const say = (peer: api.InputPeer): api.Method => ({ _: 'messages.sendMessage', peer, message: 'x', randomId: 1n })
const passOn = (toPeer: api.InputPeer, messages: number): api.Method => ({
  ...{ _: 'messages.forwardMessages', fromPeer: user(1), toPeer, randomId: [] },
  id: Array.from({ length: messages }, (_, at) => at + 1),
})

const bot = toUserId(1_000n) ?? fail()
const other = toUserId(1_001n) ?? fail()
function fail(): never {
  throw new TypeError('no number of a user')
}

/** A limiter on a clock of its own; `tries` says how many of so many attempts are let through. */
function createLimiter() {
  let ms = 0
  const limit = createBotLimiter(publicBotLimits, { monotonic: () => ms })
  const tries = (count: number, request: api.Method, by = bot): number => {
    let through = 0
    for (let nth = 0; nth < count; nth++) if (waits(() => limit(by, request)) === 0) through++
    return through
  }
  const pass = (seconds: number): void => {
    ms += seconds * 1000
  }
  return { limit, tries, pass }
}

/** The seconds that somebody is told to wait; 0 if it is done. */
function waits(act: () => void): number {
  try {
    act()
    return 0
  } catch (error) {
    const [, seconds] = /^FLOOD_WAIT_(\d+)$/.exec(error instanceof Error ? error.message : '') ?? []
    if (seconds === undefined) throw error
    return Number(seconds)
  }
}

describe('what a bot may send', () => {
  it('is a short burst in a chat, and one message a second after it; other bots have their own', () => {
    const { limit, tries, pass } = createLimiter()
    expect(tries(20, say(user(1)))).toBe(5)
    expect(waits(() => limit(bot, say(user(1))))).toBe(1)
    expect(tries(1, say(user(2)))).toBe(1)
    expect(tries(20, say(user(1)), other)).toBe(5)
    pass(2)
    expect(tries(20, say(user(1)))).toBe(2)
  })

  it('is 20 a minute in a group, and 30 a second over all chats', () => {
    const { tries, pass } = createLimiter()
    let inGroup = 0
    for (let second = 0; second < 60; second++) {
      inGroup += tries(3, say(group(1)))
      pass(1)
    }
    expect(inGroup).toBeGreaterThanOrEqual(20)
    expect(inGroup).toBeLessThanOrEqual(40)
    let all = 0
    for (let id = 1; id <= 100; id++) all += tries(1, say(user(id)))
    expect(all).toBe(30)
    pass(1)
    for (let id = 1; id <= 100; id++) all += tries(1, say(user(id)))
    expect(all).toBe(60)
  })

  it('counts what goes together one by one, and an edit as a message', () => {
    const { tries, pass } = createLimiter()
    expect(tries(2, passOn(user(1), 10))).toBe(1)
    pass(5)
    expect(tries(1, say(user(1)))).toBe(0)
    pass(1)
    expect(tries(1, say(user(1)))).toBe(1)
    const edit: api.Method = { _: 'messages.editMessage', peer: user(2), id: 1, message: 'y' }
    expect(tries(9, edit)).toBe(5)
    expect(tries(9, { _: 'messages.deleteMessages', id: [1] })).toBe(9)
  })

  it('is never more in any time than the burst and what comes with that time, and who waits as told is let through', () => {
    const step = fc.record({ after: fc.integer({ min: 0, max: 4_000 }), to: fc.integer({ min: 1, max: 3 }) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { limit, pass } = createLimiter()
        const sent: { readonly at: number; readonly to: number }[] = []
        let now = 0
        for (const { after, to } of steps) {
          pass(after / 1000)
          now += after / 1000
          const wait = waits(() => limit(bot, say(group(to))))
          if (wait > 0) {
            pass(wait)
            now += wait
            expect(waits(() => limit(bot, say(group(to))))).toBe(0)
          }
          sent.push({ at: now, to })
        }
        for (const [first, { at, to }] of sent.entries()) {
          const since = sent.slice(first).filter((one) => one.to === to)
          for (const [nth, one] of since.entries()) {
            const seconds = one.at - at
            expect(nth + 1).toBeLessThanOrEqual(publicBotLimits.chat.burst + seconds + 0.01)
            expect(nth + 1).toBeLessThanOrEqual(publicBotLimits.group.burst + seconds / 3 + 0.01)
          }
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('on a server', () => {
  let server: TestServer
  afterEach(() => server.close())

  const flood = async (options: Parameters<typeof createTestServer>[0]): Promise<{ bot: number; person: number }> => {
    server = await createTestServer(options)
    const ann = await signUp(server, '9996610001', 'Ann')
    const echo = await makeBot(server, 'echo_bot', 'Echo')
    const { users } = await ann.call({ _: 'contacts.resolveUsername', username: 'echo_bot' })
    const found = users[0]
    if (found?._ !== 'user') throw new TypeError('no bot')
    const peer: api.InputPeer = { _: 'inputPeerUser', userId: found.id, accessHash: found.accessHash ?? 0n }
    const count = async (send: (randomId: bigint) => Promise<unknown>): Promise<number> => {
      for (let sent = 0; sent < 15; sent++) {
        try {
          await send(BigInt(sent + 1))
        } catch (error) {
          expect(error).toMatchObject({ code: 420, message: 'FLOOD_WAIT_1' })
          return sent
        }
      }
      return 15
    }
    const person = await count((randomId) => ann.call({ _: 'messages.sendMessage', peer, message: 'x', randomId }))
    const toAnn = user(ann.key.userId ?? 0)
    const bot = await count((randomId) => echo.call({ _: 'messages.sendMessage', peer: toAnn, message: 'x', randomId }))
    return { bot, person }
  }

  it('bots are held to it, and people are not', async () => {
    expect(await flood({ limitsBots: true })).toEqual({ bot: 5, person: 15 })
  })

  it('nobody is where there are no limits, unless they are given', async () => {
    expect(await flood({ limitsBots: true, rateLimits: {} })).toEqual({ bot: 15, person: 15 })
    await server.close()
    const chat = { burst: 2, secondsEach: 1 }
    expect(await flood({ rateLimits: { bots: { ...publicBotLimits, chat } } })).toEqual({ bot: 2, person: 15 })
  })
})
