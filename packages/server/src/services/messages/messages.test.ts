import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
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
let bob: TestClient
let toBob: api.inputPeerUser
let toAlice: api.inputPeerUser
let lastRandomId = 0n

const alicePhone = '9996610001'
const bobPhone = '9996620002'

beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, alicePhone, 'Alice')
  bob = await signUp(server, bobPhone, 'Bob')
  toBob = await findByPhone(alice, bobPhone)
  toAlice = await findByPhone(bob, alicePhone)
})
afterEach(() => server.close())

type SendMessage = api.messages.sendMessage

function message(peer: api.InputPeer, text: string, more: Partial<SendMessage> = {}): SendMessage {
  return { _: 'messages.sendMessage', peer, message: text, randomId: ++lastRandomId, ...more }
}

async function history(client: TestClient, peer: api.InputPeer): Promise<api.message[]> {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
  const result = await client.call({ _: 'messages.getHistory', peer, ...page })
  if (result._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
  return result.messages.filter((item) => item._ === 'message')
}

async function dialogs(client: TestClient): Promise<api.messages.dialogs> {
  const first = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
  const result = await client.call({ _: 'messages.getDialogs', ...first })
  if (result._ !== 'messages.dialogs') throw new TypeError(`all dialogs were expected, not ${result._}`)
  return result
}

describe('a private chat', () => {
  it('keeps a copy of each message for both, with numbers of their own', async () => {
    await alice.call(message({ _: 'inputPeerSelf' }, 'a note'))
    await alice.call(message(toBob, 'hello'))
    await bob.call(message(toAlice, 'hi'))
    const hers = await history(alice, toBob)
    const his = await history(bob, toAlice)
    expect(hers.map(({ id, out, message }) => [id, out, message])).toEqual([
      [3, undefined, 'hi'],
      [2, true, 'hello'],
    ])
    expect(his.map(({ id, out, message }) => [id, out, message])).toEqual([
      [2, true, 'hi'],
      [1, undefined, 'hello'],
    ])
  })

  it('pushes to every session of both but the sending one, in the order of pts', async () => {
    const aliceElsewhere = await signIn(server, alicePhone)
    await aliceElsewhere.call({ _: 'updates.getState' })
    const bobsOther = await bob.sibling()
    await bobsOther.call({ _: 'updates.getState' })
    const quiet = await bob.sibling()
    await quiet.call({ _: 'invokeWithoutUpdates', query: { _: 'updates.getState' } })

    await alice.call(message(toBob, 'one'))
    await alice.call(message(toBob, 'two'))

    expect(alice.pushed).toEqual([])
    for (const client of [bob, bobsOther, aliceElsewhere]) {
      const [first, second] = client.pushed
      expect(first).toMatchObject({
        _: 'updates',
        updates: [{ _: 'updateNewMessage', pts: 2, message: { message: 'one' } }],
      })
      expect(second).toMatchObject({ _: 'updateShortMessage', pts: 3, ptsCount: 1, message: 'two' })
    }
    expect(aliceElsewhere.pushed[1]).toMatchObject({ out: true, userId: toBob.userId })
    expect(bob.pushed[1]).toMatchObject({ userId: toAlice.userId })
  })

  it('names everyone in the first message of a chat', async () => {
    await alice.call(message(toBob, 'hello'))
    const [update] = bob.pushed
    expect(update?._ === 'updates' && update.users).toEqual(
      expect.arrayContaining([expect.objectContaining({ id: toAlice.userId, accessHash: toAlice.accessHash })]),
    )
  })

  it('tells again what became of a message also when the other one has blocked its sender since', async () => {
    const request = message(toBob, 'before')
    const first = await alice.call(request)
    await bob.call({ _: 'contacts.block', id: toAlice })
    expect(await alice.call(request)).toEqual(first)
    await expect(alice.call(message(toBob, 'after'))).rejects.toThrow('USER_IS_BLOCKED')
  })

  it('stores a message once, however often it is sent under the same random id', async () => {
    const request = message(toBob, 'once')
    const answers = await Promise.all([alice.call(request), alice.call(request), alice.call(request)])
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await history(bob, toAlice)).toHaveLength(1)
    expect(bob.pushed).toHaveLength(1)
    const elsewhere = message({ _: 'inputPeerSelf' }, 'once', { randomId: request.randomId })
    await expect(alice.call(elsewhere)).rejects.toThrow('RANDOM_ID_DUPLICATE')
  })

  it('gives messages by number, each in its place, and nothing for those that one does not have', async () => {
    await alice.call(message(toBob, 'one'))
    await alice.call(message(toBob, 'two'))
    const id = [2, 9, 1].map((number): api.InputMessage => ({ _: 'inputMessageID', id: number }))
    expect(await bob.call({ _: 'messages.getMessages', id })).toMatchObject({
      messages: [{ message: 'two' }, { _: 'messageEmpty', id: 9 }, { message: 'one' }],
      users: [{ _: 'user', firstName: 'Alice' }],
    })
    const pinned = bob.call({ _: 'messages.getMessages', id: [{ _: 'inputMessagePinned' }] })
    await expect(pinned).rejects.toThrow('MESSAGE_ID_INVALID')
  })

  it('trims a text, moves its entities along, and refuses what cannot be', async () => {
    const bold: api.MessageEntity = { _: 'messageEntityBold', offset: 0, length: 9 }
    await alice.call(message(toBob, '  bold 🎈 ', { entities: [bold] }))
    expect((await history(bob, toAlice))[0]).toMatchObject({
      message: 'bold 🎈',
      entities: [{ _: 'messageEntityBold', offset: 0, length: 7 }],
    })
    await expect(alice.call(message(toBob, ' \n '))).rejects.toThrow('MESSAGE_EMPTY')
    await expect(alice.call(message(toBob, 'x'.repeat(4097)))).rejects.toThrow('MESSAGE_TOO_LONG')
    const outside: api.MessageEntity = { _: 'messageEntityBold', offset: 1, length: 5 }
    await expect(alice.call(message(toBob, 'short', { entities: [outside] }))).rejects.toThrow('ENTITY_BOUNDS_INVALID')
  })

  it('shows each side the number of its own copy of what is answered', async () => {
    await alice.call(message({ _: 'inputPeerSelf' }, 'shifts the numbers'))
    await alice.call(message(toBob, 'question'))
    await bob.call(message(toAlice, 'answer', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: 1 } }))
    expect((await history(bob, toAlice))[0]?.replyTo).toMatchObject({ replyToMsgId: 1 })
    expect((await history(alice, toBob))[0]?.replyTo).toMatchObject({ replyToMsgId: 2 })
    const other = message(toBob, 'x', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: 1 } })
    await expect(alice.call(other)).rejects.toThrow('REPLY_MESSAGE_ID_INVALID')
  })

  it('opens nobody’s chat without the access hash that was given to this very user', async () => {
    const peers: api.InputPeer[] = [
      { ...toBob, accessHash: 0n },
      { ...toBob, accessHash: toBob.accessHash + 1n },
      // What Bob was given for Alice is worth nothing for Alice, and the other way round.
      { ...toAlice, accessHash: toBob.accessHash },
      { ...toBob, userId: 2n ** 62n },
      { _: 'inputPeerEmpty' },
      { _: 'inputPeerChat', chatId: 1n },
    ]
    for (const peer of peers) {
      await expect(alice.call(message(peer, 'hello'))).rejects.toThrow('PEER_ID_INVALID')
      await expect(history(alice, peer)).rejects.toThrow('PEER_ID_INVALID')
    }
  })

  it('leaves out mentions of people whom the sender may not name', async () => {
    const mention = (userId: api.InputUser): api.MessageEntity => ({
      _: 'inputMessageEntityMentionName',
      offset: 0,
      length: 2,
      userId,
    })
    const stranger: api.InputUser = { _: 'inputUser', userId: toAlice.userId, accessHash: 1n }
    const known: api.InputUser = { _: 'inputUser', userId: toBob.userId, accessHash: toBob.accessHash }
    const forged: api.MessageEntity = { _: 'messageEntityMentionName', offset: 0, length: 2, userId: 5_000_000n }
    await alice.call(message(toBob, 'hi', { entities: [mention(stranger), mention(known), forged] }))
    expect((await history(bob, toAlice))[0]?.entities).toEqual([
      { _: 'messageEntityMentionName', offset: 0, length: 2, userId: toBob.userId },
    ])
  })

  it('does not pretend to send what it cannot send', async () => {
    const replyTo: api.InputReplyTo = { _: 'inputReplyToStory', peer: toBob, storyId: 1 }
    await expect(alice.call(message(toBob, 'nice', { replyTo }))).rejects.toThrow('METHOD_NOT_IMPLEMENTED')
  })
})

