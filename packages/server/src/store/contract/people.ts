import { describe, expect, it } from 'vitest'
import { asChannel, asUser } from '../../testing/ids.ts'
import { defaultAccountSettings } from '../domain/people/account-settings.ts'
import type { RatingReset } from '../domain/people/top-peers.ts'
import type { Store } from '../store.ts'
import { addUser, append } from './fixtures.ts'

const bytes = (value: number): Uint8Array => new Uint8Array(4).fill(value)

/** Signing in by steps, profiles, privacy, presence, and the end of accounts. */
export function peopleContract(store: () => Store): void {
  describe('passwords', () => {
    const verifier = { verifier: bytes(1), salt1: bytes(2), salt2: new Uint8Array(0) }

    it('keeps all of a password, and forgets it', async () => {
      const record = {
        userId: asUser(5),
        current: verifier,
        hint: 'h',
        email: 'a@b.cd',
        pending: { ...verifier, salt2: bytes(9) },
        pendingEmail: 'c@d.ef',
        emailCode: { digest: bytes(3), expiresAt: 7, wrongAttempts: 1 },
        recoveryCode: { digest: bytes(4), expiresAt: 8, wrongAttempts: 2 },
        resetAt: 100,
        resetDeclinedAt: 90,
        setAt: 95,
      }
      await store().transaction((tx) => tx.passwords.put(record))
      expect(await store().read.passwords.get(asUser(5))).toEqual(record)
      const bare = { userId: asUser(5), hint: '' }
      await store().transaction((tx) => tx.passwords.put(bare))
      expect(await store().read.passwords.get(asUser(5))).toMatchObject(bare)
      expect((await store().read.passwords.get(asUser(5)))?.current).toBeUndefined()
      await store().transaction((tx) => tx.passwords.remove(asUser(5)))
      expect(await store().read.passwords.get(asUser(5))).toBeUndefined()
    })

    it('keeps the newest challenge of a key until it is used or expires', async () => {
      const challenge = {
        authKeyId: -3n,
        userId: asUser(5),
        srpId: -(2n ** 63n),
        b: bytes(1),
        srpB: bytes(2),
        expiresAt: 10,
      }
      await store().transaction((tx) => tx.passwords.putChallenge({ ...challenge, srpId: 1n }))
      await store().transaction((tx) => tx.passwords.putChallenge(challenge))
      expect(await store().read.passwords.challenge(-3n)).toEqual(challenge)
      await store().transaction((tx) => tx.passwords.removeExpired(10, 9))
      expect(await store().read.passwords.challenge(-3n)).toBeDefined()
      await store().transaction((tx) => tx.passwords.removeExpired(11, 9))
      expect(await store().read.passwords.challenge(-3n)).toBeUndefined()
    })
  })

  describe('logins under way', () => {
    it('keeps what waits for a password', async () => {
      const login = { authKeyId: -1n, userId: asUser(5), hash: -2n, expiresAt: 10 }
      await store().transaction((tx) => tx.logins.putPending(login))
      expect(await store().read.logins.pending(-1n)).toEqual(login)
      await store().transaction((tx) => tx.logins.removePending(-1n))
      expect(await store().read.logins.pending(-1n)).toBeUndefined()
    })

    it('keeps QR codes by their digest, and finds the accepted one of a key', async () => {
      const token = { digest: bytes(1), authKeyId: -1n, hash: 4n, expiresAt: 10 }
      await store().transaction((tx) => tx.logins.putToken(token))
      expect(await store().read.logins.token(bytes(1))).toMatchObject(token)
      expect(await store().read.logins.acceptedToken(-1n)).toBeUndefined()
      await store().transaction((tx) => tx.logins.putToken({ ...token, acceptedBy: asUser(7) }))
      expect(await store().read.logins.acceptedToken(-1n)).toEqual({ ...token, acceptedBy: 7 })
      await store().transaction((tx) => tx.logins.removeTokens(-1n))
      expect(await store().read.logins.token(bytes(1))).toBeUndefined()
    })

    it('gives an exported authorization once, and forgets all that expired', async () => {
      const exported = { digest: bytes(1), userId: asUser(5), authKeyId: -9n, expiresAt: 10 }
      await store().transaction((tx) => tx.logins.putExported(exported))
      expect(await store().transaction((tx) => tx.logins.takeExported(bytes(1)))).toEqual(exported)
      expect(await store().transaction((tx) => tx.logins.takeExported(bytes(1)))).toBeUndefined()
      await store().transaction(async (tx) => {
        await tx.logins.putExported(exported)
        await tx.logins.putPending({ authKeyId: 1n, userId: asUser(5), hash: 1n, expiresAt: 10 })
        await tx.logins.putToken({ digest: bytes(2), authKeyId: 1n, hash: 1n, expiresAt: 12 })
        await tx.logins.putPending({ authKeyId: 2n, userId: asUser(5), hash: 1n, expiresAt: 10 })
      })
      const removeExpired = (): Promise<number> => store().transaction((tx) => tx.logins.removeExpired(11, 2))
      expect([await removeExpired(), await removeExpired(), await removeExpired()]).toEqual([2, 1, 0])
      expect(await store().transaction((tx) => tx.logins.takeExported(bytes(1)))).toBeUndefined()
      expect(await store().read.logins.pending(1n)).toBeUndefined()
      expect(await store().read.logins.token(bytes(2))).toBeDefined()
    })

    it('forgets every login to one account that is under way', async () => {
      await store().transaction(async (tx) => {
        for (const userId of [asUser(5), asUser(6)]) {
          const authKeyId = BigInt(userId)
          await tx.logins.putPending({ authKeyId, userId, hash: 1n, expiresAt: 10 })
          await tx.logins.putToken({ digest: bytes(userId), authKeyId, hash: 1n, acceptedBy: userId, expiresAt: 10 })
          await tx.logins.putExported({ digest: bytes(userId), userId, authKeyId, expiresAt: 10 })
        }
        await tx.logins.removeOfUser(asUser(5))
      })
      const { logins } = store().read
      expect(await logins.pending(5n)).toBeUndefined()
      expect(await logins.token(bytes(5))).toBeUndefined()
      expect(await logins.pending(6n)).toBeDefined()
      expect(await logins.token(bytes(6))).toBeDefined()
      const take = (value: number) => store().transaction((tx) => tx.logins.takeExported(bytes(value)))
      expect(await take(5)).toBeUndefined()
      expect(await take(6)).toBeDefined()
    })

    it('removes temporary keys that expired, and with a permanent key those bound to it', async () => {
      const key = { key: bytes(1), initialSalt: 0n, createdAt: 1 }
      await store().transaction(async (tx) => {
        await tx.authKeys.add({ ...key, id: 1n })
        await tx.authKeys.add({ ...key, id: 2n, expiresAt: 50 })
        await tx.authKeys.add({ ...key, id: 3n, expiresAt: 99 })
        expect(await tx.authKeys.bind(3n, 1n, 60)).toBe(true)
        expect(await tx.authKeys.bind(3n, 1n, 60)).toBe(true)
        expect(await tx.authKeys.bind(3n, 2n, 60)).toBe(false)
        await tx.authKeys.removeBound(1n, [3n, 2n ** 62n])
      })
      expect(await store().transaction((tx) => tx.authKeys.removeExpired(55, 10))).toBe(1)
      expect(await store().read.authKeys.get(3n)).toMatchObject({ boundTo: 1n, expiresAt: 60 })
      await store().transaction((tx) => tx.authKeys.remove(1n))
      expect(await store().read.authKeys.get(3n)).toBeUndefined()
    })

    it('removes permanent keys that were not used for long, unless somebody is signed in by them', async () => {
      const key = { key: bytes(1), initialSalt: 0n, createdAt: 10 }
      await store().transaction(async (tx) => {
        for (const id of [1n, 2n, 3n, 4n]) await tx.authKeys.add({ ...key, id })
        await tx.authKeys.add({ ...key, id: 5n, expiresAt: 99 })
        await tx.authKeys.bind(5n, 1n)
        await tx.authKeys.noteUse(4n, 30)
        await tx.authorizations.put({ authKeyId: 3n, userId: asUser(5), hash: 1n, createdAt: 1, activeAt: 1 })
      })
      const trim = (time: number, limit: number): Promise<number> =>
        store().transaction((tx) => tx.authKeys.removeUnused(time, 40, limit))
      expect(await trim(10, 5)).toBe(0)
      expect(await trim(20, 2)).toBe(2)
      expect(await trim(20, 2)).toBe(1)
      expect(await trim(20, 2)).toBe(0)
      const left = await Promise.all([1n, 2n, 3n, 4n, 5n].map((id) => store().read.authKeys.get(id)))
      expect(left.map((record) => record?.usedAt)).toEqual([undefined, undefined, 40, 30, undefined])
    })

    it('removes the temporary keys of a permanent one, but for those that are named', async () => {
      const key = { key: bytes(1), initialSalt: 0n, createdAt: 1, expiresAt: 99 }
      const kept = -(2n ** 63n) + 1n
      await store().transaction(async (tx) => {
        for (const id of [kept, kept + 1n, 5n]) {
          await tx.authKeys.add({ ...key, id })
          await tx.authKeys.bind(id, id === 5n ? 2n : 1n)
        }
        await tx.authKeys.removeBound(1n, [kept])
      })
      expect(await store().read.authKeys.get(kept)).toBeDefined()
      expect(await store().read.authKeys.get(kept + 1n)).toBeUndefined()
      expect(await store().read.authKeys.get(5n)).toBeDefined()
    })
  })

  describe('what people set', () => {
    it('keeps settings of the account, with defaults for who has set none', async () => {
      expect(await store().read.accountSettings.get(asUser(5))).toEqual(defaultAccountSettings)
      const settings = {
        ...defaultAccountSettings,
        ttlDays: 30,
        topPeersOff: true,
        globalPrivacy: bytes(1),
        reactionNotices: bytes(2),
        autoDownload: bytes(3),
      }
      await store().transaction((tx) => tx.accountSettings.put(asUser(5), settings))
      expect(await store().read.accountSettings.get(asUser(5))).toEqual(settings)
      await store().transaction((tx) => tx.accountSettings.put(asUser(6), defaultAccountSettings))
      expect(await store().read.accountSettings.globalPrivacyOf([asUser(5), asUser(6), asUser(7)])).toEqual(
        new Map([[5, bytes(1)]]),
      )
    })

    it('keeps privacy by user and key', async () => {
      const record = { userId: asUser(5), key: 'a', rules: bytes(1) }
      await store().transaction(async (tx) => {
        await tx.privacy.put({ ...record, rules: bytes(9) })
        await tx.privacy.put(record)
        await tx.privacy.put({ ...record, key: 'b' })
        await tx.privacy.put({ ...record, userId: asUser(6) })
      })
      expect(await store().read.privacy.get(asUser(5), 'a')).toEqual(record)
      expect(await store().read.privacy.get(asUser(5), 'c')).toBeUndefined()
      expect(await store().read.privacy.ofUsers([asUser(5), asUser(7)])).toHaveLength(2)
    })

    it('keeps two lists of blocked peers, newest first', async () => {
      const put = (list: 'all' | 'stories', peer: number, date: number): Promise<boolean> =>
        store().transaction((tx) => tx.blocks.put(asUser(5), list, { peer: asUser(peer), date }))
      expect(await put('all', 7, 1)).toBe(true)
      expect(await put('all', 7, 2)).toBe(false)
      await put('all', 8, 3)
      await put('stories', 9, 4)
      expect(await store().read.blocks.page(asUser(5), 'all', 0, 10)).toEqual([
        { peer: asUser(8), date: 3 },
        { peer: asUser(7), date: 1 },
      ])
      expect(await store().read.blocks.count(asUser(5), 'all')).toBe(2)
      expect(await store().read.blocks.has(asUser(5), 'stories', asUser(9))).toBe(true)
      expect(await store().read.blocks.between(asUser(5), [asUser(7), asUser(9)])).toEqual({
        blocks: [7],
        blockedBy: [],
      })
      expect(await store().read.blocks.between(asUser(7), [asUser(5)])).toEqual({ blocks: [], blockedBy: [5] })
      expect(await store().transaction((tx) => tx.blocks.remove(asUser(5), 'all', asUser(7)))).toBe(true)
      expect(await store().transaction((tx) => tx.blocks.remove(asUser(5), 'all', asUser(7)))).toBe(false)
    })

    it('keeps from where on messages count in a rating, and that fewer are left out once some are gone', async () => {
      const resets = (): Promise<RatingReset[]> => store().read.topPeers.resets(asUser(5), [asUser(7), asUser(8)])
      await store().transaction(async (tx) => {
        await tx.topPeers.reset(asUser(5), { peer: asUser(7), maxId: 9, messages: 1 })
        await tx.topPeers.reset(asUser(5), { peer: asUser(7), maxId: 10, messages: 3 })
        await tx.topPeers.reset(asUser(5), { peer: asUser(9), maxId: 1, messages: 1 })
      })
      expect(await resets()).toEqual([{ peer: asUser(7), maxId: 10, messages: 3 }])
      await store().transaction(async (tx) => {
        await tx.topPeers.removed(asUser(5), asUser(7), [9, 10, 11])
        await tx.topPeers.removed(asUser(5), asUser(8), [1])
      })
      expect(await resets()).toEqual([{ peer: asUser(7), maxId: 10, messages: 1 }])
      await store().transaction((tx) => tx.topPeers.removed(asUser(5), asUser(7), [1, 2]))
      expect(await resets()).toEqual([{ peer: asUser(7), maxId: 10, messages: 0 }])
    })

    it('keeps notification settings by scope, and dismissed bars', async () => {
      await store().transaction(async (tx) => {
        await tx.notifySettings.put(asUser(5), { scope: 'users', settings: bytes(1) })
        await tx.notifySettings.put(asUser(5), { scope: { peer: asUser(7) }, settings: bytes(2) })
        await tx.notifySettings.put(asUser(5), { scope: { peer: asUser(7) }, settings: bytes(3) })
        await tx.peerBars.hide(asUser(5), asUser(7))
        await tx.peerBars.hide(asUser(5), asUser(7))
      })
      expect(await store().read.notifySettings.many(asUser(5), [{ peer: asUser(7) }, 'chats'])).toEqual([
        { scope: { peer: asUser(7) }, settings: bytes(3) },
      ])
      expect(await store().read.notifySettings.list(asUser(5), 10)).toHaveLength(2)
      expect(await store().read.peerBars.isHidden(asUser(5), asUser(7))).toBe(true)
      expect(await store().read.peerBars.isHidden(asUser(7), asUser(5))).toBe(false)
      await store().transaction((tx) => tx.notifySettings.clear(asUser(5)))
      expect(await store().read.notifySettings.list(asUser(5), 10)).toEqual([])
    })

    it('keeps reports, the newest first, and no more than are wanted', async () => {
      for (let date = 1; date <= 6; date++) {
        await store().transaction((tx) =>
          tx.reports.add({
            reporter: asUser(5),
            peer: asUser(7),
            reason: 'spam',
            message: `m${date}`,
            messages: [date, 3],
            date,
          }),
        )
      }
      const [newest, second, ...others] = await store().read.reports.page(10)
      expect(newest).toMatchObject({
        reporter: asUser(5),
        peer: asUser(7),
        reason: 'spam',
        message: 'm6',
        messages: [6, 3],
        date: 6,
      })
      expect(others).toHaveLength(4)
      expect(await store().read.reports.page(1, newest?.id)).toEqual([second])
      const trim = (time: number, keep: number, limit: number): Promise<number> =>
        store().transaction((tx) => tx.reports.trim(time, keep, limit))
      expect(await trim(1, 6, 10)).toBe(0)
      expect(await trim(3, 6, 1)).toBe(1)
      expect(await trim(3, 6, 10)).toBe(1)
      expect(await trim(3, 2, 10)).toBe(2)
      expect((await store().read.reports.page(10)).map(({ date }) => date)).toEqual([6, 5])
      expect(await trim(99, 9, 10)).toBe(2)
      expect(await trim(99, 9, 10)).toBe(0)
    })

    it('keeps saved numbers until somebody has them, and close friends', async () => {
      const saved = { phone: '12345', firstName: 'F', lastName: 'L', date: 1 }
      const contact = { userId: asUser(7), firstName: 'B', lastName: '', phone: '', addedAt: 1 }
      await store().transaction(async (tx) => {
        await tx.contacts.putSaved(asUser(5), saved)
        await tx.contacts.putSaved(asUser(6), saved)
        await tx.contacts.put(asUser(5), contact)
        await tx.contacts.put(asUser(5), { ...contact, userId: asUser(8) })
        await tx.contacts.setCloseFriends(asUser(5), [asUser(8)])
      })
      expect(await store().read.contacts.countSaved(asUser(5))).toBe(1)
      expect(await store().read.contacts.owners(asUser(7), 10)).toEqual([5])
      expect((await store().read.contacts.list(asUser(5))).map((one) => one.closeFriend)).toEqual([false, true])
      expect(await store().read.contacts.relations(asUser(8), [asUser(5)])).toMatchObject([
        { listed: true, closeFriendOf: true },
      ])
      const taken = await store().transaction((tx) => tx.contacts.takeSaved('12345'))
      expect(taken.map((one) => one.owner).sort()).toEqual([5, 6])
      expect(await store().read.contacts.saved(asUser(5))).toEqual([])
    })
  })

  describe('names', () => {
    it('finds usernames by how they begin', async () => {
      const [a, b] = [await addUser(store(), '1'), await addUser(store(), '2')]
      await store().transaction(async (tx) => {
        await tx.usernames.assign(a, 'Alice_1')
        await tx.usernames.assign(b, 'alicia')
      })
      expect(await store().read.usernames.startingWith('ALIC', 10)).toEqual([a, b])
      expect(await store().read.usernames.startingWith('alice', 10)).toEqual([a])
      expect(await store().read.usernames.startingWith('ali', 1)).toEqual([a])
    })

    it('keeps birthday, status and colours', async () => {
      const id = await addUser(store(), '1')
      const looks = { birthday: { day: 1, month: 2, year: 2000 }, emojiStatus: bytes(1), color: bytes(2) }
      await store().transaction((tx) => tx.users.setLooks(id, looks))
      expect(await store().read.users.get(id)).toMatchObject(looks)
      await store().transaction((tx) => tx.users.setLooks(id, {}))
      expect((await store().read.users.get(id))?.birthday).toBeUndefined()
    })

    it('keeps the channel on a profile until it is taken away or the account is gone', async () => {
      const [id, other] = [await addUser(store(), '1'), await addUser(store(), '2')]
      const channel = asChannel(-(10 ** 12) - 7)
      await store().transaction(async (tx) => {
        await tx.users.setPersonalChannel(id, channel)
        await tx.users.setPersonalChannel(other, channel)
      })
      expect((await store().read.users.get(id))?.personalChannel).toBe(channel)
      await store().transaction(async (tx) => {
        await tx.users.setPersonalChannel(id, undefined)
        await tx.users.markDeleted(other, 1)
      })
      const after = await store().read.users.many([id, other])
      expect(after.map(({ personalChannel }) => personalChannel)).toEqual([undefined, undefined])
    })
  })

  describe('the end', () => {
    it('of an authorization and of an account comes when they were not used', async () => {
      const id = await addUser(store(), '1')
      const authorization = { authKeyId: 1n, userId: id, hash: 1n, createdAt: 1, activeAt: 1, endsAt: 50 }
      await store().transaction(async (tx) => {
        await tx.authorizations.put(authorization)
        await tx.users.setEnd(id, 70)
      })
      expect(await store().read.authorizations.ended(50, 10)).toEqual([])
      expect(await store().read.authorizations.ended(51, 10)).toMatchObject([authorization])
      expect(await store().read.users.ended(70, 10)).toEqual([])
      expect(await store().read.users.ended(71, 10)).toEqual([id])
    })

    it('frees number and name at once, and removes the rest bit by bit', async () => {
      const id = await addUser(store(), '1')
      await store().transaction(async (tx) => {
        await tx.usernames.assign(id, 'gone_soon')
        for (let i = 0; i < 5; i++) await append(tx, { box: id, peer: asUser(7) })
        await tx.blocks.put(id, 'all', { peer: asUser(7), date: 1 })
        await tx.messageSearch.index(id, [{ id: 1, peer: asUser(7), text: 'words' }], 5)
        await tx.users.setPhone(id, '3')
        await tx.users.markDeleted(id, 9)
      })
      expect(await store().read.users.byPhone('3')).toBeUndefined()
      expect((await store().read.correspondence.between(asUser(777_000), id)).active).toBe(false)
      expect((await store().read.correspondence.between(id, asUser(777_000))).active).toBe(true)
      expect(await store().read.usernames.resolve('gone_soon')).toBeUndefined()
      expect(await store().read.users.ended(Number.MAX_SAFE_INTEGER, 10)).toEqual([])
      expect(await store().read.users.toErase(10)).toEqual([id])
      let units = 1
      while (await store().transaction((tx) => tx.users.erase(id, 3))) units++
      expect(units).toBeGreaterThan(1)
      expect(await store().read.users.toErase(10)).toEqual([])
      expect(await store().read.messages.many(id, [1, 2, 3, 4, 5])).toEqual([])
      expect(await store().read.blocks.count(id, 'all')).toBe(0)
      expect(await store().read.users.get(id)).toMatchObject({ firstName: '', phone: undefined })
    })
  })
}
