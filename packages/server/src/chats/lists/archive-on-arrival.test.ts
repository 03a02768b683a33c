import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'
import { createTestServer, findByPhone, signUp, type TestClient, type TestServer } from '../../testing/test-server.ts'

async function setPrivacy(client: TestClient, more: Partial<api.globalPrivacySettings>): Promise<void> {
  const settings: api.globalPrivacySettings = { _: 'globalPrivacySettings', ...more }
  expect(await client.call({ _: 'account.setGlobalPrivacySettings', settings })).toEqual(settings)
  expect(await client.call({ _: 'account.getGlobalPrivacySettings' })).toMatchObject(more)
}

async function mute(client: TestClient, peer: api.InputNotifyPeer, muteUntil: number): Promise<void> {
  const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', muteUntil }
  await client.call({ _: 'account.updateNotifySettings', peer, settings })
}

const always = 2 ** 31 - 1

describe('an archived chat', () => {
  let chat: ChatFixture
  beforeEach(async () => {
    chat = await openChat()
    await chat.alice.call(chat.text(chat.toBob, 'first'))
    await archive()
  })
  afterEach(() => chat.server.close())

  async function archive(): Promise<void> {
    const folderPeers: api.InputFolderPeer[] = [{ _: 'inputFolderPeer', peer: chat.toAlice, folderId: 1 }]
    await chat.bob.call({ _: 'folders.editPeerFolders', folderPeers })
  }

  const folder = async (): Promise<number | undefined> => (await chat.dialog(chat.bob))?.folderId
  const ofAlice = (): api.inputNotifyPeer => ({ _: 'inputNotifyPeer', peer: chat.toAlice })

  it('comes back to the main list with a new message, on all devices and by the difference', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await bob.call({ _: 'messages.toggleDialogPin', pinned: true, peer: { _: 'inputDialogPeer', peer: toAlice } })
    const other = await chat.otherDevice('bob')
    const { pts, qts, date } = await other.call({ _: 'updates.getState' })
    for (const device of [bob, other]) device.pushed.length = 0
    await alice.call(chat.text(toBob, 'second'))
    const moved = {
      _: 'updateFolderPeers',
      folderPeers: [{ _: 'folderPeer', peer: { _: 'peerUser', userId: toAlice.userId }, folderId: 0 }],
      pts: pts + 2,
      ptsCount: 1,
    }
    for (const { pushed } of [bob, other]) {
      expect(pushed).toMatchObject([
        { _: 'updateShortMessage', pts: pts + 1 },
        { updates: [{ _: 'updatePinnedDialogs', folderId: 1, order: [] }] },
        { updates: [moved] },
      ])
    }
    expect(await other.call({ _: 'updates.getDifference', pts, qts, date })).toMatchObject({
      newMessages: [{ message: 'second' }],
      otherUpdates: [moved, { _: 'updatePinnedDialogs', folderId: 1, order: [] }],
      state: { pts: pts + 2 },
    })
    expect(await chat.dialog(bob)).toMatchObject({ folderId: undefined, pinned: undefined })
  })

  it('stays when its owner writes in it, and comes back once for an album', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await bob.call(chat.text(toAlice, 'from the archive'))
    expect(await folder()).toBe(1)
    const media: api.InputMedia = { _: 'inputMediaGeoPoint', geoPoint: { _: 'inputGeoPoint', lat: 1, long: 2 } }
    const single = (): api.inputSingleMedia => ({
      _: 'inputSingleMedia',
      media,
      message: '',
      randomId: chat.randomId(),
    })
    bob.pushed.length = 0
    await alice.call({ _: 'messages.sendMultiMedia', peer: toBob, multiMedia: [single(), single()] })
    expect(bob.pushed).toMatchObject([
      { updates: [{ _: 'updateNewMessage' }, { _: 'updateNewMessage' }] },
      { updates: [{ _: 'updateFolderPeers' }] },
    ])
    expect(await folder()).toBeUndefined()
  })

  it('stays while it is muted, by its own settings or by the general ones', async () => {
    const { alice, bob, toBob, server } = chat
    await mute(bob, ofAlice(), chat.now() + 60)
    await alice.call(chat.text(toBob, 'quiet'))
    expect(await folder()).toBe(1)
    server.clock.now += 61_000
    await alice.call(chat.text(toBob, 'loud'))
    expect(await folder()).toBeUndefined()

    await archive()
    await mute(bob, ofAlice(), 0)
    await mute(bob, { _: 'inputNotifyUsers' }, always)
    await alice.call(chat.text(toBob, 'an exception'))
    expect(await folder()).toBeUndefined()
  })

  it('stays if its owner wants all of them to, or those in folders', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await setPrivacy(bob, { keepArchivedUnmuted: true })
    await alice.call(chat.text(toBob, 'kept'))
    expect(await folder()).toBe(1)

    await setPrivacy(bob, { keepArchivedFolders: true })
    const title: api.textWithEntities = { _: 'textWithEntities', text: 'Friends', entities: [] }
    const lists = { pinnedPeers: [], includePeers: [toAlice], excludePeers: [] }
    const filter: api.dialogFilter = { _: 'dialogFilter', id: 2, title, ...lists }
    await bob.call({ _: 'messages.updateDialogFilter', id: 2, filter })
    await alice.call(chat.text(toBob, 'in a folder'))
    expect(await folder()).toBe(1)
    await bob.call({ _: 'messages.updateDialogFilter', id: 2 })
    await alice.call(chat.text(toBob, 'in none'))
    expect(await folder()).toBeUndefined()
  })

  it('is counted with the muted or with the others', async () => {
    const { alice, bob, toBob, toAlice } = chat
    await setPrivacy(bob, { keepArchivedUnmuted: true })
    await alice.call(chat.text(toBob, 'second'))
    const counts = async (): Promise<(number | undefined)[]> => {
      const peers: api.InputDialogPeer[] = [{ _: 'inputDialogPeerFolder', folderId: 1 }]
      const [archived] = (await bob.call({ _: 'messages.getPeerDialogs', peers })).dialogs
      if (archived?._ !== 'dialogFolder') throw new TypeError('there is an archive')
      const { unreadMutedPeersCount, unreadUnmutedPeersCount } = archived
      const { unreadMutedMessagesCount, unreadUnmutedMessagesCount } = archived
      return [unreadMutedPeersCount, unreadMutedMessagesCount, unreadUnmutedPeersCount, unreadUnmutedMessagesCount]
    }
    expect(await counts()).toEqual([0, 0, 1, 2])
    await mute(bob, ofAlice(), always)
    expect(await counts()).toEqual([1, 2, 0, 0])
    await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 0 })
    expect(await counts()).toEqual([0, 0, 0, 0])
    await mute(bob, ofAlice(), 0)
    await bob.call({ _: 'messages.markDialogUnread', unread: true, peer: { _: 'inputDialogPeer', peer: toAlice } })
    expect(await counts()).toEqual([0, 0, 1, 0])
  })
})

