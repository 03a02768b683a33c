import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { newPublicValue, sealed, soon, toInputUser, updatesOf } from '../../testing/secret-chats.ts'
import type { TestClient } from '../../testing/test-server.ts'
import { uploadBytes } from '../../testing/uploads.ts'

const gA = newPublicValue()
const gB = newPublicValue()
const day = 86_400_000

let chat: ChatFixture
/** Another device of Bob, and of Alice. */
let tablet: TestClient
let laptop: TestClient

beforeEach(async () => {
  chat = await openChat({ rateLimits: {}, after: soon })
  tablet = await chat.otherDevice('bob')
  laptop = await chat.otherDevice('alice')
  for (const client of [chat.alice, chat.bob, tablet, laptop]) {
    await client.call({ _: 'updates.getState' })
    client.pushed.length = 0
  }
})
afterEach(() => chat.server.close())

const ask = (randomId = 77, client = chat.alice): Promise<api.EncryptedChat> =>
  client.call({ _: 'messages.requestEncryption', userId: toInputUser(chat.toBob), randomId, gA })

/** How a device was told last that a chat stands. */
function lastOf(client: TestClient): api.EncryptedChat | undefined {
  return updatesOf(client).findLast((update) => update._ === 'updateEncryption')?.chat
}

function nameIn(told: api.EncryptedChat | undefined): api.inputEncryptedChat {
  if (told === undefined || !('accessHash' in told)) throw new TypeError('no chat that can be named')
  return { _: 'inputEncryptedChat', chatId: told.id, accessHash: told.accessHash }
}

async function accept(client: TestClient, told = lastOf(client)): Promise<api.EncryptedChat> {
  const answer = await client.call({ _: 'messages.acceptEncryption', peer: nameIn(told), gB, keyFingerprint: 5n })
  await new Promise(setImmediate)
  await chat.server.told()
  return answer
}

/** A chat of Alice's first device and of Bob's, as each names it. */
async function agree(randomId = 77): Promise<{ alices: api.inputEncryptedChat; bobs: api.inputEncryptedChat }> {
  const alices = nameIn(await ask(randomId))
  const bobs = nameIn(await accept(chat.bob))
  for (const client of [chat.alice, chat.bob, tablet]) client.pushed.length = 0
  return { alices, bobs }
}

let nextRandomId = 1n
const say = (client: TestClient, peer: api.inputEncryptedChat, filler: number, randomId = nextRandomId++) =>
  client.call({ _: 'messages.sendEncrypted', peer, randomId, data: sealed(filler) })
const serve = (client: TestClient, peer: api.inputEncryptedChat, filler: number, randomId = nextRandomId++) =>
  client.call({ _: 'messages.sendEncryptedService', peer, randomId, data: sealed(filler) })

/** What a client is answered that was away since a state. */
const missed = (client: TestClient, since: Pick<api.updates.state, 'pts' | 'qts' | 'date'>) =>
  client.call({ _: 'updates.getDifference', pts: since.pts, qts: since.qts, date: since.date })

function fillersIn(messages: readonly api.EncryptedMessage[]): (number | undefined)[] {
  return messages.map(({ bytes }) => bytes[0])
}

describe('the group of keys', () => {
  it('is told once, and then that it is the same, with fresh bytes each time', async () => {
    const first = await chat.alice.call({ _: 'messages.getDhConfig', version: 0, randomLength: 256 })
    if (first._ !== 'messages.dhConfig') throw new TypeError(first._)
    expect([first.p.length, first.g, first.random.length]).toEqual([256, 3, 256])
    const again = await chat.alice.call({ _: 'messages.getDhConfig', version: first.version, randomLength: 256 })
    expect(again._).toBe('messages.dhConfigNotModified')
    expect(again.random).not.toEqual(first.random)
    const tooMuch = chat.alice.call({ _: 'messages.getDhConfig', version: 0, randomLength: 1_000_000 })
    await expect(tooMuch).rejects.toThrow('RANDOM_LENGTH_INVALID')
  })
})

