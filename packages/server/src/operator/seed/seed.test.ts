import type { api } from '@chappe/tl-layers'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../ports/clock.ts'
import {
  createTestServer,
  findByPhone,
  signIn,
  signUp,
  startOfTime,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'
import { downloadAll, locationOf, photoIn } from '../../testing/uploads.ts'
import type { OperatorContext } from '../command.ts'
import { createDraws } from './draws.ts'
import { parsePlan } from './plan.ts'
import { readResult, type SeedResult } from './progress.ts'
import { recordName } from './record.ts'
import { plannedChat } from './rounds.ts'

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function start(): Promise<TestServer> {
  const server = await createTestServer({ after: systemClock.after })
  servers.push(server)
  return server
}

const quiet = (): OperatorContext => ({
  progress() {},
  stop: new AbortController().signal,
  serverStops: new AbortController().signal,
})

async function seed(server: TestServer, plan: unknown, context: OperatorContext = quiet()): Promise<SeedResult> {
  const carryOut = server.rpc.operator['seed']
  if (carryOut === undefined) throw new TypeError('there is no seed')
  return readResult(await carryOut(plan, context))
}

/** Chats of several steps each, and groups of which one has most of the users. */
const plan = { users: 8, chats: 20, groups: 3, groupSize: 5, messages: 690, seed: 'test' }

interface Seen {
  /** Positive for users, negative for groups. */
  readonly peer: number
  readonly title: string
  readonly unread: number
  readonly readTo: number
  readonly readByOthers: number
  readonly messages: readonly (readonly [number, number, boolean, string])[]
}

/** All that a client of a user sees of its chats and groups. */
async function look(client: TestClient): Promise<Seen[]> {
  const dialogs = await client.call({
    ...{ _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, limit: 100, hash: 0n },
    offsetPeer: { _: 'inputPeerEmpty' },
  })
  if (dialogs._ !== 'messages.dialogs') throw new TypeError(dialogs._)
  const seen: Seen[] = []
  for (const dialog of dialogs.dialogs) {
    if (dialog._ !== 'dialog') continue
    const { unreadCount: unread, readInboxMaxId: readTo, readOutboxMaxId: readByOthers } = dialog
    const marks = { unread, readTo, readByOthers }
    if (dialog.peer._ === 'peerUser') {
      const { userId } = dialog.peer
      const user = dialogs.users.find((one) => one.id === userId)
      if (user?._ !== 'user') throw new TypeError('a dialog with nobody')
      const peer: api.inputPeerUser = { _: 'inputPeerUser', userId, accessHash: user.accessHash ?? 0n }
      seen.push({ peer: Number(userId), title: '', ...marks, messages: await history(client, peer) })
    } else if (dialog.peer._ === 'peerChat') {
      const { chatId } = dialog.peer
      const chat = dialogs.chats.find((one) => one.id === chatId)
      if (chat?._ !== 'chat') throw new TypeError('a dialog with no group')
      const peer: api.inputPeerChat = { _: 'inputPeerChat', chatId }
      seen.push({ peer: -Number(chatId), title: chat.title, ...marks, messages: await history(client, peer) })
    }
  }
  return seen.sort((a, b) => a.peer - b.peer)
}

async function history(client: TestClient, peer: api.InputPeer): Promise<[number, number, boolean, string][]> {
  const all: [number, number, boolean, string][] = []
  for (let offsetId = 0; ; ) {
    const page = await client.call({
      ...{ _: 'messages.getHistory', peer, offsetId, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0 },
      hash: 0n,
    })
    const messages = 'messages' in page ? page.messages : []
    for (const message of messages) {
      if (message._ === 'messageEmpty') continue
      const text = message._ === 'message' ? message.message : message.action._
      all.push([message.id, message.date, message.out === true, text])
    }
    if (messages.length < 100) return all.reverse()
    offsetId = messages.at(-1)?.id ?? 0
  }
}

async function hashOf(client: TestClient, peer: number): Promise<bigint> {
  const dialogs = await client.call({
    ...{ _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, limit: 100, hash: 0n },
    offsetPeer: { _: 'inputPeerEmpty' },
  })
  if (dialogs._ === 'messages.dialogsNotModified') throw new TypeError('no hash was given')
  const user = dialogs.users.find(({ id }) => id === BigInt(peer))
  return user?._ === 'user' ? (user.accessHash ?? 0n) : 0n
}

/** The numbers of all messages that a device hears of which knew of none. */
async function difference(client: TestClient): Promise<number[]> {
  const ids: number[] = []
  for (let pts = 1; ; ) {
    const part = await client.call({ _: 'updates.getDifference', pts, date: startOfTime, qts: 0 })
    if (part._ !== 'updates.difference' && part._ !== 'updates.differenceSlice') throw new TypeError(part._)
    ids.push(...part.newMessages.map(({ id }) => id))
    if (part._ === 'updates.difference') {
      expect(part.state.pts).toBe((await client.call({ _: 'updates.getState' })).pts)
      return ids
    }
    pts = part.intermediateState.pts
  }
}

describe('a seed', { timeout: 60_000 }, () => {
  it('is there for clients as what the users had written: chats, unread counts, difference, search', async () => {
    const server = await start()
    const before = await server.connect()
    expect(before.key.userId).toBeUndefined()
    expect(await seed(server, plan)).toMatchObject({
      users: 8,
      chats: 20,
      groups: 3,
      messages: 690,
      isWhole: true,
      wasWhole: false,
    })
    const copies = { chats: 0, groups: 0, memberships: 0 }
    let unread = 0
    for (let at = 1; at <= 8; at++) {
      const client = await signIn(server, `999661000${at}`)
      const chats = await look(client)
      expect(chats.filter(({ peer }) => peer > 0)).toHaveLength(5)
      for (const chat of chats) {
        const incoming = chat.messages.filter(([, , out]) => !out)
        expect(chat.unread).toBe(incoming.filter(([id]) => id > chat.readTo).length)
        unread += chat.unread
        copies[chat.peer > 0 ? 'chats' : 'groups'] += chat.messages.length
        if (chat.peer < 0) copies.memberships++
        // Whoever has written has read what was there.
        const lastOwn = Math.max(0, ...chat.messages.filter(([, , out]) => out).map(([id]) => id))
        expect(incoming.filter(([id]) => id > chat.readTo && id < lastOwn)).toEqual([])
      }
      const inOrder = chats.flatMap((chat) => chat.messages).toSorted(([a], [b]) => a - b)
      expect(inOrder.map(([id]) => id)).toEqual(inOrder.map((_, i) => i + 1))
      const dates = inOrder.map(([, date]) => date)
      expect(dates).toEqual(dates.toSorted((a, b) => a - b))
      expect(dates.at(-1)).toBeLessThanOrEqual(startOfTime)
      expect(await difference(client)).toEqual(inOrder.map(([id]) => id))

      const last = inOrder.at(-1)
      const word = last?.[3].split(/[^\p{L}]+/u).find((part) => part.length > 1)
      const found = await client.call({
        ...{
          _: 'messages.searchGlobal',
          q: word ?? '',
          minDate: 0,
          maxDate: 0,
          offsetRate: 0,
          offsetId: 0,
          limit: 100,
        },
        ...{ filter: { _: 'inputMessagesFilterEmpty' }, offsetPeer: { _: 'inputPeerEmpty' } },
      })
      expect('messages' in found ? found.messages.map(({ id }) => id) : []).toContain(last?.[0])
    }
    expect(copies.memberships).toBe(15)
    // Each group has one message more: that it was made.
    expect(copies.chats / 2 + copies.groups / 5 - 3).toBe(690)
    expect(unread).toBeGreaterThan(0)
  })

  it('has photos in some of the messages, which can be downloaded, in the same ones however often it was broken off', async () => {
    const withPhotos = { ...plan, users: 4, chats: 6, groups: 0, messages: 120, photos: 30 }
    const shown = async (server: TestServer): Promise<string[]> => {
      const client = await signIn(server, '9996610001')
      const found: string[] = []
      for (const { peer } of await look(client)) {
        const history = await client.call({
          ...{ _: 'messages.getHistory', offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0 },
          ...{ hash: 0n, peer: { _: 'inputPeerUser', userId: BigInt(peer), accessHash: await hashOf(client, peer) } },
        })
        if (history._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
        for (const message of history.messages) {
          if (message._ !== 'message' || message.media?._ !== 'messageMediaPhoto') continue
          found.push(message.message)
          const bytes = await downloadAll(client, locationOf(photoIn(message), 'm'))
          expect(bytes.length).toBeGreaterThan(100)
        }
      }
      return found
    }
    const whole = await start()
    await seed(whole, withPhotos)
    const photos = await shown(whole)
    expect(photos.length).toBeGreaterThan(5)
    expect(photos.length).toBeLessThan(40)
    const broken = await start()
    const stop = new AbortController()
    const progress = (): void => stop.abort()
    await seed(broken, withPhotos, { ...quiet(), progress, stop: stop.signal })
    await seed(broken, withPhotos)
    expect(await shown(broken)).toEqual(photos)
  })

  it('is the same however often it was broken off', async () => {
    const whole = await start()
    await seed(whole, { ...plan, until: startOfTime })
    const broken = await start()
    let parts = 0
    for (let isWhole = false; !isWhole; parts++) {
      let steps = 0
      const stops = new AbortController()
      // The unit after a few more finds the server stopping, as it would a kill.
      const store = countUnits(broken, () => {
        if (++steps > parts % 7) stops.abort()
      })
      try {
        isWhole = (await seed(broken, { ...plan, until: startOfTime }, { ...quiet(), serverStops: stops.signal }))
          .isWhole
      } catch (error) {
        expect(error).toMatchObject({ code: 'STOPPING' })
      }
      store.restore()
    }
    expect(parts).toBeGreaterThan(5)
    for (let at = 1; at <= 8; at++) {
      const phone = `999661000${at}`
      const [one, other] = [await signIn(whole, phone), await signIn(broken, phone)]
      expect(await look(other)).toEqual(await look(one))
      expect(await other.call({ _: 'updates.getState' })).toEqual(await one.call({ _: 'updates.getState' }))
    }
  })

  it('is the same after units that could not be stored, whichever these were', async () => {
    const whole = await start()
    await seed(whole, { ...plan, until: startOfTime })
    const failing = await start()
    let units = 0
    const store = failUnits(failing, () => ++units % 23 === 0)
    let failures = 0
    for (let isWhole = false; !isWhole; ) {
      try {
        isWhole = (await seed(failing, { ...plan, until: startOfTime })).isWhole
      } catch (error) {
        expect(error).toMatchObject({ message: 'the disk is full' })
        failures++
      }
    }
    store.restore()
    expect(failures).toBeGreaterThan(3)
    for (let at = 1; at <= 8; at++) {
      const phone = `999661000${at}`
      const [one, other] = [await signIn(whole, phone), await signIn(failing, phone)]
      expect(await look(other)).toEqual(await look(one))
      expect(await other.call({ _: 'updates.getState' })).toEqual(await one.call({ _: 'updates.getState' }))
    }
  })

  it('makes one step at a time and rests after it while somebody is served', async () => {
    let rests = 0
    const server = await createTestServer({
      after(ms, ring) {
        rests++
        return systemClock.after(ms, ring)
      },
    })
    servers.push(server)
    const claude = await signUp(server, '9996690001', 'Claude')
    let [most, open, isOver] = [0, 0, false]
    const { transaction } = server.store
    const counted: TestServer['store']['transaction'] = async (unit) => {
      most = Math.max(most, ++open)
      try {
        return await transaction(unit)
      } finally {
        open--
      }
    }
    const asking = (async () => {
      while (!isOver) {
        await claude.call({ _: 'help.getNearestDc' })
        await new Promise((resolve) => setImmediate(resolve))
      }
    })()
    Object.assign(server.store, { transaction: counted })
    rests = 0
    await seed(server, { users: 30, messages: 400, chats: 20, groups: 3 })
    isOver = true
    await asking
    Object.assign(server.store, { transaction })
    expect(most).toBeLessThanOrEqual(2)
    // Six units of users, and at least one for each chat.
    expect(rests).toBeGreaterThan(20)
  })

  it('ends after a whole chat when it is asked to', async () => {
    const server = await start()
    const stop = new AbortController()
    let steps = 0
    const store = countUnits(server, () => {
      // Within a chat of several units.
      if (++steps === 4) stop.abort()
    })
    const { isWhole, users, chats, messages } = await seed(
      server,
      { users: 4, chats: 6, groups: 0, messages: 600 },
      { ...quiet(), stop: stop.signal },
    )
    store.restore()
    expect({ isWhole, users }).toEqual({ isWhole: false, users: 4 })
    expect(chats).toBeGreaterThan(0)
    let stored = 0
    for (let at = 1; at <= 4; at++) {
      for (const chat of await look(await signIn(server, `999661000${at}`))) stored += chat.messages.length
    }
    expect(stored).toBe(2 * messages)
  })

  it('adds nothing when it is given again, and another one needs other numbers', async () => {
    const server = await start()
    await seed(server, plan)
    const client = await signIn(server, '9996610001')
    const before = await look(client)
    expect(await seed(server, plan)).toMatchObject({ isWhole: true, wasWhole: true, messages: 690 })
    expect(await look(client)).toEqual(before)
    await expect(seed(server, { ...plan, seed: 'other' })).rejects.toMatchObject({
      code: 'REFUSED',
      message: expect.stringMatching(/\+9996610001 .*--first 9,/),
    })
    expect(await look(client)).toEqual(before)
    expect(await seed(server, { ...plan, seed: 'other', first: 9 })).toMatchObject({ isWhole: true, wasWhole: false })
    expect(await look(client)).toEqual(before)
  })

  it('touches nothing of an account that is there', async () => {
    const server = await start()
    await signUp(server, '9996610003', 'Claude')
    await expect(seed(server, plan)).rejects.toMatchObject({ code: 'REFUSED' })
    expect(await server.store.read.users.byPhone('9996610001')).toBeUndefined()
    expect(await server.store.read.settings.get(recordName(parsePlan(plan)))).toBeUndefined()
  })

  it('tells whoever is signed in by one of its numbers at once', async () => {
    const server = await start()
    const stop = new AbortController()
    const store = countUnits(server, () => stop.abort())
    await seed(
      server,
      { ...plan, people: [{ name: 'Ada Miller', username: 'ada_m' }] },
      { ...quiet(), stop: stop.signal },
    )
    store.restore()
    const ada = await signIn(server, '9996610001')
    await ada.call({ _: 'updates.getState' })
    await seed(server, { ...plan, people: [{ name: 'Ada Miller', username: 'ada_m' }] })
    await server.told()
    expect(ada.pushed.length).toBeGreaterThan(5)
    const found = await ada.call({ _: 'contacts.resolveUsername', username: 'ada_m' })
    expect(found.users).toMatchObject([{ self: true, firstName: 'Ada', lastName: 'Miller' }])
  })

  it('is one at a time', async () => {
    const server = await start()
    const first = seed(server, plan)
    await expect(seed(server, plan)).rejects.toMatchObject({ code: 'BUSY' })
    await first
  })

  it('leaves out whoever has ended the account meanwhile or has blocked the other, and does not make it anew', async () => {
    const server = await start()
    const stop = new AbortController()
    const store = countUnits(server, () => stop.abort())
    await seed(server, plan, { ...quiet(), stop: stop.signal })
    store.restore()
    await (await signIn(server, '9996610002')).call({ _: 'account.deleteAccount', reason: '' })
    const first = await signIn(server, '9996610001')
    const third = await findByPhone(first, '9996610003')
    await first.call({ _: 'contacts.block', id: third })
    expect(await seed(server, plan)).toMatchObject({ isWhole: true })
    const all = await Promise.all([1, 3, 4, 5, 6, 7, 8].map(async (at) => look(await signIn(server, `999661000${at}`))))
    const chats = all.map((chats) => chats.filter(({ peer }) => peer > 0).map(({ peer }) => peer))
    expect(chats[0]).not.toContain(Number(third.userId))
    const draws = createDraws(plan.seed)
    const pairs = Array.from(
      { length: plan.chats },
      (_, at) => plannedChat(parsePlan(plan), draws, startOfTime, at).pair,
    )
    const without = ([a, b]: readonly [number, number]): boolean => [a, b].includes(1) || a + b === 2
    // Of the users in places 0 and 2 one has blocked the other, and the one in place 1 is gone.
    expect(pairs.filter(without).length).toBeGreaterThan(5)
    expect(chats.flat()).toHaveLength(2 * pairs.filter((pair) => !without(pair)).length)
  })
})

/** Has units fail as a full disk does: nothing of them is stored. */
function failUnits({ store }: TestServer, fails: () => boolean): { restore(): void } {
  const { transaction } = store
  const failing: TestServer['store']['transaction'] = async (unit) => {
    const isLost = fails()
    return transaction(async (tx) => {
      const result = await unit(tx)
      if (isLost) throw new Error('the disk is full')
      return result
    })
  }
  Object.assign(store, { transaction: failing })
  return { restore: () => Object.assign(store, { transaction }) }
}

/** Calls back after each unit of the store, until `restore`. */
function countUnits({ store }: TestServer, after: () => void): { restore(): void } {
  const { transaction } = store
  const counted: TestServer['store']['transaction'] = async (unit) => {
    try {
      return await transaction(unit)
    } finally {
      after()
    }
  }
  Object.assign(store, { transaction: counted })
  return { restore: () => Object.assign(store, { transaction }) }
}
