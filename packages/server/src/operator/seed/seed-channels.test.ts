import type { api } from '@chappe/tl-layers'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../ports/clock.ts'
import { createTestServer, signIn, startOfTime, type TestClient, type TestServer } from '../../testing/test-server.ts'
import type { OperatorContext } from '../command.ts'
import { readResult, type SeedResult } from './progress.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function start(): Promise<TestServer> {
  const server = await createTestServer({ after: systemClock.after })
  servers.push(server)
  return server
}

async function seed(server: TestServer, plan: unknown, more: Partial<OperatorContext> = {}): Promise<SeedResult> {
  const carryOut = server.rpc.operator['seed']
  if (carryOut === undefined) throw new TypeError('there is no seed')
  const signals = { stop: new AbortController().signal, serverStops: new AbortController().signal }
  return readResult(await carryOut(plan, { progress() {}, ...signals, ...more }))
}

const ofUsers = { users: 12, chats: 0, groups: 0, seed: 'channels', until: startOfTime }
const plan = { ...ofUsers, supergroups: 2, channels: 1, channelSize: 9, messages: 150 }

interface Seen {
  readonly title: string
  readonly isBroadcast: boolean
  readonly members: number
  readonly unread: number
  readonly readTo: number
  /** Number, date, whether it is one's own, text. */
  readonly posts: readonly (readonly [number, number, boolean, string])[]
}

/** All that a client of a user sees of its channels. */
async function look(client: TestClient): Promise<Seen[]> {
  const dialogs = await client.call({
    ...{ _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, limit: 100, hash: 0n },
    offsetPeer: { _: 'inputPeerEmpty' },
  })
  if (dialogs._ !== 'messages.dialogs') throw new TypeError(dialogs._)
  const seen: Seen[] = []
  for (const dialog of dialogs.dialogs) {
    if (dialog._ !== 'dialog' || dialog.peer._ !== 'peerChannel') continue
    const { channelId } = dialog.peer
    const chat = dialogs.chats.find(({ id }) => id === channelId)
    if (chat?._ !== 'channel') throw new TypeError('a dialog with nothing')
    const peer: api.InputPeer = { _: 'inputPeerChannel', channelId, accessHash: chat.accessHash ?? 0n }
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
    const history = await client.call({ _: 'messages.getHistory', peer, ...page })
    if (history._ !== 'messages.channelMessages') throw new TypeError(history._)
    seen.push({
      ...{ title: chat.title, isBroadcast: chat.broadcast === true, members: chat.participantsCount ?? 0 },
      ...{ unread: dialog.unreadCount, readTo: dialog.readInboxMaxId },
      posts: history.messages.flatMap((post) =>
        post._ === 'message' ? [[post.id, post.date, post.out === true, post.message] as const] : [],
      ),
    })
  }
  return seen.sort((a, b) => a.title.localeCompare(b.title))
}

describe('a seed with channels', { timeout: 60_000 }, () => {
  it('has supergroups in which all write and channels that are read, with marks of what was', async () => {
    const server = await start()
    const made = await seed(server, plan)
    expect(made).toMatchObject({ users: 12, groups: 0, channels: 3, messages: 150, isWhole: true })
    expect(await seed(server, plan)).toMatchObject({ wasWhole: true })
    const seen: Seen[] = []
    for (let at = 1; at <= 12; at++) seen.push(...(await look(await signIn(server, String(9_996_610_000 + at)))))
    // Three of nine members each.
    expect(seen).toHaveLength(27)
    expect(seen.every(({ members }) => members === 9)).toBe(true)
    const titles = new Map(seen.map((one) => [one.title, one]))
    expect([...titles.values()].filter(({ isBroadcast }) => isBroadcast)).toHaveLength(1)
    expect([...titles.values()].reduce((sum, { posts }) => sum + posts.length, 0)).toBe(150)
    for (const { posts, unread, readTo } of seen) {
      const dates = posts.map(([, date]) => date)
      expect(dates).toEqual(dates.toSorted((a, b) => b - a))
      expect(unread).toBe(posts.filter(([id, , isOwn]) => id > readTo && !isOwn).length + (readTo < 1 ? 1 : 0))
    }
    const authors = seen.filter(({ isBroadcast, posts }) => !isBroadcast && posts.some(([, , isOwn]) => isOwn))
    expect(authors.length).toBeGreaterThan(10)
    const editors = seen.filter(({ isBroadcast, posts }) => isBroadcast && posts.some(([, , isOwn]) => isOwn))
    expect(editors).toHaveLength(1)
    expect(seen.filter(({ unread }) => unread === 0).length).toBeGreaterThan(5)
    expect(seen.filter(({ unread }) => unread > 0).length).toBeGreaterThan(3)
  })

  it('goes on where it was broken off', async () => {
    const whole = await start()
    await seed(whole, plan)
    const broken = await start()
    const { transaction } = broken.store
    let parts = 0
    for (let isWhole = false; !isWhole; parts++) {
      let units = 0
      const stops = new AbortController()
      const counted: TestServer['store']['transaction'] = async (unit) => {
        try {
          return await transaction(unit)
        } finally {
          if (++units > 2 + (parts % 5)) stops.abort()
        }
      }
      Object.assign(broken.store, { transaction: counted })
      try {
        isWhole = (await seed(broken, plan, { serverStops: stops.signal })).isWhole
      } catch (error) {
        expect(error).toMatchObject({ code: 'STOPPING' })
      }
    }
    Object.assign(broken.store, { transaction })
    expect(parts).toBeGreaterThan(2)
    for (const phone of ['9996610001', '9996610005', '9996610012']) {
      expect(await look(await signIn(broken, phone))).toEqual(await look(await signIn(whole, phone)))
    }
  })

  it('has members by the thousand, each unit with a few of them', async () => {
    const server = await start()
    const { transaction } = server.store
    let longest = 0
    const timed: TestServer['store']['transaction'] = (unit) =>
      transaction(async (tx) => {
        const begin = performance.now()
        const result = await unit(tx)
        longest = Math.max(longest, performance.now() - begin)
        return result
      })
    Object.assign(server.store, { transaction: timed })
    const size = { users: 1_200, supergroups: 1, channelSize: 1_200, messages: 20 }
    expect(await seed(server, { ...ofUsers, ...size })).toMatchObject({ users: 1_200, channels: 1, isWhole: true })
    Object.assign(server.store, { transaction })
    const [seen] = await look(await signIn(server, '9996610001'))
    expect(seen).toMatchObject({ members: 1_200, posts: { length: 20 } })
    expect(longest).toBeLessThan(500)
  })
})