describe('a secret chat', () => {
  it('is asked for of all devices, and the first that accepts has it', async () => {
    const waiting = await ask()
    expect(waiting).toMatchObject({ _: 'encryptedChatWaiting', id: 77 })
    for (const device of [chat.bob, tablet]) expect(lastOf(device)).toMatchObject({ _: 'encryptedChatRequested', gA })
    expect(lastOf(laptop)).toBeUndefined()
    // With whom it is stands beside it.
    expect(chat.bob.pushed.at(-1)).toMatchObject({ users: [{ id: chat.toAlice.userId }, { id: chat.toBob.userId }] })

    const accepted = await accept(chat.bob)
    expect(accepted).toMatchObject({ _: 'encryptedChat', gAOrB: gA, keyFingerprint: 5n })
    expect(lastOf(chat.alice)).toMatchObject({ _: 'encryptedChat', gAOrB: gB, keyFingerprint: 5n })
    expect(lastOf(tablet)).toEqual({ _: 'encryptedChatDiscarded', id: 77 })
    expect(nameIn(lastOf(chat.alice)).accessHash).not.toBe(nameIn(accepted).accessHash)
    await expect(accept(tablet, accepted)).rejects.toThrow('ENCRYPTION_ALREADY_ACCEPTED')
    expect(await accept(chat.bob, accepted)).toEqual(accepted)
  })

  it('is one, however often it is asked for under the same number, and a number is taken by one alone', async () => {
    const first = await ask()
    expect(await ask()).toEqual(first)
    await expect(ask(77, laptop)).rejects.toThrow('RANDOM_ID_DUPLICATE')
    await agree(78)
    expect(await ask(78)).toMatchObject({ _: 'encryptedChat' })
  })

  it.each([
    ['too long', new Uint8Array(300).fill(9)],
    ['one', Uint8Array.of(1)],
    ['too small', new Uint8Array(100).fill(9)],
    ['above the prime', new Uint8Array(256).fill(255)],
  ])('SC-1: is not begun with a public value that is %s', async (_, wrong) => {
    const request = {
      _: 'messages.requestEncryption',
      userId: toInputUser(chat.toBob),
      randomId: 5,
      gA: wrong,
    } as const
    await expect(chat.alice.call(request)).rejects.toThrow('DH_G_A_INVALID')
    await ask(6)
    const peer = nameIn(lastOf(chat.bob))
    const answer = chat.bob.call({ _: 'messages.acceptEncryption', peer, gB: wrong, keyFingerprint: 5n })
    await expect(answer).rejects.toThrow('DH_G_A_INVALID')
  })

  it('is asked of nobody ten times without an answer', async () => {
    for (let id = 1; id <= 10; id++) await ask(id)
    await expect(ask(11)).rejects.toThrow('FLOOD_WAIT_3600')
    await accept(chat.bob)
    await ask(11)
  })

  it('is told to no device that wants none', async () => {
    await tablet.call({ _: 'account.changeAuthorizationSettings', hash: 0n, encryptedRequestsDisabled: true })
    await ask()
    expect(lastOf(tablet)).toBeUndefined()
    expect(lastOf(chat.bob)).toMatchObject({ _: 'encryptedChatRequested' })
  })

  it.each([
    ['who asked', () => chat.alice, () => [chat.bob, tablet]],
    ['who was asked', () => tablet, () => [chat.alice, chat.bob]],
  ])('that nobody has accepted is ended by %s, and all are told', async (_, by, others) => {
    await ask()
    await by().call({ _: 'messages.discardEncryption', chatId: 77 })
    for (const device of others()) expect(lastOf(device)).toEqual({ _: 'encryptedChatDiscarded', id: 77 })
    const again = by().call({ _: 'messages.discardEncryption', chatId: 77 })
    await expect(again).rejects.toThrow('ENCRYPTION_ALREADY_DECLINED')
  })

  it('is ended by either, with all that was said if that is wanted, and by nobody else', async () => {
    const { bobs } = await agree()
    await say(chat.alice, nameIn(await ask()), 1)
    for (const stranger of [tablet, laptop]) {
      await expect(stranger.call({ _: 'messages.discardEncryption', chatId: 77 })).rejects.toThrow(/^ENCRYPTION_/)
    }
    await chat.bob.call({ _: 'messages.discardEncryption', chatId: 77, deleteHistory: true })
    expect(lastOf(chat.alice)).toEqual({ _: 'encryptedChatDiscarded', id: 77, historyDeleted: true })
    await expect(say(chat.bob, bobs, 1)).rejects.toThrow('ENCRYPTION_DECLINED')
    expect(await chat.server.store.read.deviceQueues.messages(chat.bob.key.authKeyId, 0, 9)).toEqual([])
  })

  it.each<[string, (other: ChatFixture) => Promise<unknown>]>([
    ['its device is signed out', ({ bob }) => bob.call({ _: 'auth.logOut' })],
    ['the account is deleted', ({ bob }) => bob.call({ _: 'account.deleteAccount', reason: '' })],
    ['one blocks the other', ({ bob, toAlice }) => bob.call({ _: 'contacts.block', id: toAlice })],
  ])('ends when %s', async (_, end) => {
    const { alices } = await agree()
    await say(chat.alice, alices, 1)
    await end(chat)
    expect(lastOf(chat.alice)).toEqual({ _: 'encryptedChatDiscarded', id: 77 })
    await expect(say(chat.alice, alices, 2)).rejects.toThrow('ENCRYPTION_DECLINED')
    expect(await chat.server.store.read.deviceQueues.messages(chat.bob.key.authKeyId, 0, 9)).toEqual([])
  })

  it('is named by nobody who was never told of it', async () => {
    const { alices, bobs } = await agree()
    for (const [client, peer] of [
      [chat.bob, alices],
      [chat.alice, bobs],
    ] as const) {
      await expect(say(client, peer, 1)).rejects.toThrow('CHAT_ID_INVALID')
    }
    await expect(say(chat.alice, { ...alices, chatId: 78 }, 1)).rejects.toThrow('CHAT_ID_INVALID')
    await expect(say(chat.alice, { ...alices, accessHash: 1n }, 1)).rejects.toThrow('CHAT_ID_INVALID')
    await expect(say(laptop, alices, 1)).rejects.toThrow('ENCRYPTION_DECLINED')
  })
})

