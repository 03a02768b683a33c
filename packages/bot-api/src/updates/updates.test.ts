import type { api } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BotApiError } from '../bot-api-error.ts'
import type { BotStorage, NewUpdate, StoredBot } from '../storage/bot-storage.ts'
import { openSqliteStorage } from '../storage/sqlite-storage.ts'
import { createLongPoll, type LongPoll } from './get-updates.ts'
import { serveTold } from './updates.fixture.ts'

const zeroes = (length: number): Uint8Array => new Uint8Array(length)
const update = (text: string): NewUpdate => ({ key: text, kind: 'message', json: JSON.stringify({ text }), chat: 7 })
const textOf = ({ json }: { readonly json: string }): string => JSON.parse(json).text
const never = new AbortController().signal

const opened: BotStorage[] = []
afterEach(async () => {
  for (const storage of opened.splice(0)) await storage.close()
})

async function newBot(): Promise<{ stored: StoredBot; poll: LongPoll; tick: () => void }> {
  const storage = openSqliteStorage(':memory:', zeroes)
  opened.push(storage)
  const stored = await storage.open(5)
  let tick = (): void => {}
  const sleep = (_ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      tick = resolve
      signal.addEventListener('abort', () => resolve())
    })
  return { stored, poll: createLongPoll({ stored, sleep }), tick: () => tick() }
}

describe('a queue of updates', () => {
  it('gives each update until it is confirmed, in order, and never one twice to who confirms', async () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 0, max: 5 }) }),
      fc.record({ do: fc.constant('read' as const), limit: fc.integer({ min: -1, max: 4 }), confirm: fc.boolean() }),
      fc.record({ do: fc.constant('newest' as const), count: fc.integer({ min: 1, max: 6 }) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        const { stored, poll } = await newBot()
        let waiting: string[] = []
        let offset = 0
        let next = 0
        for (const one of steps) {
          if (one.do === 'append') {
            const texts = Array.from({ length: one.count }, () => `${next++}`)
            await stored.append(texts.map(update), 100)
            waiting.push(...texts)
          } else if (one.do === 'newest') {
            const found = await poll.read({ offset: -one.count, limit: 100, timeout: 0 }, never)
            waiting = waiting.slice(-one.count)
            expect(found.map(textOf)).toEqual(waiting)
          } else {
            const found = await poll.read({ offset, limit: one.limit, timeout: 0 }, never)
            const expected = one.limit <= 0 ? waiting : waiting.slice(0, one.limit)
            expect(found.map(textOf)).toEqual(expected)
            const last = found.at(-1)
            if (!one.confirm || last === undefined) continue
            offset = last.id + 1
            await poll.read({ offset, limit: 1, timeout: 0 }, never)
            waiting = waiting.slice(found.length)
          }
        }
        expect(await stored.count()).toBe(waiting.length)
      }),
      { numRuns: 50 },
    )
  })

  it('takes nothing twice, though it is told again after it was confirmed', async () => {
    const { stored } = await newBot()
    await stored.append([update('one'), update('two')], 100)
    const [first] = await stored.pending(0, 9)
    await stored.confirm((first?.id ?? 0) + 1)
    await stored.append([update('one'), update('two'), update('three')], 101)
    expect((await stored.pending(0, 9)).map(textOf)).toEqual(['two', 'three'])
  })

  it('keeps what the client of the bot keeps', async () => {
    const { stored } = await newBot()
    expect(await stored.client.load('account')).toBeUndefined()
    await stored.client.save('account', Uint8Array.of(1, 2))
    expect(await stored.client.load('account')).toEqual(Uint8Array.of(1, 2))
    await stored.client.save('account', undefined)
    expect(await stored.client.load('account')).toBeUndefined()
  })

  it('forgets what nobody has read for a day, of every bot', async () => {
    const storage = openSqliteStorage(':memory:', zeroes)
    opened.push(storage)
    const [one, other] = [await storage.open(1), await storage.open(2)]
    await one.append([update('old')], 100)
    await other.append([update('old'), update('older')], 100)
    await one.append([update('new')], 200)
    expect(await storage.forgetBefore(150)).toBe(3)
    expect((await one.pending(0, 9)).map(textOf)).toEqual(['new'])
  })
})

describe('whoever waits for updates', () => {
  it('is answered with the next one', async () => {
    const { stored, poll } = await newBot()
    const answer = poll.read({ offset: 0, limit: 5, timeout: 30 }, never)
    await Promise.resolve()
    await stored.append([update('here')], 100)
    await new Promise(setImmediate)
    poll.wake()
    expect((await answer).map(textOf)).toEqual(['here'])
  })

  it('is answered with nothing when the time is up, or the connection is gone', async () => {
    const { poll, tick } = await newBot()
    const answer = poll.read({ offset: 0, limit: 5, timeout: 30 }, never)
    await new Promise(setImmediate)
    tick()
    expect(await answer).toEqual([])
    const gone = new AbortController()
    const cut = poll.read({ offset: 0, limit: 5, timeout: 30 }, gone.signal)
    await new Promise(setImmediate)
    gone.abort()
    expect(await cut).toEqual([])
  })

  it('is told that somebody else reads now', async () => {
    const { poll } = await newBot()
    const first = poll.read({ offset: 0, limit: 5, timeout: 30 }, never)
    const refused = expect(first).rejects.toMatchObject({
      code: 409,
      message: /^Conflict: terminated by other getUpdates/,
    })
    await new Promise(setImmediate)
    expect(await poll.read({ offset: 0, limit: 5, timeout: 0 }, never)).toEqual([])
    await refused
  })
})

describe('what happens to a bot while there is no room', () => {
  it('waits, and comes in order once there is', async () => {
    const storage = openSqliteStorage(':memory:', zeroes)
    opened.push(storage)
    const stored = await storage.open(5)
    let isFull = true
    const faults: unknown[] = []
    const retries: (() => void)[] = []
    const { updates, tell: tellOf } = await serveTold(
      {
        ...stored,
        append: (news, now) => (isFull ? Promise.reject(new Error('no room')) : stored.append(news, now)),
      },
      {
        sleep: (_, signal) =>
          new Promise((resolve) => {
            retries.push(resolve)
            signal.addEventListener('abort', () => resolve())
          }),
        onFault: (fault) => faults.push(fault),
      },
    )
    const dealtWith: number[] = []
    const tell = (id: number): void => {
      const peerId: api.Peer = { _: 'peerUser', userId: 9n }
      const message: api.message = { _: 'message', id, peerId, date: 100, message: `text ${id}` }
      const update: api.Update = { _: 'updateNewMessage', message, pts: id, ptsCount: 1 }
      void tellOf(update).then(() => dealtWith.push(id))
    }
    tell(1)
    await vi.waitFor(() => expect(retries).toHaveLength(1))
    tell(2)
    expect(dealtWith).toEqual([])
    expect(await stored.count()).toBe(0)
    isFull = false
    retries[0]?.()
    await vi.waitFor(() => expect(dealtWith).toEqual([1, 2]))
    const pending = await stored.pending(0, 10)
    expect(pending.map(({ json }) => JSON.parse(json).text)).toEqual(['text 1', 'text 2'])
    expect(faults).toHaveLength(1)
    await updates.close(new BotApiError(500, 'Internal Server Error: restart'))
  })
})
