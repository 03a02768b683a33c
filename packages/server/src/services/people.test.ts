import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestServer,
  findByPhone,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../testing/test-server.ts'

let server: TestServer
let alice: TestClient
let bob: TestClient

beforeEach(async () => {
  server = await createTestServer()
  alice = await signUp(server, '9996610001', 'Alice')
  bob = await signUp(server, '9996620002', 'Bob')
})
afterEach(() => server.close())

async function resolve(client: TestClient, username: string): Promise<api.user> {
  const { users } = await client.call({ _: 'contacts.resolveUsername', username })
  const [user] = users
  if (user?._ !== 'user') throw new TypeError('a user was expected')
  return user
}

describe('usernames', () => {
  it('are found whatever their case, and belong to one user', async () => {
    await bob.call({ _: 'account.updateUsername', username: 'Bob_by' })
    expect(await resolve(alice, 'bOB_BY')).toMatchObject({ firstName: 'Bob', username: 'Bob_by', phone: undefined })
    await expect(alice.call({ _: 'account.updateUsername', username: 'bob_BY' })).rejects.toThrow('USERNAME_OCCUPIED')
    await expect(bob.call({ _: 'account.updateUsername', username: 'Bob_by' })).rejects.toThrow('USERNAME_NOT_MODIFIED')
    expect(await alice.call({ _: 'account.checkUsername', username: 'bob_by' })).toBe(false)
    await bob.call({ _: 'account.updateUsername', username: '' })
    await expect(resolve(alice, 'bob_by')).rejects.toThrow('USERNAME_NOT_OCCUPIED')
  })

  it('are one each here, which is always on and in the only order', async () => {
    await bob.call({ _: 'account.updateUsername', username: 'bob_by' })
    const toggle = (username: string, active: boolean): Promise<boolean> =>
      bob.call({ _: 'account.toggleUsername', username, active })
    await expect(toggle('BOB_by', true)).rejects.toThrow('USERNAME_NOT_MODIFIED')
    await expect(toggle('bob_by', false)).rejects.toThrow('USERNAME_INVALID')
    await expect(toggle('alice', true)).rejects.toThrow('USERNAME_INVALID')
    const reorder = (...order: string[]): Promise<boolean> => bob.call({ _: 'account.reorderUsernames', order })
    await expect(reorder('bob_by')).rejects.toThrow('USERNAME_NOT_MODIFIED')
    await expect(reorder('bob_by', 'alice')).rejects.toThrow('ORDER_INVALID')
    await expect(reorder('alice')).rejects.toThrow('ORDER_INVALID')
  })

  it.each(['abcd', '1bobby', 'bob__by', 'bobby_', 'bob-by', 'b'.repeat(33), 'böbby'])(
    'cannot be %s',
    async (username) => {
      await expect(bob.call({ _: 'account.updateUsername', username })).rejects.toThrow('USERNAME_INVALID')
      await expect(resolve(alice, username)).rejects.toThrow('USERNAME_INVALID')
    },
  )
})

describe('a profile', () => {
  it('changes in the fields that are given, and the other devices hear of it', async () => {
    const elsewhere = await signIn(server, '9996610001')
    await elsewhere.call({ _: 'updates.getState' })
    await alice.call({ _: 'account.updateProfile', lastName: ' Liddell ', about: 'curious' })
    const { fullUser, users } = await alice.call({ _: 'users.getFullUser', id: { _: 'inputUserSelf' } })
    expect(fullUser.about).toBe('curious')
    expect(users).toMatchObject([{ self: true, firstName: 'Alice', lastName: 'Liddell' }])
    expect(elsewhere.pushed).toMatchObject([{ updates: [{ _: 'updateUserName', lastName: 'Liddell' }] }])
    expect(alice.pushed).toEqual([])
  })

  it('refuses names and texts that are too long or empty', async () => {
    const update = (fields: Partial<api.account.updateProfile>): Promise<api.User> =>
      alice.call({ _: 'account.updateProfile', ...fields })
    await expect(update({ firstName: ' ' })).rejects.toThrow('FIRSTNAME_INVALID')
    await expect(update({ firstName: 'x'.repeat(65) })).rejects.toThrow('FIRSTNAME_INVALID')
    await expect(update({ lastName: 'x'.repeat(65) })).rejects.toThrow('LASTNAME_INVALID')
    await expect(update({ about: 'x'.repeat(71) })).rejects.toThrow('ABOUT_TOO_LONG')
  })
})

describe('contacts', () => {
  const bobContact = {
    _: 'inputPhoneContact',
    clientId: 7n,
    phone: '+99966 2 0002',
    firstName: 'Bobby',
    lastName: '',
  } as const

  it('are imported by number, under the name that one gives them', async () => {
    const unknown = { ...bobContact, clientId: 8n, phone: '9996629999' }
    const result = await alice.call({ _: 'contacts.importContacts', contacts: [bobContact, unknown] })
    expect(result.imported).toMatchObject([{ clientId: 7n }])
    expect(result.users).toMatchObject([
      { firstName: 'Bobby', contact: true, mutualContact: undefined, phone: '9996620002' },
    ])
    expect(await alice.call({ _: 'contacts.getContacts', hash: 0n })).toMatchObject({ contacts: [{ mutual: false }] })
    await findByPhone(bob, '9996610001')
    expect(await alice.call({ _: 'contacts.getContacts', hash: 0n })).toMatchObject({ contacts: [{ mutual: true }] })
  })

  it('show their number to those whom they have as a contact, and to no stranger', async () => {
    await bob.call({ _: 'account.updateUsername', username: 'bobby' })
    expect((await resolve(alice, 'bobby')).phone).toBeUndefined()
    await findByPhone(bob, '9996610001')
    expect((await resolve(alice, 'bobby')).phone).toBe('9996620002')
  })
})

describe('looking up users', () => {
  it('gives nothing away for an id without its hash', async () => {
    const { userId } = await findByPhone(alice, '9996620002')
    const id: api.InputUser = { _: 'inputUser', userId, accessHash: 0n }
    expect(await alice.call({ _: 'users.getUsers', id: [id] })).toEqual([{ _: 'userEmpty', id: userId }])
    await expect(alice.call({ _: 'users.getFullUser', id })).rejects.toThrow('USER_ID_INVALID')
  })
})

describe('what clients ask for at the start', () => {
  it('names this server as the one data centre', async () => {
    const config = await alice.call({ _: 'help.getConfig' })
    expect(config).toMatchObject({ thisDc: 2, dcOptions: [{ id: 2, ipAddress: '127.0.0.1' }] })
  })

  it('sends the application configuration once', async () => {
    const first = await alice.call({ _: 'help.getAppConfig', hash: 0 })
    if (first._ !== 'help.appConfig') throw new TypeError('the configuration was expected')
    expect(await alice.call({ _: 'help.getAppConfig', hash: first.hash })).toEqual({ _: 'help.appConfigNotModified' })
  })
})
