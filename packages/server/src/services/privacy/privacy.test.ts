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

const day = 86_400 * 1000
const [alicePhone, bobPhone] = ['9996610001', '9996620002']

let server: TestServer
let alice: TestClient
let bob: TestClient
/** How the two name each other; neither is the other's contact. */
let aliceForBob: api.inputUser
let bobForAlice: api.inputUser

beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  alice = await signUp(server, alicePhone, 'Alice')
  bob = await signUp(server, bobPhone, 'Bob')
  await alice.call({ _: 'account.updateUsername', username: 'alice' })
  await bob.call({ _: 'account.updateUsername', username: 'bobby' })
  aliceForBob = await resolve(bob, 'alice')
  bobForAlice = await resolve(alice, 'bobby')
})
afterEach(() => server.close())

async function resolve(client: TestClient, username: string): Promise<api.inputUser> {
  const { users } = await client.call({ _: 'contacts.resolveUsername', username })
  const [user] = users
  if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError('a user was expected')
  return { _: 'inputUser', userId: user.id, accessHash: user.accessHash }
}

async function seen(viewer: TestClient, id: api.inputUser): Promise<api.user> {
  const [user] = await viewer.call({ _: 'users.getUsers', id: [id] })
  if (user?._ !== 'user') throw new TypeError('a user was expected')
  return user
}

async function full(viewer: TestClient, id: api.inputUser): Promise<api.userFull> {
  return (await viewer.call({ _: 'users.getFullUser', id })).fullUser
}

function rule(client: TestClient, key: api.InputPrivacyKey['_'], ...rules: api.InputPrivacyRule[]): Promise<unknown> {
  return client.call({ _: 'account.setPrivacy', key: { _: key }, rules })
}

const nobody: api.InputPrivacyRule = { _: 'inputPrivacyValueDisallowAll' }
const everyone: api.InputPrivacyRule = { _: 'inputPrivacyValueAllowAll' }
const contacts: api.InputPrivacyRule = { _: 'inputPrivacyValueAllowContacts' }

describe('privacy rules', () => {
  it('have defaults, are kept with exceptions first, and told to the other devices', async () => {
    const key: api.InputPrivacyKey = { _: 'inputPrivacyKeyPhoneNumber' }
    const { rules } = await alice.call({ _: 'account.getPrivacy', key })
    expect(rules).toEqual([{ _: 'privacyValueAllowContacts' }])
    const elsewhere = await signIn(server, alicePhone)
    await elsewhere.call({ _: 'updates.getState' })
    await rule(alice, key._, nobody, { _: 'inputPrivacyValueAllowUsers', users: [bobForAlice] })
    const expected = [{ _: 'privacyValueAllowUsers', users: [bobForAlice.userId] }, { _: 'privacyValueDisallowAll' }]
    const stored = await elsewhere.call({ _: 'account.getPrivacy', key })
    expect(stored.rules).toEqual(expected)
    expect(stored.users).toMatchObject([{ firstName: 'Bob' }])
    expect(elsewhere.pushed).toMatchObject([{ updates: [{ _: 'updatePrivacy', rules: expected }] }])
    expect((await seen(bob, aliceForBob)).phone).toBe(alicePhone)
  })

  it('must be given, and not contradict each other', async () => {
    const key = 'inputPrivacyKeyAbout'
    await expect(rule(alice, key)).rejects.toThrow('PRIVACY_VALUE_INVALID')
    await expect(rule(alice, key, everyone, nobody)).rejects.toThrow('PRIVACY_VALUE_INVALID')
    const users = Array.from({ length: 1001 }, () => bobForAlice)
    await expect(rule(alice, key, { _: 'inputPrivacyValueAllowUsers', users })).rejects.toThrow('PRIVACY_TOO_LONG')
  })

  it('hide number, bio, birthday, calls and voice messages from whom they do not let', async () => {
    await alice.call({ _: 'account.updateProfile', about: 'curious' })
    await alice.call({ _: 'account.updateBirthday', birthday: { _: 'birthday', day: 4, month: 5 } })
    expect((await full(bob, aliceForBob)).about).toBe('curious')
    const before = await full(bob, aliceForBob)
    expect([before.phoneCallsAvailable, before.birthday]).toEqual([true, undefined])
    await rule(alice, 'inputPrivacyKeyAbout', contacts)
    await rule(alice, 'inputPrivacyKeyPhoneCall', nobody)
    await rule(alice, 'inputPrivacyKeyBirthday', everyone)
    await rule(alice, 'inputPrivacyKeyVoiceMessages', nobody)
    expect(await full(bob, aliceForBob)).toMatchObject({
      about: undefined,
      phoneCallsAvailable: undefined,
      phoneCallsPrivate: true,
      voiceMessagesForbidden: true,
      birthday: { day: 4, month: 5 },
    })
    await alice.call({ _: 'contacts.addContact', id: bobForAlice, firstName: 'Bob', lastName: '', phone: '' })
    expect((await full(bob, aliceForBob)).about).toBe('curious')
    expect((await full(alice, { ...bobForAlice })).phoneCallsAvailable).toBe(true)
  })

  it('keep whoever wants so from being found by number', async () => {
    const { users } = await bob.call({ _: 'contacts.resolvePhone', phone: alicePhone })
    expect(users).toMatchObject([{ firstName: 'Alice' }])
    await expect(bob.call({ _: 'contacts.resolvePhone', phone: '9996699999' })).rejects.toThrow('PHONE_NOT_OCCUPIED')
    await rule(alice, 'inputPrivacyKeyAddedByPhone', contacts)
    await expect(bob.call({ _: 'contacts.resolvePhone', phone: alicePhone })).rejects.toThrow('PHONE_NOT_OCCUPIED')
    await expect(findByPhone(bob, alicePhone)).rejects.toThrow('was not found')
  })

  it('give way to a block', async () => {
    await alice.call({ _: 'account.updateProfile', about: 'curious' })
    await alice.call({ _: 'contacts.block', id: { ...bobForAlice, _: 'inputPeerUser' } })
    expect((await full(bob, aliceForBob)).about).toBeUndefined()
    expect((await seen(bob, aliceForBob)).status).toEqual({ _: 'userStatusEmpty' })
    expect(await full(alice, bobForAlice)).toMatchObject({ blocked: true })
  })
})

