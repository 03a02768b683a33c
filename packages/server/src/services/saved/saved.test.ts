import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listHash } from '../../rules/list-hash.ts'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { findByPhone, signUp, type TestClient } from '../../testing/test-server.ts'

let chat: ChatFixture
let elsewhere: TestClient
let toCarol: api.inputPeerUser
const self: api.inputPeerSelf = { _: 'inputPeerSelf' }

/**
 * Alice's chat with herself, oldest first: `note 1`; `from Bob 1` and `to Bob`, saved from the chat with Bob; `to Carol`;
 * `note 2`; `from Bob 2`.
 */
beforeEach(async () => {
  chat = await openChat()
  const { server, alice, bob, toBob, toAlice } = chat
  const carol = await signUp(server, '9996630003', 'Carol')
  toCarol = await findByPhone(alice, '9996630003')
  await findByPhone(carol, '9996610001')
  const tick = (): void => {
    server.clock.now += 1000
  }
  await bob.call(chat.text(toAlice, 'from Bob 1'))
  await alice.call(chat.text(toBob, 'to Bob'))
  await bob.call(chat.text(toAlice, 'from Bob 2'))
  await alice.call(chat.text(toCarol, 'to Carol'))
  tick()
  await alice.call(chat.text(self, 'note 1'))
  tick()
  await save(toBob, 1, 2)
  tick()
  await save(toCarol, 4)
  tick()
  await alice.call(chat.text(self, 'note 2'))
  tick()
  await save(toBob, 3)
  elsewhere = await chat.otherDevice('alice')
})
afterEach(() => chat.server.close())

async function save(fromPeer: api.InputPeer, ...id: number[]): Promise<void> {
  const randomId = id.map(() => chat.randomId())
  await chat.alice.call({ _: 'messages.forwardMessages', fromPeer, id, randomId, toPeer: self })
}

it('messages to oneself are neither from this side nor the other, written or forwarded, but for those that wait', async () => {
  const { alice } = chat
  expect((await chat.history(alice, self)).map((message) => 'out' in message && message.out)).toEqual(
    Array.from({ length: 6 }, () => undefined),
  )
  const other = await chat.otherDevice('alice')
  await alice.call(chat.text(self, 'note 3'))
  await save(toCarol, 4)
  const messages = other.pushed.flatMap((one) => (one._ === 'updates' ? one.updates : []))
  expect(messages).toMatchObject([{ message: { out: undefined } }, { message: { out: undefined } }])
  await alice.call(chat.text(self, 'later', { scheduleDate: chat.now() + 60 }))
  const later = await alice.call({ _: 'messages.getScheduledHistory', peer: self, hash: 0n })
  expect(later).toMatchObject({ messages: [{ message: 'later', out: true }] })
})

type Page = Partial<Omit<api.messages.getSavedDialogs, '_'>>

async function getDialogs(page: Page = {}): Promise<api.messages.SavedDialogs> {
  const start = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
  return chat.alice.call({ _: 'messages.getSavedDialogs', ...start, ...page })
}

function namesOf(result: api.messages.SavedDialogs): string[] {
  if (result._ === 'messages.savedDialogsNotModified') throw new TypeError('no hash was given')
  return result.dialogs.map(({ peer }) => {
    const user = result.users.find(({ id }) => peer._ === 'peerUser' && id === peer.userId)
    return user?._ === 'user' && user.firstName !== undefined ? user.firstName : 'nobody'
  })
}

const listed = async (page: Page = {}): Promise<string[]> => namesOf(await getDialogs(page))

