import { encode } from '@chappe/tl-codec/api'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import type { PhotoList } from '../domain/people/peer-photos.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

/** The photos of people, groups and channels. */
export function peerPhotosContract(store: () => Store): void {
  const addPhotos = (owner: UserId, ids: readonly number[]): Promise<void> =>
    store().transaction(async (tx) => {
      for (const id of ids) {
        const secret = new Uint8Array(24).fill(id)
        const data = encode({
          ...{ _: 'photo', id: BigInt(id), accessHash: 0n, fileReference: new Uint8Array(), date: 1, dcId: 2 },
          sizes: [],
        })
        await tx.photos.add({ id, owner, date: 1, size: 0, secret, data })
      }
    })

  /** Those that are still there after all that nothing shows was removed. */
  const left = async (ids: readonly number[], now: number): Promise<number[]> => {
    await store().transaction(async (tx) => {
      await tx.photos.noteUnused(now, 100)
      await tx.photos.removeUnused(now + 1, 100)
    })
    const found = await Promise.all(ids.map((id) => store().read.photos.get(id)))
    return found.flatMap((one) => one?.id ?? [])
  }

  const addContact = (owner: UserId, userId: UserId, firstName = 'B'): Promise<void> =>
    store().transaction((tx) => tx.contacts.put(owner, { userId, firstName, lastName: '', phone: '', addedAt: 1 }))

  describe('photos of peers', () => {
    it('stand in lists, the last one first, and stay as long as a list has them', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const lists: readonly PhotoList[] = [
        { peer: a, kind: 'shown' },
        { peer: a, kind: 'fallback' },
        { peer: a, kind: 'personal', contact: b },
        { peer: b, kind: 'shown' },
      ]
      const ids = [1, 2, 3, 4, 5]
      const model = lists.map((): number[] => [])
      const step = fc.record({
        list: fc.nat(lists.length - 1),
        act: fc.constantFrom('put', 'put', 'put', 'remove', 'clear'),
        photos: fc.subarray(ids, { minLength: 1, maxLength: 2 }),
      })
      await addPhotos(a, ids)
      for (const { list: at, act, photos } of fc.sample(step, { numRuns: 60, seed: 35 })) {
        const list = lists[at] ?? { peer: a, kind: 'shown' }
        const expected = model[at] ?? []
        const [first = 1] = photos
        await store().transaction(async (tx) => {
          if (act === 'put') await tx.peerPhotos.put(list, first)
          else if (act === 'clear') await tx.peerPhotos.clear(list)
          else {
            const removed = await tx.peerPhotos.remove(list, photos)
            expect(removed.sort()).toEqual(photos.filter((one) => expected.includes(one)))
          }
        })
        const rest = expected.filter((one) =>
          act === 'put' ? one !== first : act === 'remove' && !photos.includes(one),
        )
        model[at] = act === 'put' ? [first, ...rest] : rest
        const { page, count, has, placeOf } = store().read.peerPhotos
        for (const [place, one] of lists.entries()) {
          expect(await page(one, 0, 10)).toEqual(model[place])
          expect(await page(one, 1, 2)).toEqual(model[place]?.slice(1, 3))
          expect(await count(one)).toBe(model[place]?.length)
          expect(await has(one, first)).toBe(model[place]?.includes(first))
          const where = model[place]?.indexOf(first) ?? -1
          expect(await placeOf(one, first)).toBe(where === -1 ? undefined : where)
        }
      }
      const kept = ids.filter((id) => model.some((list) => list.includes(id)))
      expect(kept.length).toBeGreaterThan(0)
      expect(await left(ids, 100)).toEqual(kept)
      await store().transaction(async (tx) => {
        for (const list of lists) await tx.peerPhotos.clear(list)
      })
      expect(await left(ids, 200)).toEqual([])
    })

    it('stand beside the names, and are kept when a contact is renamed', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const form = (value: number): Uint8Array => new Uint8Array(8).fill(value)
      await addContact(a, b)
      await store().transaction(async (tx) => {
        await tx.users.setPhotos(a, { photo: form(1), fallbackPhoto: form(2) })
        await tx.contacts.setPhoto(a, b, form(3))
        const group = await tx.groups.create({ title: 'G', creator: a, date: 1 }, [])
        expect((await tx.groups.change(group.id, { photo: form(4) })).photo).toEqual(form(4))
        expect((await tx.groups.change(group.id, { title: 'H' })).photo).toEqual(form(4))
        expect((await tx.groups.change(group.id, { photo: undefined })).photo).toBeUndefined()
        const facts = { kind: 'broadcast', title: 'C', about: '', creator: a, createdAt: 1 } as const
        const channel = await tx.channels.create(facts)
        await tx.channels.setPhoto(channel.id, form(5))
        expect((await tx.channels.get(channel.id))?.photo).toEqual(form(5))
        await tx.channels.markDeleted(channel.id)
        expect((await tx.channels.get(channel.id))?.photo).toBeUndefined()
      })
      await addContact(a, b, 'Another name')
      const [relation] = await store().read.contacts.relations(a, [b])
      expect(relation?.contact).toMatchObject({ firstName: 'Another name', photo: form(3) })
      expect(await store().read.users.get(a)).toMatchObject({ photo: form(1), fallbackPhoto: form(2) })
      await store().transaction((tx) => tx.users.markDeleted(a, 9))
      expect(await store().read.users.get(a)).toMatchObject({ photo: undefined, fallbackPhoto: undefined })
    })

    it('go with the contact, with the account and with the channel', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const ids = [1, 3, 4]
      await addPhotos(b, ids)
      await addContact(a, b)
      const channel = await store().transaction(async (tx) => {
        const facts = { kind: 'broadcast', title: 'C', about: '', creator: b, createdAt: 1 } as const
        const { id } = await tx.channels.create(facts)
        await tx.peerPhotos.put({ peer: a, kind: 'personal', contact: b }, 1)
        await tx.contacts.setPhoto(a, b, new Uint8Array(8))
        await tx.peerPhotos.put({ peer: a, kind: 'shown' }, 3)
        await tx.peerPhotos.put({ peer: id, kind: 'shown' }, 4)
        return id
      })
      expect(await left(ids, 100)).toEqual(ids)
      await store().transaction((tx) => tx.contacts.remove(a, b))
      expect(await left(ids, 200)).toEqual([3, 4])
      await store().transaction((tx) => tx.users.markDeleted(a, 9))
      while (await store().transaction((tx) => tx.users.erase(a, 10)));
      expect(await left(ids, 400)).toEqual([4])
      await store().transaction((tx) => tx.channels.markDeleted(channel))
      while (await store().transaction((tx) => tx.channels.erase(channel, 10)));
      expect(await left(ids, 500)).toEqual([])
    })
  })
}
