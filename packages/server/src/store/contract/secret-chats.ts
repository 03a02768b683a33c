import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { EncryptedFile } from '../domain/files/encrypted-files.ts'
import { firstQts, type QueuedMessage } from '../domain/secret/device-queues.ts'
import type { SecretChat } from '../domain/secret/secret-chats.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

const [adasKey, bobsKey, otherKey] = [-11n, 12n, 2n ** 62n]

const bytes = (byte: number): Uint8Array => new Uint8Array(4).fill(byte)

function requested(id: number, from: UserId, to: UserId, date = 100): SecretChat {
  const end = { accessHash: -(2n ** 62n), services: 0 }
  return {
    ...{ id, state: 'requested', date, changedAt: date, gA: bytes(1), gB: new Uint8Array(), fingerprint: 0n },
    creator: { ...end, userId: from, authKeyId: adasKey },
    participant: { ...end, userId: to, authKeyId: undefined },
    historyDeleted: false,
  }
}

export function secretChatsContract(store: () => Store): void {
  const two = async (): Promise<[UserId, UserId]> => [await addUser(store(), '1'), await addUser(store(), '2')]
  const add = (chat: SecretChat): Promise<void> => store().transaction((tx) => tx.secretChats.add(chat))

  describe('secret chats', () => {
    it('are requested, accepted by one device and ended, and are found by people and devices while they are open', async () => {
      const [ada, bob] = await two()
      const ids = async (chats: Promise<SecretChat[]>): Promise<number[]> => (await chats).map(({ id }) => id).sort()
      const { secretChats } = store().read
      for (const id of [7, -7, 2 ** 31 - 1]) await add(requested(id, ada, bob))
      expect(await secretChats.get(-7)).toEqual(requested(-7, ada, bob))
      expect(await secretChats.get(8)).toBeUndefined()
      expect(await secretChats.askedBy(ada, bob)).toEqual({ open: 3, unanswered: 3 })
      expect(await ids(secretChats.requestsTo(bob, 2))).toHaveLength(2)
      const by = { authKeyId: bobsKey, gB: bytes(2), fingerprint: -5n, at: 101 }
      await store().transaction((tx) => tx.secretChats.accept(7, by))
      expect(await secretChats.get(7)).toMatchObject({
        ...{ state: 'accepted', changedAt: 101, gB: bytes(2), fingerprint: -5n },
        participant: { authKeyId: bobsKey },
      })
      expect(await secretChats.askedBy(ada, bob)).toEqual({ open: 3, unanswered: 2 })
      expect(await ids(secretChats.openOfDevice(bobsKey, 9))).toEqual([7])
      expect(await ids(secretChats.openOfDevice(adasKey, 9))).toHaveLength(3)
      expect(await ids(secretChats.openBetween(bob, ada, 9))).toHaveLength(3)
      await store().transaction((tx) => tx.secretChats.end(7, { historyDeleted: true, at: 102 }))
      expect(await secretChats.get(7)).toMatchObject({
        ...{ state: 'ended', changedAt: 102, historyDeleted: true },
        ...{ gA: new Uint8Array(), gB: new Uint8Array(), fingerprint: 0n },
      })
      expect(await ids(secretChats.openOfDevice(bobsKey, 9))).toEqual([])
      expect(await secretChats.askedBy(ada, bob)).toEqual({ open: 2, unanswered: 2 })
      expect(await ids(secretChats.requestedBefore(101, 9))).toHaveLength(2)
      expect(await ids(secretChats.requestedBefore(100, 9))).toEqual([])
      expect([...(await secretChats.many([7, -7, 99])).keys()].sort()).toEqual([-7, 7])
    })

    it('know for a while what was sent, how often an end asked for something, and what was read', async () => {
      const [ada, bob] = await two()
      await add(requested(7, ada, bob))
      const sent = { chat: 7, byCreator: true, randomId: -9n, date: 100, file: 3, services: 2 }
      await store().transaction(async (tx) => {
        await tx.secretChats.putSent({ ...sent, services: 1 })
        await tx.secretChats.putSent(sent)
        await tx.secretChats.countService(7, false)
        await tx.secretChats.putRead(7, true, { maxDate: 90, date: 99 })
      })
      const { secretChats } = store().read
      expect(await secretChats.sent(7, true, -9n)).toEqual(sent)
      expect(await secretChats.sent(7, false, -9n)).toBeUndefined()
      expect(await secretChats.get(7)).toMatchObject({ creator: { services: 0 }, participant: { services: 1 } })
      expect(await secretChats.readOf(7, true)).toEqual({ maxDate: 90, date: 99 })
      expect(await secretChats.readOf(7, false)).toBeUndefined()
      const forget = (time: number): Promise<number> =>
        store().transaction((tx) => tx.secretChats.removeSentBefore(time, 9))
      expect([await forget(100), await forget(101)]).toEqual([0, 1])
      expect(await secretChats.sent(7, true, -9n)).toBeUndefined()
    })

    it('are forgotten once they ended long ago and no device is to be told of it', async () => {
      const [ada, bob] = await two()
      await add(requested(7, ada, bob))
      await store().transaction(async (tx) => {
        const { number } = await tx.deviceQueues.advance(bobsKey, 'news', firstQts)
        await tx.deviceQueues.putNews(bobsKey, { chat: 7, kind: 'state', number })
        await tx.secretChats.end(7, { historyDeleted: false, at: 100 })
      })
      const remove = (before: number): Promise<number> =>
        store().transaction((tx) => tx.secretChats.removeEnded(before, 9))
      expect(await remove(101)).toBe(0)
      await store().transaction((tx) => tx.deviceQueues.noteNews(bobsKey, { upTo: 1, date: 1, known: 1 }))
      expect([await remove(100), await remove(101)]).toEqual([0, 1])
      expect(await store().read.secretChats.get(7)).toBeUndefined()
    })
  })

  describe('what waits for a device', () => {
    const message = (qts: number, chat = 7): QueuedMessage => ({
      ...{ qts, chat, randomId: BigInt(-qts), date: 100, isService: qts % 2 === 0, data: bytes(qts), file: undefined },
    })
    const put = (key: bigint, chat = 7): Promise<number> =>
      store().transaction(async (tx) => {
        const { qts } = await tx.deviceQueues.advance(key, 'message', firstQts)
        await tx.deviceQueues.put(key, message(qts, chat))
        return qts
      })

    it('is numbered from 2 on for each device, counted, and gone once it is forgotten', async () => {
      expect(await put(bobsKey)).toBe(2)
      expect([await put(bobsKey, 8), await put(bobsKey), await put(otherKey)]).toEqual([3, 4, 2])
      const { deviceQueues } = store().read
      expect(await deviceQueues.messages(bobsKey, 2, 1)).toEqual([message(3, 8)])
      const inChat = { messages: 2, bytes: 8 }
      expect(await deviceQueues.waiting(bobsKey, 7)).toEqual({ ofChat: inChat, ofDevice: { messages: 3, bytes: 12 } })
      const forget = (qts: number, limit: number): Promise<bigint[]> =>
        store().transaction((tx) => tx.deviceQueues.forget(bobsKey, qts, limit))
      expect([await forget(3, 1), await forget(3, 9), await forget(3, 9)]).toEqual([[-2n], [-3n], []])
      const left = { messages: 1, bytes: 4 }
      expect(await deviceQueues.waiting(bobsKey, 7)).toEqual({ ofChat: left, ofDevice: left })
      expect(await deviceQueues.get(bobsKey)).toMatchObject({ qts: 4, number: 3 })
      await store().transaction((tx) => tx.deviceQueues.remove(bobsKey))
      expect(await deviceQueues.get(bobsKey)).toBeUndefined()
      expect(await deviceQueues.messages(otherKey, 0, 9)).toHaveLength(1)
      expect(await deviceQueues.waiting(bobsKey, 7)).toMatchObject({ ofDevice: { messages: 0, bytes: 0 } })
    })

    it('goes some time after the device has named it, and with its chat', async () => {
      const [ada, bob] = await two()
      await add(requested(7, ada, bob))
      for (const chat of [7, 8, 8]) await put(bobsKey, chat)
      const forget = (before: number): Promise<number> =>
        store().transaction((tx) => tx.deviceQueues.forgetNamed(before, 9))
      await store().transaction(async ({ deviceQueues }) => {
        await deviceQueues.noteNamed(bobsKey, 3, 100)
        await deviceQueues.noteNamed(bobsKey, 2, 900)
      })
      expect([await forget(100), await forget(101), await forget(101)]).toEqual([0, 2, 0])
      await put(bobsKey, 7)
      await store().transaction((tx) => tx.secretChats.end(7, { historyDeleted: false, at: 1 }))
      expect((await store().read.deviceQueues.messages(bobsKey, 0, 9)).map(({ chat }) => chat)).toEqual([8])
    })

    it('has the newest news of each chat and kind, in their order, until the device knows them', async () => {
      const tell = (chat: number, kind: 'state' | 'read'): Promise<void> =>
        store().transaction(async ({ deviceQueues }) => {
          const { number } = await deviceQueues.advance(bobsKey, 'news', firstQts)
          await deviceQueues.putNews(bobsKey, { chat, kind, number })
        })
      await tell(7, 'state')
      await tell(7, 'read')
      await tell(7, 'state')
      const { deviceQueues } = store().read
      const news = [
        { chat: 7, kind: 'read', number: 2 },
        { chat: 7, kind: 'state', number: 3 },
      ]
      expect(await deviceQueues.news(bobsKey)).toEqual(news)
      expect(await deviceQueues.get(bobsKey)).toMatchObject({ number: 3, qts: firstQts })
      await store().transaction((tx) => tx.deviceQueues.noteNews(bobsKey, { upTo: 3, date: 50, known: 2 }))
      expect(await deviceQueues.news(bobsKey)).toEqual(news.slice(1))
      expect(await deviceQueues.get(bobsKey)).toMatchObject({ newsGiven: 3, newsGivenDate: 50 })
    })
  })

  describe('encrypted files', () => {
    it('stay as long as an open chat needs them, and their content and what they take of a quota go with them', async () => {
      const [ada, bob] = await two()
      await add(requested(7, ada, bob))
      const hash = new Uint8Array(32).fill(7)
      const file: EncryptedFile = { id: 5, owner: ada, date: 1, hash, size: 3_000, accessHash: -1n, keyFingerprint: -2 }
      await store().transaction(async (tx) => {
        await tx.fileObjects.reserve(['sealed'], 1_000)
        const object = { name: 'sealed', size: 3_000, key: Uint8Array.of(1), keyId: 'first' }
        await tx.fileObjects.claim(object)
        await tx.blobs.add({ hash, size: 3_000, object: 'sealed' })
        await tx.blobs.use(hash)
        await tx.encryptedFiles.add(file)
        await tx.encryptedFiles.addToChat(7, 5)
        await tx.encryptedFiles.addToChat(7, 5)
      })
      const { encryptedFiles, blobs } = store().read
      expect(await encryptedFiles.get(5)).toEqual(file)
      expect([...(await encryptedFiles.many([5, 6])).values()]).toEqual([file])
      expect(await encryptedFiles.object(5)).toMatchObject({ name: 'sealed', size: 3_000 })
      const upkeep = (now: number): Promise<number[]> =>
        store().transaction(async (tx) => [
          await tx.encryptedFiles.leaveEndedChats(9),
          await tx.encryptedFiles.noteUnused(now, 9),
          await tx.encryptedFiles.removeUnused(now, 9),
        ])
      expect(await upkeep(100)).toEqual([0, 0, 0])
      await store().transaction((tx) => tx.secretChats.end(7, { historyDeleted: false, at: 100 }))
      expect(await upkeep(101)).toEqual([1, 1, 0])
      expect(await upkeep(102)).toEqual([0, 0, 1])
      expect(await encryptedFiles.get(5)).toBeUndefined()
      expect((await blobs.get(hash))?.uses).toBe(0)
    })
  })
}