describe('a new chat with a stranger', () => {
  let server: TestServer
  let alice: TestClient
  let bob: TestClient
  let toBob: api.inputPeerUser
  let lastRandomId = 0n
  beforeEach(async () => {
    server = await createTestServer()
    alice = await signUp(server, '9996610001', 'Alice')
    bob = await signUp(server, '9996620002', 'Bob')
    toBob = await findByPhone(alice, '9996620002')
    await bob.call({ _: 'updates.getState' })
  })
  afterEach(() => server.close())

  const write = (message: string) =>
    alice.call({ _: 'messages.sendMessage', peer: toBob, message, randomId: ++lastRandomId })

  async function dialog(): Promise<api.dialog> {
    const all = { offsetDate: 0, offsetId: 0, offsetPeer: { _: 'inputPeerEmpty' }, limit: 100, hash: 0n } as const
    const result = await bob.call({ _: 'messages.getDialogs', ...all })
    const [found] = result._ === 'messages.dialogsNotModified' ? [] : result.dialogs
    if (found?._ !== 'dialog') throw new TypeError('there is one dialog')
    return found
  }

  it('is archived and muted if its owner wants that, until it is taken out again', async () => {
    await setPrivacy(bob, { archiveAndMuteNewNoncontactPeers: true })
    const { pts, qts, date } = await bob.call({ _: 'updates.getState' })
    bob.pushed.length = 0
    await write('buy this')
    expect(await dialog()).toMatchObject({ folderId: 1, notifySettings: { muteUntil: always } })
    const updates = bob.pushed.flatMap((push) => (push._ === 'updates' ? push.updates : []))
    const told = ['updateNewMessage', 'updateNotifySettings', 'updateFolderPeers', 'updatePeerSettings']
    expect(updates.map((update) => update._)).toEqual(told)
    const difference = await bob.call({ _: 'updates.getDifference', pts, qts, date })
    expect(difference).toMatchObject({
      otherUpdates: [
        { _: 'updateFolderPeers' },
        { _: 'updateNotifySettings', notifySettings: { muteUntil: always } },
        { _: 'updatePeerSettings', settings: { autoarchived: true } },
      ],
    })
    await write('now!')
    expect(await dialog()).toMatchObject({ folderId: 1 })

    const [user] = difference._ === 'updates.difference' ? difference.users.filter(({ id }) => id !== toBob.userId) : []
    if (user?._ !== 'user' || user.accessHash === undefined) throw new TypeError('the author is told of')
    const toAlice: api.inputPeerUser = { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash }
    const bar = async () => (await bob.call({ _: 'messages.getPeerSettings', peer: toAlice })).settings
    expect(await bar()).toMatchObject({ autoarchived: true, reportSpam: true })
    const folderPeers: api.InputFolderPeer[] = [{ _: 'inputFolderPeer', peer: toAlice, folderId: 0 }]
    await bob.call({ _: 'folders.editPeerFolders', folderPeers })
    expect(await bar()).toMatchObject({ autoarchived: undefined, reportSpam: true })
    await write('thanks')
    expect(await dialog()).toMatchObject({ folderId: undefined })
  })

  it('is an ordinary one otherwise, and one with a contact always is', async () => {
    await write('hello')
    expect(await dialog()).toMatchObject({ folderId: undefined })
    await findByPhone(bob, '9996610001')
    await setPrivacy(bob, { archiveAndMuteNewNoncontactPeers: true })
    const [peer] = [await findByPhone(bob, '9996610001')]
    await bob.call({ _: 'messages.deleteHistory', peer, maxId: 0 })
    await write('hello again')
    expect(await dialog()).toMatchObject({ folderId: undefined, notifySettings: { muteUntil: undefined } })
  })

  it('cannot be made to cost something', async () => {
    const settings: api.globalPrivacySettings = { _: 'globalPrivacySettings', noncontactPeersPaidStars: 5n }
    await expect(bob.call({ _: 'account.setGlobalPrivacySettings', settings })).rejects.toMatchObject({
      code: 403,
      message: 'PREMIUM_ACCOUNT_REQUIRED',
    })
  })
})

