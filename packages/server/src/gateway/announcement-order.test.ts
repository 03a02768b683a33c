import type { api } from '@chappe/tl-codec/api'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SharedStore, shareStore } from '../testing/shared-store.ts'
import { findByPhone, signIn, signUp, type TestClient } from '../testing/test-server.ts'
import { gapWaitMs } from './in-order.ts'

const [phoneA, phoneB] = ['9996610001', '9996620002']

let shared: SharedStore
/** Ada writes here, Bob has one device here and one there. */
let ada: TestClient
let bobHere: TestClient
let bobThere: TestClient
let toBob: api.inputPeerUser
let toAda: api.inputPeerUser
beforeEach(async () => {
  shared = await shareStore(1, undefined, { rateLimits: {} })
  const [here, there] = shared.servers
  ada = await signUp(here, phoneA, 'Ada')
  bobHere = await signUp(here, phoneB, 'Bob')
  bobThere = await signIn(there, phoneB)
  toBob = await findByPhone(ada, phoneB)
  toAda = await findByPhone(bobHere, phoneA)
  await bobThere.call({ _: 'updates.getState' })
  await settle()
  bobThere.pushed.length = 0
})
afterEach(() => shared.close())

/** Brings what is on its way, and tells what it says. */
async function settle(): Promise<void> {
  shared.bus.bringAll()
  for (const server of shared.servers) await server.told()
}

async function waitForGaps(): Promise<void> {
  shared.clock.now += gapWaitMs
  for (const server of shared.servers) await server.told()
}

let lastRandomId = 0n
const send = (message: string): Promise<unknown> =>
  ada.call({ _: 'messages.sendMessage', peer: toBob, message, randomId: ++lastRandomId })

/** What Bob's device there was told of messages, in order: where each stands, and what it says. */
function toldThere(): (readonly [number, string])[] {
  return bobThere.pushed.flatMap((updates) => {
    if (updates._ === 'updateShortMessage') return [[updates.pts, updates.message] as const]
    if (updates._ !== 'updates') return []
    return updates.updates.flatMap((update) =>
      update._ === 'updateNewMessage' && update.message._ === 'message'
        ? [[update.pts, update.message.message] as const]
        : [],
    )
  })
}

/** What Bob's device there was told of a channel's log, in order: where each stands, and what it says. */
function toldOfChannel(): (readonly [number, string])[] {
  const updates = bobThere.pushed.flatMap((one) => (one._ === 'updates' ? one.updates : []))
  return updates.flatMap((update) =>
    update._ === 'updateNewChannelMessage' && update.message._ === 'message'
      ? [[update.pts, update.message.message] as const]
      : [],
  )
}

describe('a device at another server', () => {
  it('is told of what is posted in a channel once each and in order, whatever becomes of the words about it', {
    timeout: 60_000,
  }, async () => {
    const created = await ada.call({ _: 'channels.createChannel', title: 'Gardeners', about: '', megagroup: true })
    const [chat] = 'chats' in created ? created.chats : []
    if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('what was made is shown')
    const channel = { channelId: chat.id, accessHash: chat.accessHash }
    const users: api.inputUser[] = [{ ...toBob, _: 'inputUser' }]
    await ada.call({ _: 'channels.inviteToChannel', channel: { _: 'inputChannel', ...channel }, users })
    await settle()
    const post = (message: string): Promise<unknown> =>
      ada.call({
        ...{ _: 'messages.sendMessage', peer: { _: 'inputPeerChannel', ...channel }, message },
        randomId: ++lastRandomId,
      })
    let number = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), fc.nat(), async (lost, seed) => {
        shared.bus.begin(seed)
        // From here on it is known how far the log has come.
        await post('first')
        await settle()
        await waitForGaps()
        bobThere.pushed.length = 0
        const sent: string[] = []
        for (const isLost of [...lost, false]) {
          shared.bus.cut = isLost
          sent.push(`post ${++number}`)
          await post(sent.at(-1) ?? '')
          shared.bus.cut = false
          if (seed % 3 === 0) shared.bus.bringSome()
        }
        await settle()
        await waitForGaps()
        const told = toldOfChannel()
        expect(told.map(([, text]) => text)).toEqual(sent)
        expect(told.map(([pts]) => pts)).toEqual(told.map((_, index) => (told[0]?.[0] ?? 0) + index))
        const names = bobThere.pushed.flatMap((one) => (one._ === 'updateShort' ? [one.update._] : [one._]))
        expect(names.filter((name) => /TooLong/.test(name))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('is told of messages once each and in order, whatever becomes of the words about them', {
    timeout: 60_000,
  }, async () => {
    let number = 0
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), fc.nat(), async (lost, seed) => {
        shared.bus.begin(seed)
        bobThere.pushed.length = 0
        const sent: string[] = []
        for (const isLost of [...lost, false]) {
          shared.bus.cut = isLost
          sent.push(`message ${++number}`)
          await send(sent.at(-1) ?? '')
          shared.bus.cut = false
          if (seed % 3 === 0) shared.bus.bringSome()
        }
        await settle()
        await waitForGaps()
        const told = toldThere()
        expect(told.map(([, text]) => text)).toEqual(sent)
        expect(told.map(([pts]) => pts)).toEqual(told.map((_, index) => (told[0]?.[0] ?? 0) + index))
        expect(bobThere.pushed.filter(({ _: name }) => name === 'updatesTooLong')).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  it('is told of what another one of the same user writes there, also while a word is on its way', async () => {
    await send('one')
    // Here all is known; there the first is missing when its own comes.
    await bobThere.call({ _: 'messages.sendMessage', peer: toAda, message: 'mine', randomId: ++lastRandomId })
    const other = await shared.servers[1].connect(undefined, bobThere.key.authKeyId)
    await other.call({ _: 'updates.getState' })
    await send('two')
    await settle()
    await waitForGaps()
    expect(toldThere().map(([, text]) => text)).toEqual(['one', 'two'])
  })

  it('ends up with the last of several changes without pts, in whatever order words come, and if the last is lost', async () => {
    await send('one')
    await settle()
    const peer: api.InputDialogPeer = { _: 'inputDialogPeer', peer: toAda }
    const pin = (pinned: boolean): Promise<unknown> => bobHere.call({ _: 'messages.toggleDialogPin', pinned, peer })
    for (let round = 0; round < 12; round++) {
      const isLastLost = round % 2 === 1
      bobThere.pushed.length = 0
      shared.bus.begin(round)
      await pin(true)
      shared.bus.cut = isLastLost
      await pin(false)
      shared.bus.cut = false
      await settle()
      await waitForGaps()
      const pins = bobThere.pushed.flatMap((updates) => (updates._ === 'updates' ? updates.updates : []))
      const last = pins.at(-1)
      // Either the last word came, or none that is out of date.
      if (isLastLost) expect(pins, `round ${round}`).toEqual([])
      else expect(last, `round ${round}`).toMatchObject({ _: 'updatePinnedDialogs', order: [] })
      await pin(true)
      await settle()
      await waitForGaps()
    }
  })
})
