import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestServer, findByPhone, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

let server: TestServer
let alice: TestClient
/** Eight people to talk to, in the order in which Alice wrote to them. */
let people: api.inputPeerUser[]
let lastRandomId = 0n

beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, '9996610001', 'Alice')
  people = []
  for (let i = 0; i < 8; i++) {
    const phone = `999662000${i}`
    await signUp(server, phone, `Person ${i}`)
    const peer = await findByPhone(alice, phone)
    people.push(peer)
    server.clock.now += 1000
    await send(peer, `hello ${i}`)
  }
})
afterEach(() => server.close())

async function send(peer: api.InputPeer, message: string): Promise<void> {
  await alice.call({ _: 'messages.sendMessage', peer, message, randomId: ++lastRandomId })
}

function person(index: number): api.inputPeerUser {
  const peer = people[index]
  if (peer === undefined) throw new TypeError(`there is no person ${index}`)
  return peer
}

type Page = Partial<Omit<api.messages.getDialogs, '_'>>

async function getDialogs(page: Page = {}): Promise<Exclude<api.messages.Dialogs, api.messages.dialogsNotModified>> {
  const start = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
  const result = await alice.call({ _: 'messages.getDialogs', folderId: 0, ...start, ...page })
  if (result._ === 'messages.dialogsNotModified') throw new TypeError('no hash was given')
  return result
}

/** Whom a list shows, by their place in `people`. */
function indexes(dialogs: readonly api.Dialog[]): (number | string)[] {
  return dialogs.map((dialog) => {
    if (dialog._ !== 'dialog' || dialog.peer._ !== 'peerUser') return dialog._
    const { userId } = dialog.peer
    return people.findIndex((peer) => peer.userId === userId)
  })
}

async function listed(page: Page = {}): Promise<(number | string)[]> {
  return indexes((await getDialogs(page)).dialogs)
}

async function pin(index: number, pinned = true): Promise<void> {
  await alice.call({ _: 'messages.toggleDialogPin', pinned, peer: { _: 'inputDialogPeer', peer: person(index) } })
}

describe('a page of the list of dialogs', () => {
  it('takes a place in the list from whoever names it, with or without an access hash', async () => {
    const unproven = { ...person(5), accessHash: 0n }
    expect(await listed({ limit: 3, offsetPeer: unproven })).toEqual([4, 3, 2])
    await pin(5)
    expect(await listed({ limit: 3, offsetPeer: unproven })).toEqual([7, 6, 4])
    await pin(5, false)
    const { messages } = await getDialogs()
    const fifth = messages.find((message) => message._ === 'message' && message.message === 'hello 5')
    const offset = { limit: 3, offsetDate: fifth?._ === 'message' ? fifth.date : 0, offsetId: fifth?.id ?? 0 }
    // Of a stranger, or of somebody who does not exist, nothing is told.
    for (const userId of [unproven.userId, 777_000n, 5_000_000n, -1n]) {
      const offsetPeer = { ...unproven, userId }
      expect(await listed({ ...offset, offsetPeer })).toEqual([4, 3, 2])
    }
    expect(await listed({ ...offset, offsetPeer: { _: 'inputPeerChannel', channelId: 1n, accessHash: 0n } })).toEqual([
      4, 3, 2,
    ])
  })

  it('begins at a time that is yet to come with all, the pinned ones first', async () => {
    await pin(2)
    const farOff = { offsetDate: 2_147_483_647, offsetId: 2_147_483_647 }
    expect(await getDialogs(farOff)).toMatchObject({ _: 'messages.dialogs' })
    expect(await listed(farOff)).toEqual([2, 7, 6, 5, 4, 3, 1, 0])
    expect(await listed({ ...farOff, excludePinned: true })).toEqual([7, 6, 5, 4, 3, 1, 0])
  })

  it('shows 131 chats to a client that begins far off and names places without access hashes', async () => {
    for (let i = people.length; i < 131; i++) {
      const phone = `99966${3 + (i % 7)}${String(i).padStart(4, '0')}`
      await signUp(server, phone, `Person ${i}`)
      server.clock.now += 60_000
      people.push(await findByPhone(alice, phone))
    }
    for (let i = 8; i < 131; i++) {
      // Some of them at the same time.
      if (i % 3 === 0) server.clock.now += 1000
      await send(person(i), `hello ${i}`)
    }
    const seen: (number | string)[] = []
    let offset: Page = { offsetDate: 2_147_483_647, offsetId: 2_147_483_647 }
    for (;;) {
      const page = await getDialogs({ excludePinned: true, ...offset })
      if (page.dialogs.length === 0) break
      seen.push(...indexes(page.dialogs))
      const last = page.dialogs.at(-1)
      const message = page.messages.find(
        ({ id }) => last !== undefined && 'topMessage' in last && last.topMessage === id,
      )
      if (message === undefined || message._ === 'messageEmpty' || message.peerId._ !== 'peerUser') break
      const { userId } = message.peerId
      const offsetPeer: api.InputPeer = { _: 'inputPeerUser', userId, accessHash: 0n }
      offset = { offsetDate: message.date, offsetId: message.id, offsetPeer }
    }
    expect(seen).toEqual(Array.from({ length: 131 }, (_, i) => 130 - i))
  })
})
