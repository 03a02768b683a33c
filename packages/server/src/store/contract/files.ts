import { type api, encode } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { StoredMessage } from '../domain/chats/messages.ts'
import type { StoredObject } from '../domain/files/file-objects.ts'
import type { Store, Transaction } from '../store.ts'
import { addUser, append, post } from './fixtures.ts'

const objectOf = (name: string, size = 2_000): StoredObject => ({ name, size, key: Uint8Array.of(1), keyId: 'first' })
const hashOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)

async function claimed(tx: Transaction, name: string, size?: number): Promise<StoredObject> {
  await tx.fileObjects.reserve([name], 1_000)
  const object = objectOf(name, size)
  await tx.fileObjects.claim(object)
  return object
}

export function filesContract(store: () => Store): void {
  describe('uploads', () => {
    it('keep parts in order, let the last of a number stand, and count what they take', async () => {
      const userId = await addUser(store(), '1')
      const name = { userId, fileId: -(2n ** 62n) }
      const facts = { ...name, isBig: true, total: 3, partSize: 2_000 }
      await store().transaction(async (tx) => {
        for (const part of [2, 0, 1]) await tx.uploads.putPart(facts, part, await claimed(tx, `part ${part}`), 100)
        await tx.uploads.putPart(facts, 1, await claimed(tx, 'again', 500), 101)
      })
      const { uploads, fileObjects } = store().read
      expect(await uploads.get(name)).toEqual({ ...facts, content: undefined })
      const parts = await uploads.parts(name, 0, 10)
      expect(parts.map(({ part, object }) => [part, object.name])).toEqual([
        [0, 'part 0'],
        [1, 'again'],
        [2, 'part 2'],
      ])
      expect(await uploads.parts(name, 1, 1)).toEqual([{ part: 1, object: objectOf('again', 500) }])
      // A small part counts for a KiB.
      expect(await uploads.pending(userId)).toEqual({ uploads: 1, bytes: 5_024, finished: 0 })
      expect((await fileObjects.page('', 10)).map((one) => one.name)).toEqual(['again', 'part 0', 'part 2'])
    })

    it('become content, which is named for a while, and go with all that they hold', async () => {
      const userId = await addUser(store(), '1')
      const name = { userId, fileId: 7n }
      const content = { hash: hashOf(1), size: 4_000, md5: 'ab'.repeat(16), parts: 2 }
      const used = async (): Promise<number | undefined> => (await store().read.blobs.get(hashOf(1)))?.uses
      await store().transaction(async (tx) => {
        const facts = { ...name, isBig: false, total: undefined, partSize: undefined }
        for (const part of [0, 1]) await tx.uploads.putPart(facts, part, await claimed(tx, `part ${part}`), 100)
        await tx.uploads.putPart({ ...facts, fileId: 8n }, 0, await claimed(tx, 'other'), 100)
        await tx.blobs.add({ hash: hashOf(1), size: 4_000, object: (await claimed(tx, 'whole')).name })
        await tx.blobs.use(hashOf(1))
        await tx.uploads.finish(name, content, 200)
      })
      const { uploads, fileObjects } = store().read
      expect((await uploads.get(name))?.content).toEqual(content)
      expect(await uploads.parts(name, 0, 10)).toEqual([])
      expect(await uploads.pending(userId)).toMatchObject({ uploads: 1, finished: 1 })
      expect((await fileObjects.page('', 10)).map((one) => one.name)).toEqual(['other', 'whole'])
      const remove = (time: number): Promise<number> => store().transaction((tx) => tx.uploads.removeBefore(time, 10))
      expect(await remove(100)).toBe(0)
      expect(await remove(200)).toBe(1)
      expect([await used(), (await fileObjects.page('', 10)).length]).toEqual([1, 1])
      expect(await remove(201)).toBe(1)
      expect(await used()).toBe(0)
      expect(await uploads.get(name)).toBeUndefined()
      expect(await uploads.pending(userId)).toEqual({ uploads: 0, bytes: 0, finished: 0 })
    })
  })

  describe('documents', () => {
    const document = (id: number): api.document => ({
      ...{ _: 'document', id: BigInt(id), accessHash: 0n, fileReference: new Uint8Array(), date: 1 },
      ...{ mimeType: 'text/plain', size: 10n, dcId: 2, attributes: [] },
    })
    const messageWith = (id: number | undefined): Uint8Array =>
      encode({
        ...{ _: 'message', id: 0, peerId: { _: 'peerUser', userId: 1n }, date: 1, message: 'a file' },
        media: id === undefined ? undefined : { _: 'messageMediaDocument', document: document(id) },
      })

    const add = (owner: UserId, id: number, content = 1): Promise<void> =>
      store().transaction(async (tx) => {
        const hash = hashOf(content)
        if ((await tx.blobs.get(hash)) === undefined) {
          const { name } = await claimed(tx, content === 1 ? 'whole' : `whole ${content}`, 10)
          await tx.blobs.add({ hash, size: 10, object: name })
        }
        await tx.blobs.use(hash)
        const secret = new Uint8Array(24).fill(id)
        await tx.documents.add({ id, owner, date: 1, hash, size: 10, secret, data: encode(document(id)) })
      })

    /** Those of the given that are still there after all that nothing shows was removed. */
    const left = async (ids: readonly number[], now: number): Promise<number[]> => {
      await store().transaction(async (tx) => {
        await tx.documents.noteUnused(now, 10)
        await tx.documents.removeUnused(now + 1, 10)
      })
      const found = await Promise.all(ids.map((id) => store().read.documents.get(id)))
      return found.flatMap((one) => one?.id ?? [])
    }

    it('are found with what they hold, and counted for their owner', async () => {
      const owner = await addUser(store(), '1')
      await add(owner, 5)
      await add(owner, 6)
      const { documents } = store().read
      expect(await documents.get(5)).toMatchObject({ id: 5, owner, size: 10, hash: hashOf(1) })
      expect(await documents.object(6)).toEqual(objectOf('whole', 10))
      expect(await documents.secrets([5, 6, 7])).toEqual(
        new Map([
          [5, new Uint8Array(24).fill(5)],
          [6, new Uint8Array(24).fill(6)],
        ]),
      )
      expect(await documents.usage(owner)).toBe(20)
      expect(await left([5, 6], 100)).toEqual([])
      expect(await documents.usage(owner)).toBe(0)
      expect((await store().read.blobs.get(hashOf(1)))?.uses).toBe(0)
    })

    it('stay as long as any message shows them, whatever way that comes and goes', async () => {
      const owner = await addUser(store(), '1')
      const ids = [1, 2, 3, 4, 5]
      for (const id of ids) await add(owner, id)
      await store().transaction(async (tx) => {
        for (const id of [1, 2, 3]) await append(tx, { box: owner, peer: owner, data: messageWith(id) })
        await tx.scheduledMessages.put({ box: owner, id: 1, peer: owner, date: 9, randomId: 1n, data: messageWith(4) })
      })
      expect(await left(ids, 100)).toEqual([1, 2, 3, 4])
      const all = await store().read.messages.history({
        ...{ box: owner, peer: owner, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 },
      })
      const [third, second, one] = all.map(({ id }) => id)
      await store().transaction(async (tx) => {
        await tx.messages.remove(owner, [one ?? 0])
        await tx.messages.replace(owner, second ?? 0, messageWith(3))
        // Put again under its number, as another.
        await tx.scheduledMessages.put({ box: owner, id: 1, peer: owner, date: 9, randomId: 1n, data: messageWith(4) })
      })
      expect(await left(ids, 200)).toEqual([3, 4])
      await store().transaction(async (tx) => {
        await tx.messages.remove(owner, [third ?? 0])
        await tx.scheduledMessages.remove(owner, [1])
      })
      expect(await left(ids, 300)).toEqual([3])
      await store().transaction((tx) => tx.messages.replace(owner, second ?? 0, messageWith(undefined)))
      expect(await left(ids, 400)).toEqual([])
    })

    it('stay as long as they are in a list of somebody, newest first, each content once, and no more than are wanted', async () => {
      const owner = await addUser(store(), '1')
      const ids = [1, 2, 3, 4, 5]
      for (const id of ids) await add(owner, id, id === 5 ? 2 : id)
      const save = (id: number): Promise<boolean> =>
        store().transaction((tx) => tx.savedDocuments.save(owner, 'gifs', id, 3))
      expect([await save(1), await save(2), await save(2), await save(1), await save(3)]).toEqual([
        ...[true, true, false, true, true],
      ])
      const { savedDocuments } = store().read
      expect(await savedDocuments.ids(owner, 'gifs')).toEqual([3, 1, 2])
      expect(await savedDocuments.ids(owner, 'ringtones')).toEqual([])
      // Has the content of the second one.
      await save(5)
      expect((await savedDocuments.all(owner, 'gifs')).map(({ id }) => id)).toEqual([5, 3, 1])
      await save(4)
      expect(await savedDocuments.ids(owner, 'gifs')).toEqual([4, 5, 3])
      expect(await left(ids, 100)).toEqual([3, 4, 5])
      const remove = (id: number): Promise<boolean> =>
        store().transaction((tx) => tx.savedDocuments.remove(owner, 'gifs', id))
      expect([await remove(3), await remove(3)]).toEqual([true, false])
      expect(await left(ids, 200)).toEqual([4, 5])
      expect((await store().read.documents.ofContent(owner, hashOf(2), 9)).map(({ id }) => id)).toEqual([5])
    })

    it('stand in a list where they are put: behind another, wherever they stood before', async () => {
      const owner = await addUser(store(), '1')
      for (const id of [1, 2, 3, 4]) await add(owner, id, id)
      await store().transaction(async (tx) => {
        for (const id of [4, 3, 2, 1]) await tx.savedDocuments.save(owner, 'music', id, 9)
      })
      const move = (id: number, other: number): Promise<boolean> =>
        store().transaction((tx) => tx.savedDocuments.moveBehind(owner, 'music', id, other))
      expect([await move(1, 3), await store().read.savedDocuments.ids(owner, 'music')]).toEqual([true, [2, 3, 1, 4]])
      expect([await move(4, 2), await store().read.savedDocuments.ids(owner, 'music')]).toEqual([true, [2, 4, 3, 1]])
      expect([await move(4, 2), await store().read.savedDocuments.ids(owner, 'music')]).toEqual([false, [2, 4, 3, 1]])
      expect(await store().read.savedDocuments.ids(owner, 'gifs')).toEqual([])
    })

    it('in a group are counted where what was said stands once, until the last copy of it is gone', async () => {
      const [owner, other] = [await addUser(store(), '1'), await addUser(store(), '2')]
      await add(owner, 1)
      const { id: chat } = await store().transaction((tx) =>
        tx.groups.create(
          { title: 'A group', creator: owner, date: 1 },
          [owner, other].map((userId) => ({ userId, inviter: owner, date: 1, admin: false })),
        ),
      )
      const copies = await post(store(), chat, [owner, other], messageWith(1))
      const remove = async ({ box, id, own }: StoredMessage): Promise<void> => {
        await store().transaction(async (tx) => {
          await tx.messages.remove(box, [id])
          await tx.groupMessages.removeCopies(box, [own?.content ?? 0])
        })
      }
      const [mine, others] = copies
      if (mine === undefined || others === undefined) throw new TypeError('both have a copy')
      await remove(mine)
      expect(await left([1], 100)).toEqual([1])
      await remove(others)
      expect(await left([1], 200)).toEqual([])
    })
  })
}
