import { describe, expect, it } from 'vitest'
import type { PeerId, UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import { firstPts } from '../domain/chats/boxes.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

export function accountsContract(store: () => Store): void {
  describe('authorization keys', () => {
    const id = -(2n ** 62n) - 5n
    const record = { id, key: new Uint8Array(256).fill(7), initialSalt: -1n, createdAt: 10 }

    it('keeps a key with an id of all 64 bits, once', async () => {
      expect(await store().transaction((tx) => tx.authKeys.add(record))).toBe(true)
      expect(await store().transaction((tx) => tx.authKeys.add({ ...record, createdAt: 11 }))).toBe(false)
      expect(await store().read.authKeys.get(id)).toMatchObject(record)
      expect(await store().read.authKeys.get(id + 1n)).toBeUndefined()
    })

    it('keeps which data centre the client meant, if it meant one, in every form', async () => {
      const numbers = [2, -2, 10_004, -10_004, 2 ** 31 - 1, -(2 ** 31), undefined]
      for (const [index, dc] of numbers.entries()) {
        const key = { ...record, id: BigInt(index + 1) }
        await store().transaction((tx) => tx.authKeys.add({ ...key, dc }))
        expect((await store().read.authKeys.get(key.id))?.dc).toBe(dc)
      }
    })

    it('keeps what the client said of itself', async () => {
      const client = {
        layer: 227,
        apiId: 4,
        deviceModel: 'm',
        systemVersion: 's',
        appVersion: 'a',
        systemLangCode: 'en',
        langPack: '',
        langCode: 'en',
      }
      await store().transaction(async (tx) => {
        await tx.authKeys.add(record)
        await tx.authKeys.setClient(id, client)
      })
      expect((await store().read.authKeys.get(id))?.client).toEqual(client)
    })

    it('binds a temporary key and forgets a removed one', async () => {
      await store().transaction(async (tx) => {
        await tx.authKeys.add({ ...record, expiresAt: 99 })
        await tx.authKeys.bind(id, 2n ** 63n - 1n)
      })
      expect(await store().read.authKeys.get(id)).toMatchObject({ expiresAt: 99, boundTo: 2n ** 63n - 1n })
      await store().transaction((tx) => tx.authKeys.remove(id))
      expect(await store().read.authKeys.get(id)).toBeUndefined()
    })

    it('keeps who is signed in by which key', async () => {
      const first = { authKeyId: id, userId: asUser(5), hash: -(2n ** 63n), createdAt: 1, activeAt: 1 }
      const second = { ...first, authKeyId: 3n, createdAt: 2 }
      await store().transaction(async (tx) => {
        await tx.authorizations.put(second)
        await tx.authorizations.put(first)
        await tx.authorizations.touch(id, 9)
      })
      expect(await store().read.authorizations.ofUser(asUser(5))).toMatchObject([{ ...first, activeAt: 9 }, second])
      expect(await store().transaction((tx) => tx.authorizations.remove(id))).toBe(true)
      expect(await store().transaction((tx) => tx.authorizations.remove(id))).toBe(false)
      expect(await store().read.authorizations.get(id)).toBeUndefined()
    })
  })

  describe('what a device was told', () => {
    const device = { authKeyId: -3n, userId: asUser(5), hash: 7n, createdAt: 1, activeAt: 1 }
    const mark = (upTo: number): { upTo: number; date: number } => ({ upTo, date: 100 + upTo })
    const told = { marks: [mark(0), mark(4), mark(9)], partly: true } as const

    it('stands beside it, also when something else about the device changes, and ends with it', async () => {
      const get = () => store().read.authorizations.get(device.authKeyId)
      await store().transaction((tx) => tx.authorizations.put(device))
      expect((await get())?.told).toBeUndefined()
      await store().transaction((tx) => tx.authorizations.setTold(device.authKeyId, device.userId, told))
      await store().transaction((tx) => tx.authorizations.touch(device.authKeyId, 9))
      expect(await get()).toMatchObject({ told, activeAt: 9 })
      await store().transaction(async (tx) => {
        const kept = await tx.authorizations.get(device.authKeyId)
        if (kept !== undefined) await tx.authorizations.put({ ...kept, ip: '::1' })
      })
      expect(await get()).toMatchObject({ told, ip: '::1' })
      const last = { marks: [mark(10)], partly: false } as const
      await store().transaction((tx) => tx.authorizations.setTold(device.authKeyId, device.userId, last))
      expect((await get())?.told).toEqual(last)
      await store().transaction((tx) => tx.authorizations.remove(device.authKeyId))
      await store().transaction((tx) => tx.authorizations.put(device))
      expect((await get())?.told).toBeUndefined()
    })

    it('is not noted of one that is signed out, or whose key is somebody else’s by now', async () => {
      const note = (userId: UserId): Promise<void> =>
        store().transaction((tx) => tx.authorizations.setTold(device.authKeyId, userId, told))
      await note(device.userId)
      expect(await store().read.authorizations.get(device.authKeyId)).toBeUndefined()
      await store().transaction((tx) => tx.authorizations.put({ ...device, userId: asUser(6) }))
      await note(device.userId)
      expect((await store().read.authorizations.get(device.authKeyId))?.told).toBeUndefined()
    })
  })

  describe('login codes', () => {
    const code = {
      hash: 'h',
      phone: '123',
      authKeyId: -4n,
      digest: Uint8Array.of(1, 2),
      createdAt: 100,
      expiresAt: 200,
      wrongAttempts: 0,
      verified: false,
    }

    it('keeps an attempt, replaces it, and forgets it when it is old', async () => {
      await store().transaction((tx) => tx.loginCodes.put(code))
      await store().transaction((tx) => tx.loginCodes.put({ ...code, wrongAttempts: 1, verified: true }))
      expect(await store().read.loginCodes.get('h')).toMatchObject({ ...code, wrongAttempts: 1, verified: true })
      await store().transaction((tx) => tx.loginCodes.put({ ...code, hash: 'i', createdAt: 99, wrongAttempts: 4 }))
      expect(await store().transaction((tx) => tx.loginCodes.removeBefore(100, 5))).toBe(1)
      expect(await store().read.loginCodes.get('i')).toBeUndefined()
      expect(await store().read.loginCodes.get('h')).toBeDefined()
      expect(await store().transaction((tx) => tx.loginCodes.removeBefore(101, 5))).toBe(1)
      expect(await store().read.loginCodes.get('h')).toBeUndefined()
    })
  })

  describe('users', () => {
    it('gives each new user another id and an empty box', async () => {
      const [a, b] = await Promise.all([addUser(store(), '1'), addUser(store(), '2')])
      expect(a).not.toBe(b)
      expect(await store().read.boxes.state(a)).toEqual({
        pts: firstPts,
        lastMessageId: 0,
        unnumbered: 0,
        qts: 0,
        seq: 0,
      })
      expect(await store().read.users.byPhone('2')).toMatchObject({ id: b, firstName: 'First 2' })
      expect((await store().read.users.byPhones(['1', '2', '3'])).map((user) => user.id).sort()).toEqual([a, b].sort())
      expect((await store().read.users.many([a, asUser(7)])).map((user) => user.id)).toEqual([a])
    })

    it('refuses a second user of a number', async () => {
      await addUser(store(), '1')
      await expect(addUser(store(), '1')).rejects.toThrow()
      expect(await addUser(store(), '2')).toBeGreaterThan(0)
    })

    it('keeps the profile', async () => {
      const id = await addUser(store(), '1')
      await store().transaction((tx) => tx.users.setProfile(id, { firstName: 'Ä', lastName: 'b', about: '🎈' }))
      expect(await store().read.users.get(id)).toMatchObject({ firstName: 'Ä', lastName: 'b', about: '🎈' })
    })

    it('gives a username to one peer at a time, whatever its case', async () => {
      const [a, b] = await Promise.all([addUser(store(), '1'), addUser(store(), '2')])
      const assign = (peer: PeerId, name: string | undefined): Promise<boolean> =>
        store().transaction((tx) => tx.usernames.assign(peer, name))
      expect(await assign(a, 'Alice')).toBe(true)
      expect(await assign(b, 'aLICE')).toBe(false)
      expect(await assign(a, 'ALICE')).toBe(true)
      expect(await store().read.usernames.resolve('alice')).toBe(a)
      expect((await store().read.users.get(a))?.username).toBe('ALICE')
      expect(await assign(a, undefined)).toBe(true)
      expect(await assign(b, 'alice')).toBe(true)
      expect(await store().read.usernames.resolve('Alice')).toBe(b)
    })

    it('tells how a viewer and others stand to each other', async () => {
      const contact = { userId: asUser(2), firstName: 'B', lastName: '', phone: '5', addedAt: 1 }
      await store().transaction(async (tx) => {
        await tx.contacts.put(asUser(1), contact)
        await tx.contacts.put(asUser(1), { ...contact, userId: asUser(3) })
        await tx.contacts.put(asUser(2), { ...contact, userId: asUser(1) })
        await tx.contacts.put(asUser(4), { ...contact, userId: asUser(1) })
      })
      const relations = await store().read.contacts.relations(asUser(1), [asUser(2), asUser(3), asUser(4), asUser(5)])
      expect(relations.sort((x, y) => x.userId - y.userId)).toMatchObject([
        { userId: asUser(2), contact, listed: true },
        { userId: asUser(3), contact: { ...contact, userId: asUser(3) }, listed: false },
        { userId: asUser(4), contact: undefined, listed: true },
      ])
      expect(await store().transaction((tx) => tx.contacts.remove(asUser(1), asUser(2)))).toBe(true)
      expect(await store().transaction((tx) => tx.contacts.remove(asUser(1), asUser(2)))).toBe(false)
      expect((await store().read.contacts.list(asUser(1))).map((entry) => entry.userId)).toEqual([3])
    })
  })
}
