import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listHash } from '../../rules/list-hash.ts'
import { asUser } from '../../testing/ids.ts'
import {
  createTestServer,
  findByPhone,
  signIn,
  signUp,
  type TestClient,
  type TestServer,
} from '../../testing/test-server.ts'

const [alicePhone, bobPhone] = ['9996610001', '9996620002']

let server: TestServer
let alice: TestClient
let bob: TestClient
let bobPeer: api.inputPeerUser
let bobUser: api.inputUser

beforeEach(async () => {
  server = await createTestServer({ rateLimits: {} })
  alice = await signUp(server, alicePhone, 'Alice')
  bob = await signUp(server, bobPhone, 'Bob')
  await bob.call({ _: 'account.updateUsername', username: 'bobby_b' })
  const { users } = await alice.call({ _: 'contacts.resolveUsername', username: 'bobby_b' })
  const [user] = users
  if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError('a user was expected')
  bobPeer = { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
  bobUser = { ...bobPeer, _: 'inputUser' }
})
afterEach(() => server.close())

function add(more: Partial<api.contacts.addContact> = {}): Promise<api.Updates> {
  return alice.call({ _: 'contacts.addContact', id: bobUser, firstName: 'Robert', lastName: '', phone: '', ...more })
}

function updatesOf(client: TestClient): api.Update[] {
  return client.pushed.flatMap((updates) => (updates._ === 'updates' ? updates.updates : []))
}

describe('contacts', () => {
  it('are added by who they are, renamed, noted, and removed; the other devices hear of it', async () => {
    const elsewhere = await signIn(server, alicePhone)
    await elsewhere.call({ _: 'updates.getState' })
    const note: api.textWithEntities = { _: 'textWithEntities', text: 'from school', entities: [] }
    expect(await add({ note })).toMatchObject({ users: [{ firstName: 'Robert', contact: true, phone: undefined }] })
    expect(updatesOf(elsewhere)).toMatchObject([{ _: 'updatePeerSettings', peer: { userId: bobUser.userId } }])
    const { fullUser } = await alice.call({ _: 'users.getFullUser', id: bobUser })
    expect(fullUser.note).toMatchObject({ text: 'from school' })
    await alice.call({ _: 'contacts.updateContactNote', id: bobUser, note: { ...note, text: 'from work' } })
    const bold: api.MessageEntity = { _: 'messageEntityBold', offset: 0, length: 1 }
    const entities = Array.from({ length: 101 }, () => bold)
    await expect(add({ note: { ...note, entities } })).rejects.toThrow('ENTITIES_TOO_LONG')
    await add({ firstName: 'Rob' })
    const again = await alice.call({ _: 'users.getFullUser', id: bobUser })
    expect(again).toMatchObject({ fullUser: { note: { text: 'from work' } }, users: [{ firstName: 'Rob' }] })
    const removed = await alice.call({ _: 'contacts.deleteContacts', id: [bobUser] })
    expect(removed).toMatchObject({ users: [{ firstName: 'Bob', contact: undefined }] })
    await expect(alice.call({ _: 'contacts.updateContactNote', id: bobUser, note })).rejects.toThrow('CONTACT_MISSING')
  })

  it('have names that are cut where they are too long, between characters', async () => {
    const firstName = '🙂'.repeat(65)
    expect(await add({ firstName })).toMatchObject({ users: [{ firstName: '🙂'.repeat(64) }] })
  })

  it('need a name, and are never oneself or nobody', async () => {
    await expect(add({ firstName: ' ' })).rejects.toThrow('CONTACT_NAME_EMPTY')
    await expect(add({ id: { _: 'inputUserSelf' } })).rejects.toThrow('CONTACT_ID_INVALID')
    await expect(add({ id: { ...bobUser, accessHash: 0n } })).rejects.toThrow('CONTACT_ID_INVALID')
  })

  it('may be shown the number while all others are not', async () => {
    const seenByBob = async (): Promise<string | undefined> => {
      const { users } = await bob.call({ _: 'contacts.resolveUsername', username: 'alice_a' })
      return users[0]?._ === 'user' ? users[0].phone : undefined
    }
    await alice.call({ _: 'account.updateUsername', username: 'alice_a' })
    await alice.call({
      _: 'account.setPrivacy',
      key: { _: 'inputPrivacyKeyPhoneNumber' },
      rules: [{ _: 'inputPrivacyValueDisallowAll' }],
    })
    await add()
    expect(await seenByBob()).toBeUndefined()
    const elsewhere = await signIn(server, alicePhone)
    const { pts, qts, date } = await elsewhere.call({ _: 'updates.getState' })
    await add({ addPhonePrivacyException: true })
    expect(await seenByBob()).toBe(alicePhone)
    const rules = [{ _: 'privacyValueAllowUsers', users: [bobUser.userId] }, { _: 'privacyValueDisallowAll' }]
    const update = { _: 'updatePrivacy', key: { _: 'privacyKeyPhoneNumber' }, rules }
    expect(updatesOf(elsewhere)).toContainEqual(update)
    expect(await elsewhere.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      otherUpdates: expect.arrayContaining([update]),
    })
  })

  it('are not sent again to who has them', async () => {
    await add()
    const hash = listHash([0, asUser(bobUser.userId)])
    expect(await alice.call({ _: 'contacts.getContacts', hash })).toEqual({ _: 'contacts.contactsNotModified' })
    expect(await alice.call({ _: 'contacts.getContacts', hash: 1n })).toMatchObject({ contacts: [{ mutual: false }] })
    expect(await alice.call({ _: 'contacts.getContactIDs', hash: 0n })).toEqual([asUser(bobUser.userId)])
  })

  it('wait for who has no account yet, and are told when there is one', async () => {
    const contact: api.InputContact = {
      _: 'inputPhoneContact',
      clientId: 1n,
      phone: '9996630003',
      firstName: 'Carol',
      lastName: 'C',
    }
    await alice.call({ _: 'contacts.importContacts', contacts: [contact] })
    const { id: takeoutId } = await alice.call({ _: 'account.initTakeoutSession', contacts: true })
    expect(await alice.call({ _: 'invokeWithTakeout', takeoutId, query: { _: 'contacts.getSaved' } })).toMatchObject([
      { phone: '9996630003', firstName: 'Carol' },
    ])
    expect(await alice.call({ _: 'contacts.getContacts', hash: 0n })).toMatchObject({ savedCount: 1 })
    await signUp(server, '9996630003', 'Caroline')
    const list = await alice.call({ _: 'contacts.getContacts', hash: 0n })
    expect(list).toMatchObject({ savedCount: 0, users: [{ firstName: 'Carol', lastName: 'C' }] })
    expect(updatesOf(alice).at(-1)).toMatchObject({
      _: 'updateNewMessage',
      message: { _: 'messageService', action: { _: 'messageActionContactSignUp' } },
    })
  })

  it('that come to be an account stand in the main list, also where the chat was archived or strangers’ chats are', async () => {
    const settings: api.globalPrivacySettings = { _: 'globalPrivacySettings', archiveAndMuteNewNoncontactPeers: true }
    await alice.call({ _: 'account.setGlobalPrivacySettings', settings })
    const contact = {
      _: 'inputPhoneContact',
      clientId: 1n,
      phone: '9996630003',
      firstName: 'Carol',
      lastName: '',
    } as const
    await alice.call({ _: 'contacts.importContacts', contacts: [contact] })
    const next = asUser((await signUp(server, '9996690009', 'Last')).key.userId ?? 0) + 1
    const owner = asUser(alice.key.userId ?? 0)
    await server.store.transaction((tx) =>
      tx.dialogMarks.put(owner, { peer: asUser(next), folder: 1, pinned: 0, unread: false }),
    )
    const carol = await signUp(server, '9996630003', 'Carol')
    expect(carol.key.userId).toBe(next)
    expect(await server.store.read.dialogMarks.get(owner, asUser(next))).toMatchObject({ folder: 0 })
    expect(updatesOf(alice).slice(-2)).toMatchObject([
      { _: 'updateNewMessage', message: { action: { _: 'messageActionContactSignUp' } } },
      { _: 'updateFolderPeers', folderPeers: [{ peer: { userId: BigInt(next) }, folderId: 0 }] },
    ])
  })

  it('do not show which numbers are nobody’s, and whose owners hide', async () => {
    const phones = [bobPhone, '9996630003', '9996640004', '9996650005']
    const hidden = await signUp(server, '9996640004', 'Hidden')
    const rules: api.InputPrivacyRule[] = [{ _: 'inputPrivacyValueAllowContacts' }]
    await hidden.call({ _: 'account.setPrivacy', key: { _: 'inputPrivacyKeyPhoneNumber' }, rules })
    await hidden.call({ _: 'account.setPrivacy', key: { _: 'inputPrivacyKeyAddedByPhone' }, rules })
    const contacts = phones.map(
      (number, at): api.InputContact => ({
        ...{ _: 'inputPhoneContact', clientId: BigInt(at), phone: number, firstName: `No. ${at}`, lastName: '' },
      }),
    )
    const { imported } = await alice.call({ _: 'contacts.importContacts', contacts })
    expect(imported).toHaveLength(1)
    const { id: takeoutId } = await alice.call({ _: 'account.initTakeoutSession', contacts: true })
    const saved = await alice.call({ _: 'invokeWithTakeout', takeoutId, query: { _: 'contacts.getSaved' } })
    expect(saved.map(({ phone, firstName }) => [phone, firstName])).toEqual(
      phones.map((number, at) => [number, `No. ${at}`]),
    )
    expect(await alice.call({ _: 'contacts.getContacts', hash: 0n })).toMatchObject({ savedCount: 3 })
  })

  it('are told of whose birthday is near, as far as they let one know', async () => {
    await add()
    const { month, day } = {
      month: new Date(server.clock.now).getUTCMonth() + 1,
      day: new Date(server.clock.now).getUTCDate(),
    }
    await bob.call({ _: 'account.updateBirthday', birthday: { _: 'birthday', day, month } })
    const near = (): Promise<api.contacts.contactBirthdays> => alice.call({ _: 'contacts.getBirthdays' })
    // Birthdays are for contacts, and Bob does not know Alice.
    expect(await near()).toMatchObject({ contacts: [], users: [] })
    await findByPhone(bob, alicePhone)
    expect(await near()).toMatchObject({ contacts: [{ contactId: bobPeer.userId, birthday: { day, month } }] })
    server.clock.now += 7 * 86_400_000
    expect(await near()).toMatchObject({ contacts: [] })
  })

  it('who have no account are forgotten when their owner wants it', async () => {
    const contact: api.inputPhoneContact = {
      ...{ _: 'inputPhoneContact', clientId: 1n, phone: '9996650005', firstName: 'Carol', lastName: '' },
    }
    await alice.call({ _: 'contacts.importContacts', contacts: [contact] })
    expect(await alice.call({ _: 'contacts.getContacts', hash: 0n })).toMatchObject({ savedCount: 1 })
    expect(await alice.call({ _: 'contacts.resetSaved' })).toBe(true)
    expect(await alice.call({ _: 'contacts.getContacts', hash: 0n })).toMatchObject({ savedCount: 0 })
  })

  it('may all be written to without paying', async () => {
    expect(await alice.call({ _: 'users.getRequirementsToContact', id: [bobUser] })).toEqual([
      { _: 'requirementToContactEmpty' },
    ])
    const stranger: api.inputUser = { ...bobUser, accessHash: 1n }
    const asked = alice.call({ _: 'users.getRequirementsToContact', id: [stranger] })
    await expect(asked).rejects.toThrow('USER_ID_INVALID')
  })

  it('are deleted by number, and made close friends', async () => {
    await findByPhone(alice, bobPhone)
    await alice.call({ _: 'contacts.editCloseFriends', id: [bobUser.userId] })
    expect(await alice.call({ _: 'users.getUsers', id: [bobUser] })).toMatchObject([{ closeFriend: true }])
    await alice.call({ _: 'contacts.deleteByPhones', phones: [`+${bobPhone}`] })
    expect(await alice.call({ _: 'contacts.getContactIDs', hash: 0n })).toEqual([])
  })

  it('are accepted only from who offers himself', async () => {
    await expect(alice.call({ _: 'contacts.acceptContact', id: bobUser })).rejects.toThrow('CONTACT_REQ_MISSING')
    await findByPhone(bob, alicePhone)
    expect(await alice.call({ _: 'contacts.acceptContact', id: bobUser })).toMatchObject({
      users: [{ contact: true, mutualContact: true }],
    })
  })

  it('can be passed on by a link that is good for an hour', async () => {
    const { url } = await bob.call({ _: 'contacts.exportContactToken' })
    const token = new URL(url).searchParams.get('token') ?? ''
    expect(await alice.call({ _: 'contacts.importContactToken', token })).toMatchObject({ firstName: 'Bob' })
    const forged = token.replace(/^[0-9]+/, '777000')
    await expect(alice.call({ _: 'contacts.importContactToken', token: forged })).rejects.toThrow(
      'IMPORT_TOKEN_INVALID',
    )
    server.clock.now += 3601 * 1000
    await expect(alice.call({ _: 'contacts.importContactToken', token })).rejects.toThrow('IMPORT_TOKEN_INVALID')
  })
})