async function history(peer: api.InputPeer, page: Partial<api.messages.getSavedHistory> = {}): Promise<string[]> {
  const all = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
  const result = await chat.alice.call({ _: 'messages.getSavedHistory', peer, ...all, ...page })
  if (result._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
  return result.messages.map((message) => (message._ === 'message' ? message.message : message._))
}

function pin(peer: api.InputPeer, pinned = true): Promise<boolean> {
  return chat.alice.call({ _: 'messages.toggleSavedDialogPin', pinned, peer: { _: 'inputDialogPeer', peer } })
}

async function missed({ pts, qts, date }: api.updates.State): Promise<api.Update[]> {
  const difference = await elsewhere.call({ _: 'updates.getDifference', pts, qts, date })
  return difference._ === 'updates.difference' ? difference.otherUpdates : []
}

describe('saved dialogs', () => {
  it('stand by the chats that their messages are from, newest first, page after page', async () => {
    const all = await getDialogs()
    expect(all).toMatchObject({
      _: 'messages.savedDialogs',
      dialogs: [{ topMessage: 10 }, { topMessage: 9 }, { topMessage: 8 }],
      messages: expect.arrayContaining([expect.objectContaining({ message: 'from Bob 2' })]),
    })
    expect(namesOf(all)).toEqual(['Bob', 'Alice', 'Carol'])
    const first = await getDialogs({ limit: 1 })
    expect(first).toMatchObject({ _: 'messages.savedDialogsSlice', count: 3 })
    expect(namesOf(first)).toEqual(['Bob'])
    const next = ['Alice', 'Carol']
    expect(await listed({ offsetId: 10, offsetDate: chat.now() })).toEqual(next)
    expect(await listed({ offsetId: 10 })).toEqual(next)
    expect(await listed({ offsetPeer: chat.toBob })).toEqual(next)
    expect(await getDialogs({ hash: listHash([10, 9, 8]) })).toEqual({
      _: 'messages.savedDialogsNotModified',
      count: 3,
    })
    const byId = await chat.alice.call({ _: 'messages.getSavedDialogsByID', ids: [toCarol, self] })
    expect(namesOf(byId).sort()).toEqual(['Alice', 'Carol'])
    expect(await chat.bob.call({ _: 'messages.getPinnedSavedDialogs' })).toMatchObject({ dialogs: [] })
  })

  it('are nothing else than part of the chat with oneself', async () => {
    expect(await history(chat.toBob)).toEqual(['from Bob 2', 'to Bob', 'from Bob 1'])
    expect(await history(chat.toBob, { offsetId: 10, limit: 1 })).toEqual(['to Bob'])
    expect(await history(chat.toBob, { offsetDate: chat.now() })).toEqual(['to Bob', 'from Bob 1'])
    expect(await history(chat.toBob, { addOffset: 1, limit: 1 })).toEqual(['to Bob'])
    expect(await history(self)).toEqual(['note 2', 'note 1'])
    expect(await chat.texts(chat.alice, self)).toHaveLength(6)
  })

  it('are searched and counted one by one', async () => {
    const search = async (savedPeerId: api.InputPeer, q: string, peer: api.InputPeer = self): Promise<number[]> => {
      const page = { offsetId: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n, minDate: 0, maxDate: 0 }
      const filter: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }
      const result = await chat.alice.call({ _: 'messages.search', peer, savedPeerId, q, filter, ...page })
      return result._ === 'messages.messagesNotModified' ? [] : result.messages.map(({ id }) => id)
    }
    expect(await search(chat.toBob, 'from')).toEqual([10, 6])
    expect(await search(chat.toBob, '')).toEqual([10, 7, 6])
    expect(await search(toCarol, 'from')).toEqual([])
    await expect(search(chat.toBob, 'from', toCarol)).rejects.toThrow('PEER_ID_INVALID')
    const filter: api.MessagesFilter = { _: 'inputMessagesFilterEmpty' }
    const within = { peer: self, savedPeerId: chat.toBob, filter, offsetId: 0 }
    expect(await chat.alice.call({ _: 'messages.getSearchCounters', ...within, filters: [filter] })).toMatchObject([
      { count: 3 },
    ])
    expect(await chat.alice.call({ _: 'messages.getSearchResultsPositions', ...within, limit: 10 })).toMatchObject({
      count: 3,
      positions: [{ msgId: 10 }, { msgId: 7 }, { msgId: 6 }],
    })
    expect(await chat.alice.call({ _: 'messages.getSearchResultsCalendar', ...within, offsetDate: 0 })).toMatchObject({
      count: 3,
      periods: [{ minMsgId: 6, maxMsgId: 10, count: 3 }],
    })
  })

  it('are pinned and put in order on all devices', async () => {
    const since = await elsewhere.call({ _: 'updates.getState' })
    await pin(toCarol)
    await pin(self)
    await pin(self)
    expect(await listed()).toEqual(['Alice', 'Carol', 'Bob'])
    expect(await listed({ excludePinned: true })).toEqual(['Bob'])
    expect(await listed({ limit: 2, offsetPeer: self, offsetId: 9 })).toEqual(['Carol', 'Bob'])
    expect(namesOf(await chat.alice.call({ _: 'messages.getPinnedSavedDialogs' }))).toEqual(['Alice', 'Carol'])
    const told = (peer: bigint) => ({
      updates: [{ _: 'updateSavedDialogPinned', pinned: true, peer: { peer: { userId: peer } } }],
    })
    expect(elsewhere.pushed).toMatchObject([told(toCarol.userId), told(chat.toAlice.userId)])
    expect(chat.alice.pushed.flatMap((push) => (push._ === 'updates' ? push.updates : []))).not.toContainEqual(
      expect.objectContaining({ _: 'updateSavedDialogPinned' }),
    )
    const peer = ({ userId }: api.inputPeerUser): api.dialogPeer => ({
      _: 'dialogPeer',
      peer: { _: 'peerUser', userId },
    })
    const update = (...order: api.dialogPeer[]) => [{ _: 'updatePinnedSavedDialogs', order }]
    expect(await missed(since)).toEqual(update(peer(chat.toAlice), peer(toCarol)))

    const reorder = (order: api.InputPeer[], force = false) =>
      chat.alice.call({
        _: 'messages.reorderPinnedSavedDialogs',
        force,
        order: order.map((one) => ({ _: 'inputDialogPeer', peer: one })),
      })
    expect(await reorder([toCarol])).toBe(true)
    expect(await missed(since)).toEqual(update(peer(toCarol), peer(chat.toAlice)))
    await reorder([chat.toBob], true)
    expect(await missed(since)).toEqual(update(peer(chat.toBob)))
    await pin(chat.toBob, false)
    expect(await listed()).toEqual(['Bob', 'Alice', 'Carol'])
  })

  it('are few when pinned, and not without messages', async () => {
    await signUp(chat.server, '9996640004', 'Dave')
    await expect(pin(await findByPhone(chat.alice, '9996640004'))).rejects.toThrow('PEER_HISTORY_EMPTY')
    const people: api.inputPeerUser[] = []
    for (let i = 0; i < 6; i++) {
      await signUp(chat.server, `999665000${i}`, `Person ${i}`)
      const peer = await findByPhone(chat.alice, `999665000${i}`)
      people.push(peer)
      const sent = await chat.alice.call(chat.text(peer, 'hello'))
      if (sent._ !== 'updateShortSentMessage') throw new TypeError('a plain text is answered shortly')
      await save(peer, sent.id)
    }
    const [last, ...others] = people
    if (last === undefined) throw new TypeError('there are six')
    for (const peer of others) await pin(peer)
    await expect(pin(last)).rejects.toThrow('PINNED_DIALOGS_TOO_MUCH')
    const order = people.map((peer): api.inputDialogPeer => ({ _: 'inputDialogPeer', peer }))
    await expect(chat.alice.call({ _: 'messages.reorderPinnedSavedDialogs', order })).rejects.toThrow(
      'PINNED_DIALOGS_TOO_MUCH',
    )
  })

  it('are deleted in part or as a whole, and are then pinned no longer', async () => {
    await pin(chat.toBob)
    await pin(toCarol)
    const since = await elsewhere.call({ _: 'updates.getState' })
    const remove = (more: Partial<api.messages.deleteSavedHistory>) =>
      chat.alice.call({ _: 'messages.deleteSavedHistory', peer: chat.toBob, maxId: 0, ...more })
    expect(await remove({ maxId: 6 })).toEqual({
      _: 'messages.affectedHistory',
      pts: since.pts + 1,
      ptsCount: 1,
      offset: 0,
    })
    expect(await history(chat.toBob)).toEqual(['from Bob 2', 'to Bob'])
    await remove({ minDate: chat.now() - 1 })
    expect(await history(chat.toBob)).toEqual(['to Bob'])
    expect(await listed()).toEqual(['Carol', 'Bob', 'Alice'])
    elsewhere.pushed.length = 0
    await remove({})
    expect(await listed()).toEqual(['Carol', 'Alice'])
    const order = [{ _: 'dialogPeer', peer: { _: 'peerUser', userId: toCarol.userId } }]
    expect(elsewhere.pushed).toMatchObject([
      { updates: [{ _: 'updatePinnedSavedDialogs', order }] },
      { updates: [{ _: 'updateDeleteMessages', messages: [7] }] },
    ])
    expect(await missed(since)).toMatchObject([
      { messages: [6] },
      { messages: [10] },
      { messages: [7] },
      { _: 'updatePinnedSavedDialogs', order },
    ])
    expect(await remove({})).toMatchObject({ ptsCount: 0, offset: 0 })
    await expect(remove({ maxId: -1 })).rejects.toThrow('MAX_ID_INVALID')
    await save(chat.toBob, 1)
    expect(await listed()).toEqual(['Carol', 'Bob', 'Alice'])
    await chat.alice.call({ _: 'messages.deleteHistory', peer: self, maxId: 0, justClear: true })
    expect(await listed()).toEqual([])
  })

  it('are those of a hidden author where the other one of a chat wants no links', async () => {
    const { alice, bob, toBob, toAlice } = chat
    const key: api.InputPrivacyKey = { _: 'inputPrivacyKeyForwards' }
    await bob.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueDisallowAll' }] })
    await save(toBob, 1, 2)
    const all = await getDialogs()
    expect(namesOf(all)).toEqual(['Alice', 'Author Hidden', 'Bob', 'Carol'])
    const hidden = all._ === 'messages.savedDialogsNotModified' ? [] : all.users.filter(({ id }) => id === 2_666_000n)
    const [user] = hidden
    if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError('the hidden author is told of')
    const author: api.inputPeerUser = { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
    expect(await history(author)).toEqual(['from Bob 1'])
    const [mine] = await chat.history(alice, self)
    expect(mine).toMatchObject({ message: 'to Bob', savedPeerId: { userId: toAlice.userId }, fwdFrom: {} })
    expect(mine).not.toMatchObject({ fwdFrom: { savedFromPeer: expect.anything() } })
    expect(await pin(author)).toBe(true)
    expect(await listed({ offsetPeer: author, limit: 1 })).toEqual(['Alice'])
    // There is no such account.
    await expect(alice.call(chat.text(author, 'who are you?'))).rejects.toThrow('PEER_ID_INVALID')
    await expect(history({ ...author, accessHash: 1n })).rejects.toThrow('PEER_ID_INVALID')
  })

  it('have no parents, and are no news', async () => {
    const parentPeer = chat.toBob
    await expect(getDialogs({ parentPeer })).rejects.toThrow('PARENT_PEER_INVALID')
    await expect(history(self, { parentPeer })).rejects.toThrow('PARENT_PEER_INVALID')
    await expect(chat.alice.call({ _: 'messages.readSavedHistory', parentPeer, peer: self, maxId: 1 })).rejects.toThrow(
      'PARENT_PEER_INVALID',
    )
    const stranger: api.inputPeerUser = { ...chat.toBob, accessHash: 1n }
    await expect(history(stranger)).rejects.toThrow('PEER_ID_INVALID')
    await expect(pin(stranger)).rejects.toThrow('PEER_ID_INVALID')
  })
})