describe('what is said', () => {
  it('SC-8: comes to the one device, as it was sent, with a qts from 2 on', async () => {
    const { alices, bobs } = await agree()
    await say(chat.alice, alices, 1)
    await serve(chat.alice, alices, 2)
    expect(updatesOf(chat.bob)).toMatchObject([
      { _: 'updateNewEncryptedMessage', qts: 2, message: { _: 'encryptedMessage', chatId: 77, bytes: sealed(1) } },
      { _: 'updateNewEncryptedMessage', qts: 3, message: { _: 'encryptedMessageService', bytes: sealed(2) } },
    ])
    expect(updatesOf(tablet)).toEqual([])
    await say(chat.bob, bobs, 3)
    expect(updatesOf(chat.alice)).toMatchObject([{ qts: 2 }])
    expect(updatesOf(laptop)).toEqual([])
  })

  it('SC-8: waits for a device that is away, until it says that it has it', async () => {
    const { alices } = await agree()
    const before = await chat.bob.call({ _: 'updates.getState' })
    expect(before.qts).toBe(1)
    for (const filler of [1, 2, 3]) await say(chat.alice, alices, filler)
    const difference = await missed(chat.bob, before)
    if (difference._ !== 'updates.difference') throw new TypeError(difference._)
    expect(fillersIn(difference.newEncryptedMessages)).toEqual([1, 2, 3])
    expect(difference.state.qts).toBe(4)
    expect(await chat.bob.call({ _: 'updates.getState' })).toMatchObject({ qts: 4 })
    // Another device has a queue of its own.
    expect(await tablet.call({ _: 'updates.getState' })).toMatchObject({ qts: 1 })

    const received = await chat.bob.call({ _: 'messages.receivedQueue', maxQts: 3 })
    expect(received).toHaveLength(2)
    const rest = await missed(chat.bob, { ...before, qts: 1 })
    expect('newEncryptedMessages' in rest && fillersIn(rest.newEncryptedMessages)).toEqual([3])
    const beyond = chat.bob.call({ _: 'messages.receivedQueue', maxQts: 100 })
    await expect(beyond).rejects.toThrow('MAX_QTS_INVALID')
  })

  it('SC-8: is forgotten some time after a device has named a qts beyond it', async () => {
    const { alices } = await agree()
    await say(chat.alice, alices, 1)
    const state = await chat.bob.call({ _: 'updates.getState' })
    await missed(chat.bob, state)
    const waiting = (): Promise<unknown[]> => chat.server.store.read.deviceQueues.messages(chat.bob.key.authKeyId, 0, 9)
    await chat.server.upkeep()
    expect(await waiting()).toHaveLength(1)
    chat.server.clock.now += day
    await chat.server.upkeep()
    expect(await waiting()).toHaveLength(0)
  })

  it('comes in slices to who missed much', async () => {
    const { alices } = await agree()
    const before = await chat.bob.call({ _: 'updates.getState' })
    for (let i = 0; i < 150; i++) await say(chat.alice, alices, i % 250)
    const first = await missed(chat.bob, before)
    if (first._ !== 'updates.differenceSlice') throw new TypeError(first._)
    expect(first.newEncryptedMessages).toHaveLength(100)
    const second = await missed(chat.bob, { ...first.intermediateState })
    if (second._ !== 'updates.difference') throw new TypeError(second._)
    expect(fillersIn(second.newEncryptedMessages)).toEqual(Array.from({ length: 50 }, (_, i) => (i + 100) % 250))
    expect(await missed(chat.bob, second.state)).toMatchObject({ _: 'updates.differenceEmpty' })
  })

  it('is taken once, however often it is sent, unless the other end has asked for something since', async () => {
    const { alices, bobs } = await agree()
    const first = await say(chat.alice, alices, 1, 9n)
    chat.server.clock.now += 5_000
    expect(await say(chat.alice, alices, 1, 9n)).toEqual(first)
    expect(updatesOf(chat.bob)).toHaveLength(1)
    // "Re-sending messages": the other end names the numbers that it has not got, and gets them as they were.
    await serve(chat.bob, bobs, 7)
    await say(chat.alice, alices, 1, 9n)
    await say(chat.alice, alices, 1, 9n)
    expect(updatesOf(chat.bob)).toHaveLength(2)
  })

  it.each([
    ['DATA_INVALID', 0],
    ['DATA_INVALID', 55],
    ['DATA_INVALID', 100],
    ['DATA_TOO_LONG', 131_096],
  ])('is refused by %s where it has %i bytes', async (error, length) => {
    const { alices } = await agree()
    const data = new Uint8Array(length)
    const sent = chat.alice.call({ _: 'messages.sendEncrypted', peer: alices, randomId: 1n, data })
    await expect(sent).rejects.toThrow(error)
  })

  it('is asked for now and then by a device that is there, which says so what it has', async () => {
    const { alices } = await agree()
    const state = await chat.bob.call({ _: 'updates.getState' })
    for (let n = 2; n <= 501; n++) await say(chat.alice, alices, n % 250)
    const told = updatesOf(chat.bob).filter(({ _ }) => _ === 'updateNewEncryptedMessage')
    expect(told).toHaveLength(499)
    expect(chat.bob.pushed.filter(({ _ }) => _ === 'updatesTooLong')).toHaveLength(1)
    await missed(chat.bob, { ...state, qts: 499 })
    chat.server.clock.now += day
    await chat.server.upkeep()
    const waiting = await chat.server.store.read.deviceQueues.messages(chat.bob.key.authKeyId, 0, 9)
    expect(waiting.map(({ qts }) => qts)).toEqual([500, 501])
  })

  it('waits for a device up to a bound for each chat, and for all together', async () => {
    const { alices } = await agree()
    await chat.server.store.transaction(async (tx) => {
      const { authKeyId } = chat.bob.key
      const of = { randomId: 0n, date: 1, isService: false, data: new Uint8Array(), file: undefined }
      for (let n = 0; n < 10_000; n++) {
        const { qts } = await tx.deviceQueues.advance(authKeyId, 'message', 1)
        await tx.deviceQueues.put(authKeyId, { qts, chat: 77, ...of })
      }
    })
    await expect(say(chat.alice, alices, 1)).rejects.toThrow('FLOOD_WAIT_60')
    const received = await chat.bob.call({ _: 'messages.receivedQueue', maxQts: 10_001 })
    expect(received).toHaveLength(10_000)
    await say(chat.alice, alices, 1)
  })

  it('is told to be read by date, which only grows, and to be written', async () => {
    const { alices, bobs } = await agree()
    await say(chat.alice, alices, 1)
    const now = chat.now()
    await chat.bob.call({ _: 'messages.setEncryptedTyping', peer: bobs, typing: true })
    await chat.bob.call({ _: 'messages.readEncryptedHistory', peer: bobs, maxDate: now - 5 })
    await chat.bob.call({ _: 'messages.readEncryptedHistory', peer: bobs, maxDate: now - 9 })
    await chat.bob.call({ _: 'messages.readEncryptedHistory', peer: bobs, maxDate: now + 1_000 })
    expect(updatesOf(chat.alice)).toEqual([
      { _: 'updateEncryptedChatTyping', chatId: 77 },
      { _: 'updateEncryptedMessagesRead', chatId: 77, maxDate: now - 5, date: now },
      { _: 'updateEncryptedMessagesRead', chatId: 77, maxDate: now, date: now },
    ])
  })
})

