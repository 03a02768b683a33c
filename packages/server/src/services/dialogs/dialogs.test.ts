import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listHash } from '../../rules/list-hash.ts'
import {
  createTestServer,
  findByPhone,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let alice: TestClient
let elsewhere: TestClient
/** Eight people to talk to, in the order in which Alice wrote to them. */
let people: api.inputPeerUser[]
let lastRandomId = 0n

const alicePhone = '9996610001'

beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, alicePhone, 'Alice')
  people = []
  for (let i = 0; i < 8; i++) {
    const phone = `999662000${i}`
    await signUp(server, phone, `Person ${i}`)
    const peer = await findByPhone(alice, phone)
    people.push(peer)
    server.clock.now += 1000
    await send(peer, `hello ${i}`)
  }
  elsewhere = await signIn(server, alicePhone)
  await elsewhere.call({ _: 'updates.getState' })
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

function dialogPeer(index: number): api.inputDialogPeer {
  return { _: 'inputDialogPeer', peer: person(index) }
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
  await alice.call({ _: 'messages.toggleDialogPin', pinned, peer: dialogPeer(index) })
}

async function archive(index: number, folderId = 1): Promise<void> {
  await alice.call({
    _: 'folders.editPeerFolders',
    folderPeers: [{ _: 'inputFolderPeer', peer: person(index), folderId }],
  })
}

/** What a device that was away is told of. */
async function missed(since: api.updates.State): Promise<api.Update[]> {
  const { pts, qts, date } = since
  const difference = await elsewhere.call({ _: 'updates.getDifference', pts, qts, date })
  return difference._ === 'updates.difference' ? difference.otherUpdates : []
}

describe('the list of dialogs', () => {
  it('comes newest first, and page after page by each offset', async () => {
    expect(await listed()).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
    const first = await getDialogs({ limit: 3 })
    expect(first).toMatchObject({ _: 'messages.dialogsSlice', count: 8 })
    expect(indexes(first.dialogs)).toEqual([7, 6, 5])
    const last = first.messages.find((message) => message._ === 'message' && message.message === 'hello 5')
    if (last?._ !== 'message') throw new TypeError('the last message is in the answer')
    const { id: offsetId, date: offsetDate } = last
    const next = [4, 3, 2]
    expect(await listed({ limit: 3, offsetDate, offsetId, offsetPeer: person(5) })).toEqual(next)
    expect(await listed({ limit: 3, offsetDate })).toEqual(next)
    expect(await listed({ limit: 3, offsetId })).toEqual(next)
    expect(await listed({ limit: 3, offsetPeer: person(5) })).toEqual(next)
    const end = await getDialogs({ offsetDate: offsetDate - 3 })
    expect(end).toMatchObject({ _: 'messages.dialogsSlice', count: 8 })
    expect(indexes(end.dialogs)).toEqual([1, 0])
  })

  it('answers that nothing has changed to whoever has the very list', async () => {
    const { dialogs } = await getDialogs({ limit: 4 })
    const hash = listHash(dialogs.map((dialog) => ('topMessage' in dialog ? dialog.topMessage : 0)))
    const request = { _: 'messages.getDialogs', offsetDate: 0, offsetId: 0, limit: 4, hash } as const
    const ask = () => alice.call({ ...request, offsetPeer: { _: 'inputPeerEmpty' } })
    expect(await ask()).toEqual({ _: 'messages.dialogsNotModified', count: 8 })
    await send(person(0), 'again')
    expect(await ask()).toMatchObject({ _: 'messages.dialogsSlice' })
  })

  it('refuses folders and offsets that do not exist', async () => {
    await expect(getDialogs({ folderId: 2 })).rejects.toThrow('FOLDER_ID_INVALID')
    const offsetPeer = { ...person(0), userId: 5_000_000n }
    await expect(getDialogs({ offsetPeer })).rejects.toThrow('OFFSET_PEER_ID_INVALID')
    const chat: api.inputPeerChat = { _: 'inputPeerChat', chatId: 1n }
    await expect(getDialogs({ offsetPeer: chat })).rejects.toThrow('OFFSET_PEER_ID_INVALID')
  })

  it('tells of single dialogs, also of one without any message', async () => {
    await signUp(server, '9996630001', 'Silent')
    const silent = await findByPhone(alice, '9996630001')
    const peers: api.InputDialogPeer[] = [dialogPeer(3), { _: 'inputDialogPeer', peer: silent }]
    const { dialogs } = await alice.call({ _: 'messages.getPeerDialogs', peers })
    expect(dialogs).toMatchObject([{ topMessage: 4 }, { topMessage: 0, peer: { userId: silent.userId } }])
    const nobody: api.InputDialogPeer = { _: 'inputDialogPeer', peer: { ...silent, accessHash: 0n } }
    await expect(alice.call({ _: 'messages.getPeerDialogs', peers: [nobody] })).rejects.toThrow('PEER_ID_INVALID')
  })
})

