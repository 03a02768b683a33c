import { afterEach, describe, expect, it } from 'vitest'
import type { Log } from './ports/log.ts'
import { type ChatFixture, openChat } from './testing/chat.ts'
import { createTestServer, requestCode, type TestServer } from './testing/test-server.ts'

const minute = 60_000
const day = 86_400_000

let server: TestServer
afterEach(() => server.close())

const lines: string[] = []
const note = (fields: object, line: string): void => void lines.push(`${line} ${JSON.stringify(fields)}`)
const log: Log = { debug() {}, info: note, warn: note, error: note }

async function open(): Promise<ChatFixture> {
  lines.length = 0
  const chat = await openChat({ log })
  server = chat.server
  await server.upkeep()
  return chat
}

/** Time passes, and the server does each minute what it does by itself. */
async function pass(ms: number, step = minute): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    server.clock.now += Math.min(step, left)
    await server.upkeep()
  }
}

/** The server is stopped, and started again on the same store when the clock says so. */
async function restart(beginAt: number): Promise<void> {
  server = await createTestServer({ log, store: server.store, beginAt })
}

/** Somebody sets the clock: no time passes. */
function leap(ms: number): void {
  server.clock.now += ms
  server.clock.leapt += ms
}

describe('while the clock is 600 days ahead for ten minutes', () => {
  it('no account, device, key or random id is deleted', async () => {
    const { alice, bob, toBob, toAlice, text, texts } = await open()
    const unused = await server.connect()
    await alice.call(text(toBob, 'once', { randomId: 77n }))
    leap(600 * day)
    await pass(10 * minute)
    leap(-600 * day)
    await pass(minute)
    for (const client of [alice, bob]) {
      const { authorizations } = await client.call({ _: 'account.getAuthorizations' })
      expect(authorizations).toHaveLength(1)
    }
    expect(await server.store.read.authKeys.get(unused.key.authKeyId)).toBeDefined()
    await alice.call(text(toBob, 'once', { randomId: 77n }))
    expect(await texts(bob, toAlice)).toEqual(['once'])
    expect(lines.filter((line) => line.includes('deleted'))).toEqual([expect.stringContaining('has leapt')])
  })

  it('messages are not deleted before their time, and then on time', async () => {
    const { alice, bob, toBob, toAlice, text, texts } = await open()
    await alice.call({ _: 'messages.setHistoryTTL', peer: toBob, period: 86_400 })
    await alice.call(text(toBob, 'for a day'))
    leap(600 * day)
    await pass(10 * minute)
    leap(-600 * day)
    await pass(minute)
    expect(await texts(bob, toAlice)).toEqual(['for a day'])
    await pass(day - 12 * minute, 10 * minute)
    expect(await texts(bob, toAlice)).toEqual(['for a day'])
    await pass(minute)
    expect(await texts(bob, toAlice)).toEqual([])
  })

  it('nobody is told afterwards to wait until then', async () => {
    const { alice, toBob } = await open()
    const someone = '4420000001'
    const typing = { _: 'messages.setTyping', peer: toBob, action: { _: 'sendMessageTypingAction' } } as const
    const update = { _: 'account.updateStatus', offline: false } as const
    leap(600 * day)
    for (let i = 0; i < 100; i++) await alice.call(typing)
    await expect(alice.call(typing)).rejects.toThrow('FLOOD_WAIT_1')
    await alice.call(update)
    const stranger = await server.connect()
    for (let i = 0; i < 10; i++) await requestCode(stranger, someone)
    await expect(requestCode(stranger, someone)).rejects.toThrow('FLOOD_WAIT_900')
    leap(-600 * day)
    await pass(minute)
    await expect(alice.call(typing)).resolves.toBe(true)
    await expect(requestCode(stranger, someone)).resolves.toBeTypeOf('string')
  })

  it('nobody is shown as online until then', async () => {
    const { alice, bob, toAlice } = await open()
    leap(600 * day)
    await alice.call({ _: 'account.updateStatus', offline: false })
    leap(-600 * day)
    await pass(minute)
    await alice.call({ _: 'account.updateStatus', offline: true })
    const [seen] = await bob.call({ _: 'users.getUsers', id: [{ ...toAlice, _: 'inputUser' }] })
    const now = server.clock.now / 1000
    expect(seen).toMatchObject({ status: { _: 'userStatusOffline' } })
    expect(seen?._ === 'user' && seen.status?._ === 'userStatusOffline' && seen.status.wasOnline).toBeLessThanOrEqual(
      now,
    )
  })

  it('the use of a device counts again afterwards', async () => {
    const { alice } = await open()
    leap(600 * day)
    await alice.call({ _: 'users.getUsers', id: [] })
    leap(-600 * day)
    await alice.call({ _: 'users.getUsers', id: [] })
    const { authorizations } = await alice.call({ _: 'account.getAuthorizations' })
    expect(authorizations[0]?.dateActive).toBeLessThanOrEqual(server.clock.now / 1000)
  })
})

describe('by a clock that goes on steadily', () => {
  it('accounts that nobody uses are deleted, some at a time, each with a line in the log', async () => {
    await open()
    await pass(549 * day, day)
    expect(lines.filter((line) => line.startsWith('an account was deleted'))).toHaveLength(2)
    expect(lines.filter((line) => line.startsWith('deleted for its age {"what":"devices"'))).not.toHaveLength(0)
  })

  it('also where the server is stopped for the night each day', async () => {
    const { alice } = await open()
    await alice.call({ _: 'account.setAccountTTL', ttl: { _: 'accountDaysTTL', days: 30 } })
    for (let i = 0; i < 31; i++) {
      await restart(server.clock.now + 20 * 60 * minute)
      await pass(4 * 60 * minute, 60 * minute)
    }
    expect(lines.filter((line) => line.startsWith('an account was deleted'))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('the clock has leapt'))).toEqual([])
  })
})

describe('a clock that is wrong at the start', () => {
  it('deletes nothing on its first day, and says so', async () => {
    const { clock } = (await open()).server
    await restart(clock.now + 600 * day)
    await pass(23 * 60 * minute, 30 * minute)
    expect(lines.filter((line) => line.startsWith('the clock has leapt'))).toHaveLength(1)
    expect(lines.filter((line) => line.startsWith('an account was deleted'))).toEqual([])
    await pass(2 * 60 * minute, 30 * minute)
    expect(lines.filter((line) => line.startsWith('an account was deleted'))).toHaveLength(2)
  })

  it('deletes nothing of a store of before the time was noted', async () => {
    const chat = await openChat()
    server = chat.server
    const { clock } = server
    lines.length = 0
    await restart(clock.now + 600 * day)
    await pass(23 * 60 * minute, 30 * minute)
    expect(lines.filter((line) => line.startsWith('an account was deleted'))).toEqual([])
  })
})
