import type { api } from '@chappe/tl-codec/api'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { asUser } from '../../../ids.ts'
import { type SharedStore, shareStore } from '../../../shared-store.ts'
import {
  createTestServer,
  findByPhone,
  signIn,
  signUp,
  startOfTime,
  type TestClient,
  type TestServer,
} from '../../../test-server.ts'
import { times } from '../../../times.ts'
import { ForumDevice } from './device.ts'
import { serverSnapshot } from './fetched.ts'
import { ForumModel } from './model.ts'
import { type Operation, operations } from './operations.ts'
import { perform, type World } from './perform.ts'
import { withoutPins } from './snapshot.ts'

/** Where the devices of a run are: the first of each user at the first server, the second at the second one, if there are two. */
interface Place {
  readonly servers: readonly [TestServer, TestServer]
  /** Brings some of what is on its way from one to the other, or all of it. */
  bring(all: boolean): Promise<void>
}

const counts = new Map<string, number>()

let people = 0
let names = 0
let lastRandomId = 0n

async function newWorld({ servers, bring }: Place): Promise<World> {
  const [server] = servers
  server.clock.now = startOfTime * 1000
  const phones = [1, 2, 3].map((digit) => `99966${digit}${String(++people).padStart(4, '0')}`)
  const clients: TestClient[] = []
  for (const phone of phones) clients.push(await signUp(server, phone, 'Person'), await signIn(servers[1], phone))
  const [creator] = clients
  if (creator === undefined) throw new TypeError('there are three users')
  const users: bigint[] = []
  for (const client of clients) await client.call({ _: 'updates.getState' })
  const kind = { megagroup: true, title: 'forum', about: '' }
  const updates = await creator.call({ _: 'channels.createChannel', ...kind })
  const [chat] = 'chats' in updates ? updates.chats : []
  if (chat?._ !== 'channel') throw new TypeError('the channel that was made is shown')
  const channel: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  const username = `forum_${++names}`
  await creator.call({ _: 'channels.updateUsername', channel, username })
  await creator.call({ _: 'channels.toggleForum', channel, enabled: true, tabs: false })
  for (const [index, phone] of phones.entries()) {
    const userId: api.inputUser = { ...(await findByPhone(creator, phone)), _: 'inputUser' }
    users.push(userId.userId)
    if (index > 0) await creator.call({ _: 'channels.inviteToChannel', channel, users: [userId] })
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', manageTopics: true, deleteMessages: true }
    if (index === 1) await creator.call({ _: 'channels.editAdmin', channel, userId, adminRights })
  }
  const [first = 0n, ...others] = users
  const model = new ForumModel(first, others, startOfTime)
  await bring(true)
  const devices: ForumDevice[] = []
  for (const [index, client] of clients.entries()) {
    const { chats } = await client.call({ _: 'contacts.resolveUsername', username })
    const [named] = chats
    if (named?._ !== 'channel') throw new TypeError('a public group is found')
    const input: api.inputChannel = { _: 'inputChannel', channelId: named.id, accessHash: named.accessHash ?? 0n }
    const device = new ForumDevice(client, users[Math.floor(index / 2)] ?? 0n, [input], index % 2 === 1)
    await device.start()
    devices.push(device)
  }
  return {
    ...{ server, devices, counts, model, id: chat.id, firstUser: asUser(first) },
    bring: () => bring(false),
    nextRandomId: () => ++lastRandomId,
  }
}

async function check(place: Place, steps: readonly Operation[]): Promise<void> {
  const world = await newWorld(place)
  const { id, model } = world
  for (const step of steps) await perform(world, step)
  await place.bring(true)
  for (const device of world.devices) {
    await device.goOnline()
    await device.catchUp()
    const channel = device.nameOf(id)
    const expected = model.snapshot(device.self)
    expect(await serverSnapshot(device.client, channel), 'the server has what the model says').toEqual(expected)
    expect(withoutPins(device.forumSnapshot(id)), 'the device knows it by itself').toEqual(withoutPins(expected))
    await device.look(id)
    expect(device.forumSnapshot(id), 'the device shows the list as the server has it').toEqual(expected)
    counts.set('refetch', (counts.get('refetch') ?? 0) + device.refetches)
  }
}

/** What must have been carried out, or refused, in some of the runs, so that they show something. */
const kinds = [
  ...['say', 'reply', 'edit', 'delete', 'readTopic', 'readAll', 'create', 'rename', 'close', 'pin', 'remove'],
  ...['restore', 'askInVain', 'forget', 'refetch', 'TOPIC_CLOSED', 'TOPIC_ID_INVALID', 'CHAT_ADMIN_REQUIRED'],
]

describe('Any two devices of a user', () => {
  let place: Place
  beforeAll(async () => {
    const server = await createTestServer({ rateLimits: {} })
    place = { servers: [server, server], bring: () => server.told() }
  })
  afterAll(() => place.servers[0].close())

  it('show the same of topics in the end, whatever happened, was lost or came while they were away', {
    timeout: 120_000 * times,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(operations, async (steps) => check(place, steps)),
      { numRuns: 14 * times },
    )
  })
})

describe('Two devices of a user at two servers on one store', () => {
  let shared: SharedStore
  let place: Place
  beforeAll(async () => {
    shared = await shareStore(0, { lost: 0.1, doubled: 0.1 }, { rateLimits: {} })
    const { servers, bus } = shared
    place = {
      servers,
      async bring(all) {
        if (all) bus.bringAll()
        else bus.bringSome()
        for (const server of servers) await server.told()
      },
    }
  })
  afterAll(() => shared.close())

  it('show the same of topics, also if what the servers tell each other is late, out of order, doubled or lost', {
    timeout: 120_000 * times,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(operations, fc.nat(), async (steps, seed) => {
        shared.bus.begin(seed)
        await check(place, steps)
      }),
      // Shrinking would take longer than the test may: the seed leads to the same run again.
      { numRuns: 12 * times, endOnFailure: true },
    )
  })
})

describe('All that may happen to topics', () => {
  it('has happened in some of these runs, or was refused', () => {
    for (const kind of kinds) expect(counts.get(kind) ?? 0, kind).toBeGreaterThan(0)
  })
})
