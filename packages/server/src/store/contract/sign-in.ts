import { describe, expect, it } from 'vitest'
import type { UserId } from '../../ids.ts'
import { asUser } from '../../testing/ids.ts'
import type { Store } from '../store.ts'
import { addUser } from './fixtures.ts'

const bytes = (value: number): Uint8Array => new Uint8Array(4).fill(value)

/** What signing in by other ways than a code to the phone needs, and where devices are woken. */
export function signInContract(store: () => Store): void {
  describe('invitations', () => {
    it('are there once for each number, in the order of the numbers, until they are taken back', async () => {
      await store().transaction(async (tx) => {
        for (const phone of ['493', '491', '492']) await tx.invitations.add({ phone, createdAt: 5 })
        await tx.invitations.add({ phone: '491', createdAt: 6 })
      })
      const { invitations } = store().read
      expect(await invitations.get('491')).toEqual({ phone: '491', createdAt: 5 })
      expect((await invitations.page(2)).map(({ phone }) => phone)).toEqual(['491', '492'])
      expect((await invitations.page(2, '492')).map(({ phone }) => phone)).toEqual(['493'])
      expect(await store().transaction((tx) => tx.invitations.remove('492'))).toBe(true)
      expect(await store().transaction((tx) => tx.invitations.remove('492'))).toBe(false)
      expect(await invitations.get('492')).toBeUndefined()
    })
  })

  describe('future auth tokens', () => {
    const token = (value: number, more: { userId?: UserId; expiresAt?: number } = {}) => ({
      digest: bytes(value),
      userId: asUser(5),
      createdAt: value,
      expiresAt: 100 + value,
      ...more,
    })

    it('are found by their digest, and the newest of a user are kept', async () => {
      await store().transaction(async (tx) => {
        for (const value of [1, 2, 3]) await tx.futureAuthTokens.add(token(value), 2)
        await tx.futureAuthTokens.add(token(4, { userId: asUser(6) }), 2)
      })
      const { read } = store()
      expect(await read.futureAuthTokens.get(bytes(1))).toBeUndefined()
      expect(await read.futureAuthTokens.get(bytes(3))).toEqual(token(3))
      await store().transaction((tx) => tx.futureAuthTokens.remove(bytes(3)))
      expect(await read.futureAuthTokens.get(bytes(3))).toBeUndefined()
      await store().transaction((tx) => tx.futureAuthTokens.removeAll(asUser(5)))
      expect(await read.futureAuthTokens.get(bytes(2))).toBeUndefined()
      expect(await read.futureAuthTokens.get(bytes(4))).toBeDefined()
    })

    it('are forgotten when they expire', async () => {
      await store().transaction(async (tx) => {
        for (const value of [1, 2, 3]) await tx.futureAuthTokens.add(token(value), 9)
      })
      const removeExpired = (time: number, limit: number): Promise<number> =>
        store().transaction((tx) => tx.futureAuthTokens.removeExpired(time, limit))
      expect(await removeExpired(101, 9)).toBe(0)
      expect(await removeExpired(103, 1)).toBe(1)
      expect(await store().read.futureAuthTokens.get(bytes(1))).toBeUndefined()
      expect(await removeExpired(103, 9)).toBe(1)
      expect(await store().read.futureAuthTokens.get(bytes(3))).toBeDefined()
    })
  })

  describe('attempts', () => {
    it('are counted by name until their window is over, and begin anew then', async () => {
      const add = (now: number): Promise<void> => store().transaction((tx) => tx.attempts.add('n', now, now + 100))
      await add(10)
      await add(60)
      await store().transaction((tx) => tx.attempts.add('m', 10, 500))
      const { attempts } = store().read
      expect(await attempts.count('n', 109)).toEqual({ count: 2, expiresAt: 110 })
      expect(await attempts.count('n', 110)).toBeUndefined()
      await add(110)
      expect(await attempts.count('n', 111)).toEqual({ count: 1, expiresAt: 210 })
      expect(await attempts.count('m', 111)).toEqual({ count: 1, expiresAt: 500 })
      const removeExpired = (time: number): Promise<number> =>
        store().transaction((tx) => tx.attempts.removeExpired(time, 9))
      expect(await removeExpired(210)).toBe(0)
      expect(await removeExpired(211)).toBe(1)
      expect(await attempts.count('n', 111)).toBeUndefined()
    })

    it('are known of a key for one user, until it is forgotten', async () => {
      await store().transaction(async (tx) => {
        await tx.attempts.putKnown(asUser(5), 1n, 100)
        await tx.attempts.putKnown(asUser(5), 2n ** 62n, 200)
        await tx.attempts.putKnown(asUser(6), 3n, 200)
      })
      const { attempts } = store().read
      expect(await attempts.isKnown(asUser(5), 2n ** 62n, 199)).toBe(true)
      expect(await attempts.isKnown(asUser(5), 2n ** 62n, 200)).toBe(false)
      expect(await attempts.isKnown(asUser(6), 1n, 50)).toBe(false)
      expect(await store().transaction((tx) => tx.attempts.removeExpired(101, 9))).toBe(1)
      await store().transaction((tx) => tx.attempts.removeKnown(asUser(5)))
      expect(await attempts.isKnown(asUser(5), 2n ** 62n, 50)).toBe(false)
      expect(await attempts.isKnown(asUser(6), 3n, 50)).toBe(true)
    })
  })

  describe('login e-mails', () => {
    it('are kept by user, with the end that somebody asked for', async () => {
      await store().transaction((tx) => tx.loginEmails.put({ userId: asUser(5), email: 'a@b.cd', resetAt: 7 }))
      expect(await store().read.loginEmails.get(asUser(5))).toEqual({ userId: asUser(5), email: 'a@b.cd', resetAt: 7 })
      await store().transaction((tx) => tx.loginEmails.put({ userId: asUser(5), email: 'c@d.ef' }))
      expect(await store().read.loginEmails.get(asUser(5))).toEqual({
        userId: asUser(5),
        email: 'c@d.ef',
        resetAt: undefined,
      })
      await store().transaction((tx) => tx.loginEmails.remove(asUser(5)))
      expect(await store().read.loginEmails.get(asUser(5))).toBeUndefined()
    })

    it('wait for their code by name, until that expires', async () => {
      const check = { name: 'n', email: 'a@b.cd', digest: bytes(1), expiresAt: 10, wrongAttempts: 2, sent: 3 }
      await store().transaction((tx) => tx.loginEmails.putCheck({ ...check, sent: 2 }))
      await store().transaction((tx) => tx.loginEmails.putCheck(check))
      expect(await store().read.loginEmails.check('n')).toEqual(check)
      await store().transaction((tx) => tx.loginEmails.putCheck({ ...check, name: 'm' }))
      await store().transaction((tx) => tx.loginEmails.removeCheck('m'))
      expect(await store().read.loginEmails.check('m')).toBeUndefined()
      expect(await store().transaction((tx) => tx.loginEmails.removeExpiredChecks(10, 5))).toBe(0)
      expect(await store().transaction((tx) => tx.loginEmails.removeExpiredChecks(11, 5))).toBe(1)
      expect(await store().read.loginEmails.check('n')).toBeUndefined()
    })
  })

  describe('login codes', () => {
    it('know by what way they went', async () => {
      const code = {
        hash: 'h',
        phone: '123',
        authKeyId: 1n,
        digest: bytes(1),
        createdAt: 100,
        expiresAt: 200,
        wrongAttempts: 0,
        verified: false,
        email: 'a@b.cd',
        newEmail: 'c@d.ef',
        needsEmail: true,
      }
      await store().transaction(async (tx) => {
        await tx.loginCodes.put(code)
        await tx.loginCodes.put({ ...code, hash: 'other', phone: '124' })
        await tx.loginCodes.put({ ...code, hash: 'old', createdAt: 99 })
      })
      const user = await addUser(store(), '123')
      expect(await store().read.loginCodes.ofUser(user, 100)).toEqual([code])
      expect(await store().read.loginCodes.ofUser(await addUser(store(), '125'), 100)).toEqual([])
    })
  })

  describe('temporary passwords', () => {
    it('are one for each user, until they expire or the password goes', async () => {
      const password = { userId: asUser(5), digest: bytes(1), expiresAt: 10 }
      await store().transaction((tx) => tx.passwords.putTemporary({ ...password, digest: bytes(2) }))
      await store().transaction((tx) => tx.passwords.putTemporary(password))
      await store().transaction((tx) => tx.passwords.removeExpired(10, 9))
      expect(await store().read.passwords.temporary(asUser(5))).toEqual(password)
      await store().transaction((tx) => tx.passwords.removeExpired(11, 9))
      expect(await store().read.passwords.temporary(asUser(5))).toBeUndefined()
      for (const end of ['remove', 'removeTemporary'] as const) {
        await store().transaction((tx) => tx.passwords.putTemporary(password))
        await store().transaction((tx) => tx.passwords[end](asUser(5)))
        expect(await store().read.passwords.temporary(asUser(5)), end).toBeUndefined()
      }
    })
  })

  describe('takeouts', () => {
    it('are one for each device, until they are over', async () => {
      const parts = {
        contacts: true,
        messageUsers: false,
        messageChats: true,
        messageMegagroups: false,
        messageChannels: false,
        files: true,
      }
      const takeout = { authKeyId: -5n, userId: asUser(5), id: -(2n ** 63n), parts, expiresAt: 10 }
      await store().transaction((tx) => tx.takeouts.put({ ...takeout, id: 1n }))
      await store().transaction((tx) => tx.takeouts.put(takeout))
      expect(await store().read.takeouts.get(-5n)).toEqual(takeout)
      const remove = (): Promise<boolean> => store().transaction((tx) => tx.takeouts.remove(-5n))
      expect([await remove(), await remove()]).toEqual([true, false])
      await store().transaction((tx) => tx.takeouts.put(takeout))
      expect(await store().transaction((tx) => tx.takeouts.removeExpired(10, 5))).toBe(0)
      expect(await store().transaction((tx) => tx.takeouts.removeExpired(11, 5))).toBe(1)
      expect(await store().read.takeouts.get(-5n)).toBeUndefined()
    })
  })

  describe('push devices', () => {
    const device = {
      authKeyId: -(2n ** 63n),
      tokenType: 2,
      token: 't',
      noMuted: true,
      appSandbox: false,
      secret: bytes(1),
      otherUids: [asUser(1), asUser(2 ** 39)],
    }

    it('have one token of each service, by which they are found', async () => {
      await store().transaction(async (tx) => {
        await tx.pushDevices.put({ ...device, token: 'before' })
        await tx.pushDevices.put(device)
        await tx.pushDevices.put({ ...device, tokenType: 1 })
        await tx.pushDevices.put({ ...device, authKeyId: 3n })
      })
      const { read } = store()
      expect(await read.pushDevices.ofKey(device.authKeyId)).toEqual([{ ...device, tokenType: 1 }, device])
      expect(await read.pushDevices.ofToken(2, 't')).toEqual([device, { ...device, authKeyId: 3n }])
      expect(await read.pushDevices.ofToken(2, 'before')).toEqual([])
      const remove = (): Promise<boolean> => store().transaction((tx) => tx.pushDevices.remove(3n, 2, 't'))
      expect([await remove(), await remove()]).toEqual([true, false])
    })

    it('keep after how long they lock, and are forgotten with their key', async () => {
      const { read } = store()
      expect(await read.pushDevices.lockPeriod(3n)).toBe(0)
      await store().transaction(async (tx) => {
        await tx.pushDevices.put({ ...device, authKeyId: 3n })
        await tx.pushDevices.setLockPeriod(3n, 60)
        await tx.pushDevices.setLockPeriod(4n, 60)
        await tx.pushDevices.setLockPeriod(4n, 0)
      })
      expect([await read.pushDevices.lockPeriod(3n), await read.pushDevices.lockPeriod(4n)]).toEqual([60, 0])
      await store().transaction((tx) => tx.pushDevices.removeAll(3n))
      expect(await read.pushDevices.lockPeriod(3n)).toBe(0)
      expect(await read.pushDevices.ofKey(3n)).toEqual([])
    })
  })
}