describe('pinned dialogs', () => {
  it('stand first in their order, are paged over, and can be left out', async () => {
    await pin(1)
    await pin(4)
    expect(await listed()).toEqual([4, 1, 7, 6, 5, 3, 2, 0])
    expect(await listed({ excludePinned: true })).toEqual([7, 6, 5, 3, 2, 0])
    expect(await listed({ limit: 1 })).toEqual([4])
    expect(await listed({ limit: 3, offsetPeer: person(4), offsetId: 5, offsetDate: 9 })).toEqual([1, 7, 6])
    expect(await listed({ limit: 2, offsetPeer: person(1), offsetId: 2, offsetDate: 9 })).toEqual([7, 6])
    const { dialogs, state } = await alice.call({ _: 'messages.getPinnedDialogs', folderId: 0 })
    expect(indexes(dialogs)).toEqual([4, 1])
    expect(dialogs).toMatchObject([{ pinned: true }, { pinned: true }])
    expect(state).toMatchObject({ _: 'updates.state' })
    await pin(4, false)
    expect(await listed()).toEqual([1, 7, 6, 5, 4, 3, 2, 0])
  })

  it('take a new order, with the others behind or unpinned', async () => {
    for (const index of [1, 2, 3]) await pin(index)
    const reorder = (order: number[], force = false) =>
      alice.call({ _: 'messages.reorderPinnedDialogs', folderId: 0, force, order: order.map(dialogPeer) })
    expect(await reorder([1])).toBe(true)
    expect((await listed()).slice(0, 3)).toEqual([1, 3, 2])
    await reorder([2, 5], true)
    expect((await listed()).slice(0, 4)).toEqual([2, 5, 7, 6])
    await expect(reorder([0, 1, 2, 3, 4, 5])).rejects.toThrow('PINNED_DIALOGS_TOO_MUCH')
  })

  it('are few, and have messages', async () => {
    for (const index of [0, 1, 2, 3, 4]) await pin(index)
    await expect(pin(5)).rejects.toThrow('PINNED_DIALOGS_TOO_MUCH')
    await signUp(server, '9996630001', 'Silent')
    const peer: api.InputDialogPeer = { _: 'inputDialogPeer', peer: await findByPhone(alice, '9996630001') }
    await expect(alice.call({ _: 'messages.toggleDialogPin', pinned: true, peer })).rejects.toThrow(
      'PEER_HISTORY_EMPTY',
    )
  })

  it('are told to the other devices, to those that were away by the difference', async () => {
    const since = await elsewhere.call({ _: 'updates.getState' })
    await pin(1)
    await pin(4)
    await pin(4)
    expect(alice.pushed.filter((push) => push._ === 'updates')).toEqual([])
    expect(elsewhere.pushed).toMatchObject([
      { updates: [{ _: 'updateDialogPinned', pinned: true, peer: { peer: { userId: person(1).userId } } }] },
      { updates: [{ _: 'updateDialogPinned', pinned: true, peer: { peer: { userId: person(4).userId } } }] },
    ])
    const order = [4, 1].map((index) => ({ _: 'dialogPeer', peer: { _: 'peerUser', userId: person(index).userId } }))
    expect(await missed(since)).toEqual([{ _: 'updatePinnedDialogs', folderId: undefined, order }])
    const { pts, qts, date } = await elsewhere.call({ _: 'updates.getState' })
    expect([pts, qts]).toEqual([since.pts, since.qts])
    const difference = await elsewhere.call({ _: 'updates.getDifference', pts, qts, date })
    expect(difference).toMatchObject({ _: 'updates.differenceEmpty' })
  })
})

