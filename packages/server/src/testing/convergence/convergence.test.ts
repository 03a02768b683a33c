import type { api } from '@chappe/tl-codec/api'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestServer, findByPhone, signIn, signUp, type TestServer } from '../test-server.ts'
import { type Operation, operations } from './arbitrary-operations.ts'
import { Device } from './device.ts'
import { Model } from './model.ts'
import { perform, userOf, type World } from './operations.ts'
import { fetchAll, serverSnapshot } from './server-snapshot.ts'

let server: TestServer
let beginning = 0
let people = 0
let lastRandomId = 0n
const counts = new Map<string, number>()

beforeAll(async () => {
  server = await createTestServer()
  beginning = server.clock.now
})
afterAll(() => server.close())

/** Three users with two devices each, who know each other and have not talked yet. */
async function newWorld(): Promise<World> {
  // Runs in which months pass would come to the end of what 32 bits can tell.
  server.clock.now = beginning
  const phones = [1, 2, 3].map((digit) => `99966${digit}${String(++people).padStart(4, '0')}`)
  const devices: Device[] = []
  const peers: (readonly api.inputPeerUser[])[] = []
  for (const [index, phone] of phones.entries()) {
    for (const client of [await signUp(server, phone, `Person ${index}`), await signIn(server, phone)]) {
      const [self] = await client.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
      if (self?._ !== 'user') throw new TypeError('a user sees itself')
      const device = new Device(client, self.id, () => fetchAll(client, peers[index] ?? []), devices.length % 2 === 1)
      device.view.meet([self])
      devices.push(device)
    }
  }
  for (const [index] of phones.entries()) {
    const first = devices[2 * index]
    if (first === undefined) throw new TypeError('each user has two devices')
    peers.push(await Promise.all(phones.map((phone) => findByPhone(first.client, phone))))
  }
  for (const device of devices) await device.start()
  return { server, devices, model: new Model(), peers, counts, nextRandomId: () => ++lastRandomId }
}

async function check(world: World, steps: readonly Operation[]): Promise<void> {
  for (const step of steps) await perform(world, step)
  for (const [index, device] of world.devices.entries()) {
    await device.goOnline()
    await device.catchUp()
    const names = world.peers[userOf(index)] ?? []
    const peers = names.map(({ userId }) => userId)
    const expected = world.model.snapshot(device.self, peers)
    expect(await serverSnapshot(device.client, names), 'the server has what the model says').toEqual(expected)
    expect(device.view.snapshot(peers), 'the device has what the server has').toEqual(expected)
    counts.set('refetch', (counts.get('refetch') ?? 0) + device.refetches)
  }
}

/** What must have been carried out in a fair part of the runs, so that they show something. */
const messageKinds = ['send', 'edit', 'forward', 'react', 'pinMessage', 'draft', 'delete', 'deleteChat', 'read']
const kinds = [
  ...messageKinds,
  'pin',
  'pinSaved',
  'reorder',
  'archive',
  'mute',
  'mark',
  'forget',
  'refetch',
  'restore',
  'askInVain',
]

describe('Any two devices of a user', () => {
  it('show the same in the end, whatever happened, was lost or came while they were away', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(operations, async (steps) => check(await newWorld(), steps)),
      { numRuns: 300 },
    )
    for (const kind of kinds) expect(counts.get(kind) ?? 0, kind).toBeGreaterThan(20)
  })
})