describe('a device that was away', () => {
  it('is told of a chat before what was said in it, in each slice', async () => {
    const before = await chat.alice.call({ _: 'updates.getState' })
    await ask()
    await accept(chat.bob)
    for (let n = 0; n < 101; n++) await say(chat.bob, nameIn(lastOf(chat.bob)), n)
    const first = await missed(chat.alice, before)
    if (first._ !== 'updates.differenceSlice') throw new TypeError(first._)
    expect(first.otherUpdates).toMatchObject([{ _: 'updateEncryption', chat: { _: 'encryptedChat', gAOrB: gB } }])
    const last = await missed(chat.alice, first.intermediateState)
    expect(last).toMatchObject({ _: 'updates.difference', otherUpdates: [{ _: 'updateEncryption' }] })
    expect('newEncryptedMessages' in last && fillersIn(last.newEncryptedMessages)).toEqual([100])
  })

  it('is told how its secret chats stand now, once, and again where it does not know that it was told', async () => {
    const before = await chat.bob.call({ _: 'updates.getState' })
    const asked = await ask()
    const first = await missed(chat.bob, before)
    if (first._ !== 'updates.difference') throw new TypeError(first._)
    expect(first.otherUpdates).toMatchObject([{ _: 'updateEncryption', chat: { _: 'encryptedChatRequested' } }])
    expect(first.users.map(({ id }) => id)).toContain(chat.toAlice.userId)
    // The answer was lost.
    expect(await missed(chat.bob, before)).toMatchObject({ otherUpdates: [{ chat: { _: 'encryptedChatRequested' } }] })
    expect(await missed(chat.bob, { ...first.state, date: first.state.date + 10 })).toMatchObject({
      _: 'updates.differenceEmpty',
    })

    const alices = await chat.alice.call({ _: 'updates.getState' })
    await accept(chat.bob)
    await say(chat.bob, nameIn(lastOf(chat.bob)), 1)
    expect(await missed(chat.alice, alices)).toMatchObject({
      newEncryptedMessages: [{ chatId: asked.id }],
      otherUpdates: [{ _: 'updateEncryption', chat: { _: 'encryptedChat', gAOrB: gB } }],
    })
    expect(await missed(tablet, await tablet.call({ _: 'updates.getState' }))).toMatchObject({
      otherUpdates: [{ chat: { _: 'encryptedChatDiscarded' } }],
    })
  })

  it('is told what was read meanwhile', async () => {
    const { alices, bobs } = await agree()
    await say(chat.alice, alices, 1)
    const before = await chat.alice.call({ _: 'updates.getState' })
    await chat.bob.call({ _: 'messages.readEncryptedHistory', peer: bobs, maxDate: chat.now() })
    const difference = await missed(chat.alice, { ...before, date: before.date - 5 })
    const reads = 'otherUpdates' in difference ? difference.otherUpdates : []
    expect(reads.filter(({ _ }) => _ === 'updateEncryptedMessagesRead')).toEqual([
      { _: 'updateEncryptedMessagesRead', chatId: 77, maxDate: chat.now(), date: chat.now() },
    ])
  })
})