describe('the archive', () => {
  it('takes dialogs out of the main list, and is told with the pinned dialogs, not among the pages of chats', async () => {
    await pin(6)
    await archive(6)
    await archive(2)
    expect(await listed()).toEqual([7, 5, 4, 3, 1, 0])
    const pinned = await alice.call({ _: 'messages.getPinnedDialogs', folderId: 0 })
    expect(indexes(pinned.dialogs)).toEqual(['dialogFolder'])
    expect(await listed({ folderId: 1 })).toEqual([6, 2])
    expect(await listed({ folderId: undefined })).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
    const { dialogs } = await getDialogs({ folderId: 1 })
    expect(dialogs).toMatchObject([{ folderId: 1 }, { folderId: 1 }])
    const folder: api.InputDialogPeer = { _: 'inputDialogPeerFolder', folderId: 1 }
    const summary = await alice.call({ _: 'messages.getPeerDialogs', peers: [folder] })
    expect(summary.dialogs).toMatchObject([{ _: 'dialogFolder', folder: { id: 1 }, topMessage: 7 }])
    await archive(6, 0)
    await archive(2, 0)
    expect(await listed()).toEqual([7, 6, 5, 4, 3, 2, 1, 0])
  })

  it('counts in pts, for the caller and for the other devices', async () => {
    const since = await elsewhere.call({ _: 'updates.getState' })
    const folderPeers: api.InputFolderPeer[] = [{ _: 'inputFolderPeer', peer: person(6), folderId: 1 }]
    const answer = await alice.call({ _: 'folders.editPeerFolders', folderPeers })
    const update = { _: 'updateFolderPeers', pts: since.pts + 1, ptsCount: 1, folderPeers: [{ folderId: 1 }] }
    expect(answer).toMatchObject({ updates: [update] })
    expect(elsewhere.pushed).toMatchObject([{ updates: [update] }])
    expect(await missed(since)).toMatchObject([update])
    expect(await alice.call({ _: 'folders.editPeerFolders', folderPeers })).toMatchObject({ updates: [] })
    const wrong: api.InputFolderPeer[] = [{ _: 'inputFolderPeer', peer: person(6), folderId: 7 }]
    await expect(alice.call({ _: 'folders.editPeerFolders', folderPeers: wrong })).rejects.toThrow('FOLDER_ID_INVALID')
  })
})

describe('unread marks', () => {
  it('stay until they are taken off, on all devices', async () => {
    const since = await elsewhere.call({ _: 'updates.getState' })
    const markUnread = (unread: boolean) => alice.call({ _: 'messages.markDialogUnread', unread, peer: dialogPeer(3) })
    expect(await markUnread(true)).toBe(true)
    const peer = { _: 'dialogPeer', peer: { _: 'peerUser', userId: person(3).userId } }
    expect(await alice.call({ _: 'messages.getDialogUnreadMarks' })).toEqual([peer])
    expect((await getDialogs()).dialogs.filter((one) => one._ === 'dialog' && one.unreadMark)).toHaveLength(1)
    expect(elsewhere.pushed).toMatchObject([{ updates: [{ _: 'updateDialogUnreadMark', unread: true, peer }] }])
    expect(await missed(since)).toMatchObject([{ _: 'updateDialogUnreadMark', unread: true }])
    await markUnread(false)
    expect(await alice.call({ _: 'messages.getDialogUnreadMarks' })).toEqual([])
    expect(await missed(since)).toEqual([expect.objectContaining({ unread: undefined })])
  })
})

describe('a dialog that is deleted', () => {
  it('is in no list, and comes back with the next message neither pinned nor marked', async () => {
    const since = await elsewhere.call({ _: 'updates.getState' })
    await pin(3)
    await alice.call({ _: 'messages.markDialogUnread', unread: true, peer: dialogPeer(3) })
    await alice.call({ _: 'messages.deleteHistory', peer: person(3), maxId: 0 })
    expect(await listed()).toEqual([7, 6, 5, 4, 2, 1, 0])
    expect(await alice.call({ _: 'messages.getDialogUnreadMarks' })).toEqual([])
    expect(await missed(since)).toMatchObject([
      { _: 'updateDeleteMessages' },
      { _: 'updatePinnedDialogs', order: [] },
      { _: 'updateDialogUnreadMark', unread: undefined },
    ])
    await send(person(3), 'hello again')
    expect((await getDialogs()).dialogs[0]).toMatchObject({ pinned: undefined, unreadMark: undefined })
    expect((await listed())[0]).toBe(3)
  })
})
