import { type api, encode } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { Store } from '../store.ts'
import { addUser, append } from './fixtures.ts'

const hashOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)

export function photosContract(store: () => Store): void {
  describe('photos', () => {
    const photo = (id: number): api.photo => ({
      ...{ _: 'photo', id: BigInt(id), accessHash: 0n, fileReference: new Uint8Array(), date: 1, dcId: 2 },
      sizes: [{ _: 'photoSize', type: 's', w: 9, h: 9, size: 10 }],
    })
    const messageWith = (media: api.MessageMedia | undefined): Uint8Array =>
      encode({ _: 'message', id: 0, peerId: { _: 'peerUser', userId: 1n }, date: 1, message: 'a photo', media })
    const showing = (id: number): Uint8Array => messageWith({ _: 'messageMediaPhoto', photo: photo(id) })
    const uses = async (hash: number): Promise<number | undefined> => (await store().read.blobs.get(hashOf(hash)))?.uses

    /** With two sizes, one of which all share. */
    const add = (owner: UserId, id: number): Promise<void> =>
      store().transaction(async (tx) => {
        for (const [type, hash] of [
          ['s', 100],
          ['m', id],
        ] as const) {
          if ((await tx.blobs.get(hashOf(hash))) === undefined) {
            const name = `object ${hash}`
            await tx.fileObjects.reserve([name], 1_000)
            await tx.fileObjects.claim({ name, size: hash, key: Uint8Array.of(1), keyId: 'first' })
            await tx.blobs.add({ hash: hashOf(hash), size: hash, object: name })
          }
          await tx.blobs.use(hashOf(hash))
          await tx.fileSizes.put({ kind: 'photo', id, type, hash: hashOf(hash), size: hash })
        }
        const secret = new Uint8Array(24).fill(id)
        await tx.photos.add({ id, owner, date: 1, size: 100 + id, secret, data: encode(photo(id)) })
      })

    /** Those of the given that are still there after all that nothing shows was removed. */
    const left = async (ids: readonly number[], now: number): Promise<number[]> => {
      await store().transaction(async (tx) => {
        await tx.photos.noteUnused(now, 10)
        await tx.photos.removeUnused(now + 1, 10)
      })
      const found = await Promise.all(ids.map((id) => store().read.photos.get(id)))
      return found.flatMap((one) => one?.id ?? [])
    }

    it('are found with their sizes, counted for their owner, and go with the content that is theirs alone', async () => {
      const owner = await addUser(store(), '1')
      await add(owner, 5)
      await add(owner, 6)
      const { photos, fileSizes, documents } = store().read
      expect(await photos.get(5)).toMatchObject({ id: 5, owner, size: 105 })
      expect(await photos.secrets([5, 7])).toEqual(new Map([[5, new Uint8Array(24).fill(5)]]))
      const file = { kind: 'photo', id: 6 } as const
      expect(await fileSizes.object(file, 'm')).toMatchObject({ name: 'object 6', size: 6 })
      expect(await fileSizes.object(file, 'x')).toBeUndefined()
      expect(await fileSizes.object({ kind: 'document', id: 6 }, 'm')).toBeUndefined()
      expect((await fileSizes.of(file)).map(({ type }) => type)).toEqual(['m', 's'])
      expect([await uses(100), await documents.usage(owner)]).toEqual([2, 211])
      // A size in the place of another.
      await store().transaction(async (tx) => {
        await tx.blobs.use(hashOf(5))
        await tx.fileSizes.put({ ...file, type: 'm', hash: hashOf(5), size: 5 })
      })
      expect([await uses(5), await uses(6)]).toEqual([2, 0])
      expect(await left([5, 6], 100)).toEqual([])
      expect([await uses(100), await uses(5), await documents.usage(owner)]).toEqual([0, 0, 0])
      expect(await fileSizes.of(file)).toEqual([])
    })

    it('stay beside another one for as long as that is shown', async () => {
      const owner = await addUser(store(), '1')
      const ids = [1, 2, 3, 4]
      for (const id of ids) await add(owner, id)
      await store().transaction(async (tx) => {
        await append(tx, { box: owner, peer: owner, data: showing(1) })
        await tx.photos.keepTogether([1, 2, 3])
        await tx.photos.keepTogether([1, 3])
        await tx.photos.keepTogether([])
      })
      expect(await left(ids, 100)).toEqual([1, 2, 3])
      await store().transaction((tx) => tx.messages.remove(owner, [1]))
      expect(await left(ids, 200)).toEqual([2, 3])
      expect(await left(ids, 300)).toEqual([])
    })

    it('know the sets of the stickers on them, apart from those of documents, until they go', async () => {
      const owner = await addUser(store(), '1')
      await add(owner, 5)
      await add(owner, 6)
      const [five, six] = [5, 6].map((id) => ({ kind: 'photo', id }) as const)
      const { attachedSets } = store().read
      if (five === undefined || six === undefined) throw new TypeError('there are two')
      await store().transaction(async (tx) => {
        await tx.attachedSets.add(five, [9, 2 ** 52 - 1, 7])
        await tx.attachedSets.add(six, [])
      })
      expect(await attachedSets.of(five)).toEqual([9, 2 ** 52 - 1, 7])
      expect(await attachedSets.of(six)).toEqual([])
      expect(await attachedSets.of({ kind: 'document', id: 5 })).toEqual([])
      expect(await left([5], 100)).toEqual([])
      expect(await attachedSets.of(five)).toEqual([])
    })

    it('stay as long as any message shows them, whatever way that comes and goes', async () => {
      const owner = await addUser(store(), '1')
      const ids = [1, 2, 3, 4, 5, 6]
      for (const id of ids) await add(owner, id)
      const url = 'https://example.com'
      const webpage: api.webPage = { _: 'webPage', id: 1n, url, displayUrl: url, hash: 0, photo: photo(3) }
      const action = { _: 'messageActionChatEditPhoto', photo: photo(5) } as const
      await store().transaction(async (tx) => {
        for (const data of [
          showing(1),
          showing(2),
          messageWith({ _: 'messageMediaWebPage', webpage }),
          encode({ _: 'messageService', id: 0, peerId: { _: 'peerUser', userId: 1n }, date: 1, action }),
        ]) {
          await append(tx, { box: owner, peer: owner, data })
        }
        await tx.scheduledMessages.put({ box: owner, id: 1, peer: owner, date: 9, randomId: 1n, data: showing(4) })
      })
      expect(await left(ids, 100)).toEqual([1, 2, 3, 4, 5])
      const all = await store().read.messages.history({
        ...{ box: owner, peer: owner, offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 },
      })
      const [action0, page, second, first] = all.map(({ id }) => id)
      await store().transaction(async (tx) => {
        await tx.messages.remove(owner, [first ?? 0, action0 ?? 0])
        await tx.messages.replace(owner, second ?? 0, showing(3))
        await tx.messages.replace(owner, page ?? 0, messageWith(undefined))
      })
      expect(await left(ids, 200)).toEqual([3, 4])
      await store().transaction(async (tx) => {
        await tx.messages.remove(owner, [second ?? 0])
        await tx.scheduledMessages.remove(owner, [1])
      })
      expect(await left(ids, 300)).toEqual([])
    })
  })
}