describe('who wants to hear from no strangers', () => {
  it('hears from contacts and in the chats that there are, and may write to anybody', async () => {
    const chat = await openChat()
    const { alice, bob, toBob, toAlice, server } = chat
    await setPrivacy(bob, { newNoncontactPeersRequirePremium: true })
    const id: api.inputUser = { ...toBob, _: 'inputUser' }
    const told = async (): Promise<(boolean | undefined)[]> => {
      const { fullUser, users } = await alice.call({ _: 'users.getFullUser', id })
      return [fullUser, ...users].map((one) => ('contactRequirePremium' in one ? one.contactRequirePremium : undefined))
    }
    // Alice found Bob by his number, and he has found her by hers.
    expect(await alice.call({ _: 'users.getRequirementsToContact', id: [id] })).toEqual([
      { _: 'requirementToContactEmpty' },
    ])
    expect(await told()).toEqual([undefined, true])
    const [self] = await bob.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    expect(self).not.toHaveProperty('contactRequirePremium')
    await bob.call({ _: 'contacts.deleteContacts', id: [{ ...toAlice, _: 'inputUser' }] })
    expect(await alice.call({ _: 'users.getRequirementsToContact', id: [id] })).toEqual([
      { _: 'requirementToContactPremium' },
    ])
    expect(await told()).toEqual([true, true])
    bob.pushed.length = 0
    await alice.call({ _: 'messages.setTyping', peer: toBob, action: { _: 'sendMessageTypingAction' } })
    await expect(alice.call(chat.text(toBob, 'hello'))).rejects.toMatchObject({
      code: 403,
      message: 'PRIVACY_PREMIUM_REQUIRED',
    })
    expect(bob.pushed).toEqual([])
    await bob.call(chat.text(toAlice, 'hi'))
    await alice.call(chat.text(toBob, 'hello'))
    await bob.call({ _: 'messages.deleteHistory', peer: toAlice, maxId: 0 })
    await expect(alice.call(chat.text(toBob, 'hello again'))).rejects.toThrow('PRIVACY_PREMIUM_REQUIRED')
    await setPrivacy(bob, {})
    await alice.call(chat.text(toBob, 'hello again'))
    expect(await told()).toEqual([undefined, undefined])
    await server.close()
  })
})

describe('dates of reading', () => {
  it('are kept from who may not see the time online, if their owner wants that, who then sees none either', async () => {
    const chat = await openChat()
    const { alice, bob, toBob, toAlice } = chat
    await alice.call(chat.text(toBob, 'hello'))
    await bob.call(chat.text(toAlice, 'hi'))
    await alice.call({ _: 'messages.readHistory', peer: toBob, maxId: 0 })
    await bob.call({ _: 'messages.readHistory', peer: toAlice, maxId: 0 })
    const ask = (client: TestClient, peer: api.InputPeer, msgId: number) =>
      client.call({ _: 'messages.getOutboxReadDate', peer, msgId })
    const full = async () => (await alice.call({ _: 'users.getFullUser', id: { ...toBob, _: 'inputUser' } })).fullUser
    const key: api.InputPrivacyKey = { _: 'inputPrivacyKeyStatusTimestamp' }
    await bob.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueDisallowAll' }] })
    expect(await ask(alice, toBob, 1)).toMatchObject({ date: chat.now() })
    expect(await full()).toMatchObject({ readDatesPrivate: undefined })

    await setPrivacy(bob, { hideReadMarks: true })
    await expect(ask(alice, toBob, 1)).rejects.toMatchObject({ code: 403, message: 'USER_PRIVACY_RESTRICTED' })
    await expect(ask(bob, toAlice, 2)).rejects.toMatchObject({ code: 403, message: 'YOUR_PRIVACY_RESTRICTED' })
    expect(await full()).toMatchObject({ readDatesPrivate: true })
    // That it was read is told all the same.
    expect(alice.pushed.flatMap((push) => (push._ === 'updates' ? push.updates : []))).toContainEqual(
      expect.objectContaining({ _: 'updateReadHistoryOutbox' }),
    )
    await bob.call({ _: 'account.setPrivacy', key, rules: [{ _: 'inputPrivacyValueAllowAll' }] })
    expect(await ask(alice, toBob, 1)).toMatchObject({ date: chat.now() })
    await chat.server.close()
  })
})