describe('presence', () => {
  const online: api.account.updateStatus = { _: 'account.updateStatus', offline: false }
  const offline: api.account.updateStatus = { _: 'account.updateStatus', offline: true }

  function statuses(client: TestClient): (string | undefined)[] {
    return client.pushed.flatMap((updates) =>
      updates._ === 'updateShort' && updates.update._ === 'updateUserStatus' ? [updates.update.status._] : [],
    )
  }

  beforeEach(async () => {
    await bob.call({ _: 'contacts.addContact', id: aliceForBob, firstName: 'Alice', lastName: '', phone: '' })
    await bob.call({ _: 'updates.getState' })
  })

  it('is exact for whom it may be, and told to those who list the user', async () => {
    await alice.call(online)
    const now = server.clock.now / 1000
    expect((await seen(bob, aliceForBob)).status).toEqual({ _: 'userStatusOnline', expires: now + 300 })
    await alice.call(offline)
    expect((await seen(bob, aliceForBob)).status).toEqual({ _: 'userStatusOffline', wasOnline: now })
    expect(statuses(bob)).toEqual(['userStatusOnline', 'userStatusOffline'])
    const list = await bob.call({ _: 'contacts.getStatuses' })
    expect(list).toMatchObject([{ userId: aliceForBob.userId, status: { _: 'userStatusOffline' } }])
  })

  it('lasts while one device is in use', async () => {
    const second = await signIn(server, alicePhone)
    await alice.call(online)
    await second.call(online)
    await alice.call(offline)
    expect((await seen(bob, aliceForBob)).status?._).toBe('userStatusOnline')
    await second.call(offline)
    expect((await seen(bob, aliceForBob)).status?._).toBe('userStatusOffline')
  })

  it('ends when the connection is gone, and when nobody prolongs it', async () => {
    await alice.call(online)
    server.rpc.presence.gone(alice.key.authKeyId)
    await server.store.transaction(async () => {})
    await server.told()
    expect(statuses(bob)).toEqual(['userStatusOnline', 'userStatusOffline'])
    await alice.call(online)
    server.clock.now += 301_000
    await server.upkeep()
    expect(statuses(bob)).toEqual(['userStatusOnline', 'userStatusOffline', 'userStatusOnline', 'userStatusOffline'])
  })

  it('is rough for whom it is hidden from, and for whoever hides the own', async () => {
    await alice.call(online)
    await rule(alice, 'inputPrivacyKeyStatusTimestamp', nobody)
    expect((await seen(bob, aliceForBob)).status).toMatchObject({ _: 'userStatusRecently', byMe: undefined })
    await alice.call(offline)
    const rough = async (days: number): Promise<string | undefined> => {
      server.clock.now += days * day
      return (await seen(bob, aliceForBob)).status?._
    }
    expect(await rough(4)).toBe('userStatusLastWeek')
    expect(await rough(10)).toBe('userStatusLastMonth')
    expect(await rough(30)).toBe('userStatusEmpty')
    await rule(alice, 'inputPrivacyKeyStatusTimestamp', everyone)
    await rule(bob, 'inputPrivacyKeyStatusTimestamp', nobody)
    await alice.call(online)
    expect((await seen(bob, aliceForBob)).status).toMatchObject({ _: 'userStatusRecently', byMe: true })
    expect(statuses(bob)).toEqual(['userStatusOnline'])
  })
})