describe('searching people', () => {
  it('finds contacts by their names and others by their usernames', async () => {
    await signUp(server, '9996630003', 'Carol').then((carol) =>
      carol.call({ _: 'account.updateUsername', username: 'bobsled' }),
    )
    await add()
    const search = (q: string): Promise<api.contacts.Found> => alice.call({ _: 'contacts.search', q, limit: 10 })
    expect(await search('@bob')).toMatchObject({
      myResults: [{ userId: bobUser.userId }],
      results: [{ _: 'peerUser' }],
      users: expect.arrayContaining([expect.objectContaining({ firstName: 'Carol' })]),
    })
    expect(await search('rober')).toMatchObject({ myResults: [{ userId: bobUser.userId }], results: [] })
    await expect(search('b')).rejects.toThrow('QUERY_TOO_SHORT')
    await expect(search(' ')).rejects.toThrow('SEARCH_QUERY_EMPTY')
  })
})

describe('blocking', () => {
  it('keeps a list with pages, and tells the other devices', async () => {
    const elsewhere = await signIn(server, alicePhone)
    await elsewhere.call({ _: 'updates.getState' })
    await alice.call({ _: 'contacts.block', id: bobPeer })
    expect(updatesOf(elsewhere)).toMatchObject([{ _: 'updatePeerBlocked', blocked: true }])
    const list = await alice.call({ _: 'contacts.getBlocked', offset: 0, limit: 10 })
    expect(list).toMatchObject({ _: 'contacts.blocked', blocked: [{ peerId: { userId: bobUser.userId } }] })
    await alice.call({ _: 'contacts.unblock', id: bobPeer })
    await alice.call({ _: 'contacts.unblock', id: bobPeer })
    expect(updatesOf(elsewhere)).toHaveLength(2)
    await alice.call({ _: 'contacts.setBlocked', id: [bobPeer], limit: 10 })
    await alice.call({ _: 'contacts.setBlocked', id: [], limit: 10 })
    expect(await alice.call({ _: 'contacts.getBlocked', offset: 0, limit: 10 })).toMatchObject({ blocked: [] })
    await expect(alice.call({ _: 'contacts.block', id: { _: 'inputPeerSelf' } })).rejects.toThrow('CONTACT_ID_INVALID')
  })
})