describe('read marks', () => {
  it('move on with readHistory, for the reader and for the author', async () => {
    for (const text of ['one', 'two', 'three']) await alice.call(message(toBob, text))
    expect((await dialogs(bob)).dialogs).toMatchObject([{ unreadCount: 3, readInboxMaxId: 0, topMessage: 3 }])
    const bobElsewhere = await signIn(server, bobPhone)
    await bobElsewhere.call({ _: 'updates.getState' })

    expect(await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 2 })).toMatchObject({ ptsCount: 1 })
    expect((await dialogs(bob)).dialogs).toMatchObject([{ unreadCount: 1, readInboxMaxId: 2 }])
    expect((await dialogs(alice)).dialogs).toMatchObject([{ readOutboxMaxId: 2, unreadCount: 0 }])
    expect(alice.pushed.at(-1)).toMatchObject({ updates: [{ _: 'updateReadHistoryOutbox', maxId: 2, ptsCount: 1 }] })
    expect(bobElsewhere.pushed.at(-1)).toMatchObject({
      updates: [{ _: 'updateReadHistoryInbox', maxId: 2, stillUnreadCount: 1 }],
    })

    expect(await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 1 })).toMatchObject({ ptsCount: 0 })
    expect(await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 0 })).toMatchObject({ ptsCount: 1 })
    expect((await dialogs(bob)).dialogs).toMatchObject([{ unreadCount: 0, readInboxMaxId: 3 }])
  })
})