describe('a device that comes later', () => {
  it('may accept what nobody has answered', async () => {
    await ask()
    const phone = await chat.otherDevice('bob')
    expect(lastOf(phone)).toMatchObject({ _: 'encryptedChatRequested', gA })
    await accept(phone)
    expect(lastOf(chat.bob)).toEqual({ _: 'encryptedChatDiscarded', id: 77 })
  })

  it('is none if its key was signed in by that of another data centre', async () => {
    const child = await chat.server.connect()
    const exported = await chat.bob.call({ _: 'auth.exportAuthorization', dcId: 2 })
    await child.call({ _: 'auth.importAuthorization', id: exported.id, bytes: exported.bytes })
    await child.call({ _: 'updates.getState' })
    await ask()
    await accept(chat.bob)
    expect(updatesOf(child)).toEqual([])
  })
})

describe('an encrypted file', () => {
  const bytes = Uint8Array.from({ length: 5_000 }, (_, at) => (at * 31) % 256)

  it('comes with its message, is downloaded by the other end, and goes with the chat', async () => {
    const { alices } = await agree()
    const uploaded = await uploadBytes(chat.alice, bytes)
    const file: api.InputEncryptedFile = {
      ...{ _: 'inputEncryptedFileUploaded', id: uploaded.id, parts: uploaded.parts },
      ...{ md5Checksum: '', keyFingerprint: 1234 },
    }
    const request = { _: 'messages.sendEncryptedFile', peer: alices, randomId: 3n, data: sealed(1), file } as const
    const sent = await chat.alice.call(request)
    if (sent._ !== 'messages.sentEncryptedFile' || sent.file._ !== 'encryptedFile') throw new TypeError(sent._)
    expect(sent.file).toMatchObject({ size: 5_000n, keyFingerprint: 1234 })
    expect(updatesOf(chat.bob)).toMatchObject([{ message: { file: sent.file } }])
    expect(await chat.alice.call(request)).toMatchObject({ file: { id: sent.file.id } })

    const { id, accessHash } = sent.file
    const location: api.inputEncryptedFileLocation = { _: 'inputEncryptedFileLocation', id, accessHash }
    const part = { _: 'upload.getFile', location, offset: 0n, limit: 8_192 } as const
    expect(await chat.bob.call(part)).toMatchObject({ bytes })
    const guessed = chat.bob.call({ ...part, location: { ...location, accessHash: accessHash + 1n } })
    await expect(guessed).rejects.toThrow('LOCATION_INVALID')
    const again: api.InputEncryptedFile = { _: 'inputEncryptedFile', id, accessHash }
    const kept = await chat.alice.call({ _: 'messages.uploadEncryptedFile', peer: alices, file: again })
    expect(kept).toEqual(sent.file)

    await chat.alice.call({ _: 'messages.discardEncryption', chatId: 77 })
    for (let days = 0; days < 3; days++) {
      await chat.server.upkeep()
      chat.server.clock.now += 2 * day
    }
    await expect(chat.bob.call(part)).rejects.toThrow('LOCATION_INVALID')
  })

  it('is that of the first time where its message comes again, whatever has become of the upload', async () => {
    const { alices } = await agree()
    const { id, parts } = await uploadBytes(chat.alice, bytes)
    const file: api.InputEncryptedFile = {
      ...{ _: 'inputEncryptedFileUploaded', id, parts },
      ...{ md5Checksum: '', keyFingerprint: 1 },
    }
    const request = { _: 'messages.sendEncryptedFile', peer: alices, randomId: 3n, data: sealed(1), file } as const
    const first = await chat.alice.call(request)
    chat.server.clock.now += 3 * day
    await chat.server.upkeep()
    expect(await chat.alice.call(request)).toEqual(first)
  })

  it('is refused where there is none, or the parts are not there', async () => {
    const { alices } = await agree()
    const send = (file: api.InputEncryptedFile) =>
      chat.alice.call({ _: 'messages.sendEncryptedFile', peer: alices, randomId: 3n, data: sealed(1), file })
    await expect(send({ _: 'inputEncryptedFileEmpty' })).rejects.toThrow('FILE_EMTPY')
    await expect(send({ _: 'inputEncryptedFileBigUploaded', id: 9n, parts: 2, keyFingerprint: 0 })).rejects.toThrow(
      'FILE_PART_0_MISSING',
    )
    await expect(send({ _: 'inputEncryptedFile', id: 9n, accessHash: 1n })).rejects.toThrow('FILE_ID_INVALID')
  })
})

it('a report names the person alone', async () => {
  await ask()
  await chat.bob.call({ _: 'messages.reportEncryptedSpam', peer: nameIn(lastOf(chat.bob)) })
  const [report] = await chat.server.store.read.reports.page(5)
  expect(report).toMatchObject({ reason: 'inputReportReasonSpam', peer: Number(chat.toAlice.userId), messages: [] })
})