describe('people one talks with most', () => {
  it('are listed unless that is not wanted', async () => {
    await alice.call({ _: 'messages.sendMessage', peer: bobPeer, message: 'hi', randomId: 1n })
    const ask = { _: 'contacts.getTopPeers', correspondents: true, offset: 0, limit: 10, hash: 0n } as const
    expect(await alice.call(ask)).toMatchObject({
      categories: [{ category: { _: 'topPeerCategoryCorrespondents' }, peers: [{ rating: 1 }] }],
    })
    const hash = listHash([asUser(bobUser.userId)])
    expect(await alice.call({ ...ask, hash })).toEqual({ _: 'contacts.topPeersNotModified' })
    await alice.call({ _: 'contacts.toggleTopPeers', enabled: false })
    expect(await alice.call(ask)).toEqual({ _: 'contacts.topPeersDisabled' })
  })

  it('count anew once their rating was reset, in that category only, whatever is deleted', async () => {
    let randomId = 0n
    const say = async (): Promise<number> => {
      const sent = await alice.call({ _: 'messages.sendMessage', peer: bobPeer, message: 'hi', randomId: ++randomId })
      if (sent._ !== 'updateShortSentMessage') throw new TypeError(sent._)
      return sent.id
    }
    const rating = async (): Promise<number | undefined> => {
      const ask = { _: 'contacts.getTopPeers', correspondents: true, offset: 0, limit: 10, hash: 0n } as const
      const answer = await alice.call(ask)
      return answer._ === 'contacts.topPeers' ? answer.categories[0]?.peers[0]?.rating : Number.NaN
    }
    const reset = (category: api.TopPeerCategory, peer: api.InputPeer = bobPeer): Promise<boolean> =>
      alice.call({ _: 'contacts.resetTopPeerRating', category, peer })
    const correspondents: api.TopPeerCategory = { _: 'topPeerCategoryCorrespondents' }
    await expect(reset(correspondents, { ...bobPeer, accessHash: 1n })).rejects.toThrow('PEER_ID_INVALID')
    const old = [await say(), await say(), await say()]
    expect(await reset({ _: 'topPeerCategoryForwardUsers' })).toBe(true)
    expect(await rating()).toBe(3)
    expect(await reset(correspondents)).toBe(true)
    expect(await rating()).toBeUndefined()
    await say()
    const newer = await say()
    expect(await rating()).toBe(2)
    await alice.call({ _: 'messages.deleteMessages', id: [...old, newer] })
    expect(await rating()).toBe(1)
  })
})