describe('the difference', () => {
  it('brings a device that was away to where the others are', async () => {
    const start = await bob.call({ _: 'updates.getState' })
    await alice.call(message(toBob, 'one'))
    await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 0 })
    await bob.call(message(toAlice, 'two'))
    const difference = await bob.call({ _: 'updates.getDifference', pts: start.pts, qts: start.qts, date: start.date })
    const now = await bob.call({ _: 'updates.getState' })
    expect(difference).toMatchObject({
      _: 'updates.difference',
      newMessages: [{ message: 'one' }, { message: 'two', out: true }],
      otherUpdates: [{ _: 'updateReadHistoryInbox', maxId: 1 }],
      users: expect.arrayContaining([expect.objectContaining({ id: toAlice.userId })]),
      state: { pts: now.pts },
    })
    expect(await bob.call({ _: 'updates.getDifference', pts: now.pts, qts: now.qts, date: now.date })).toMatchObject({
      _: 'updates.differenceEmpty',
    })
  })

  it('comes in slices, and says when it is too long', async () => {
    const { pts } = await bob.call({ _: 'updates.getState' })
    for (let i = 0; i < 25; i++) await alice.call(message(toBob, `message ${i}`))
    const texts: string[] = []
    let place = pts
    for (;;) {
      const slice = await bob.call({ _: 'updates.getDifference', pts: place, ptsLimit: 10, qts: 0, date: 0 })
      if (slice._ !== 'updates.differenceSlice' && slice._ !== 'updates.difference') break
      texts.push(...slice.newMessages.map((item) => (item._ === 'message' ? item.message : '')))
      if (slice._ === 'updates.difference') break
      place = slice.intermediateState.pts
    }
    expect(texts).toEqual(Array.from({ length: 25 }, (_, i) => `message ${i}`))
    expect(await bob.call({ _: 'updates.getDifference', pts, ptsTotalLimit: 20, qts: 0, date: 0 })).toEqual({
      _: 'updates.differenceTooLong',
      pts: pts + 25,
    })
  })

  it('refuses a pts that was never reached', async () => {
    const request = { _: 'updates.getDifference', pts: 1_000, qts: 0, date: 0 } as const
    await expect(alice.call(request)).rejects.toThrow('PERSISTENT_TIMESTAMP_INVALID')
  })
})
