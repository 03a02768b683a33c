import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChatFixture, openChat } from '../../testing/chat.ts'

let chat: ChatFixture
let alice: ChatFixture['alice']
let toBob: ChatFixture['toBob']

beforeEach(async () => {
  chat = await openChat({ rateLimits: {} })
  ;({ alice, toBob } = chat)
})
afterEach(() => chat.server.close())

describe('notification settings', () => {
  it('are kept for reactions', async () => {
    const usual = await alice.call({ _: 'account.getReactionsNotifySettings' })
    expect(usual).toMatchObject({ messagesNotifyFrom: { _: 'reactionNotificationsFromContacts' }, showPreviews: true })
    const settings: api.reactionsNotifySettings = {
      _: 'reactionsNotifySettings',
      messagesNotifyFrom: { _: 'reactionNotificationsFromAll' },
      sound: { _: 'notificationSoundNone' },
      showPreviews: false,
    }
    const set = { _: 'account.setReactionsNotifySettings', settings } as const
    expect(await alice.call(set)).toEqual(settings)
    expect(await alice.call({ _: 'account.getReactionsNotifySettings' })).toEqual(settings)
    const sound: api.NotificationSound = { _: 'notificationSoundLocal', title: '', data: 'x'.repeat(256) }
    await expect(alice.call({ ...set, settings: { ...settings, sound } })).rejects.toThrow('SETTINGS_INVALID')
  })

  it('are not kept for topics, of which there are none', async () => {
    const peer: api.InputNotifyPeer = { _: 'inputNotifyForumTopic', peer: toBob, topMsgId: 1 }
    const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', silent: true }
    await expect(alice.call({ _: 'account.updateNotifySettings', peer, settings })).rejects.toThrow('PEER_ID_INVALID')
  })

  it('ring for kinds of chats that nothing was set for, and name none for a single chat', async () => {
    const sound = { _: 'notificationSoundDefault' } as const
    const general = {
      ...{ _: 'peerNotifySettings', showPreviews: true, silent: false, muteUntil: 0, storiesHideSender: false },
      ...{ iosSound: sound, androidSound: sound, otherSound: sound },
      ...{ storiesIosSound: sound, storiesAndroidSound: sound, storiesOtherSound: sound },
    }
    for (const kind of ['inputNotifyUsers', 'inputNotifyChats', 'inputNotifyBroadcasts'] as const) {
      expect(await alice.call({ _: 'account.getNotifySettings', peer: { _: kind } }), kind).toEqual(general)
    }
    // Clients take what is missing here from the settings of the kind.
    const single = { _: 'peerNotifySettings' }
    const peer: api.InputNotifyPeer = { _: 'inputNotifyPeer', peer: toBob }
    expect(await alice.call({ _: 'account.getNotifySettings', peer })).toEqual(single)
    await alice.call(chat.text(toBob, 'hello'))
    expect((await chat.dialog(alice))?.notifySettings).toEqual(single)
    const { fullUser } = await alice.call({ _: 'users.getFullUser', id: { ...toBob, _: 'inputUser' } })
    expect(fullUser.notifySettings).toEqual(single)
  })

  it('are told as a whole for a kind of chats, of which a client changed some', async () => {
    const elsewhere = await chat.otherDevice('alice')
    const peer: api.InputNotifyPeer = { _: 'inputNotifyUsers' }
    const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', showPreviews: false }
    await alice.call({ _: 'account.updateNotifySettings', peer, settings })
    const after = { showPreviews: false, silent: false, muteUntil: 0, otherSound: { _: 'notificationSoundDefault' } }
    expect(await alice.call({ _: 'account.getNotifySettings', peer })).toMatchObject(after)
    await alice.call({ _: 'account.resetNotifySettings' })
    expect(elsewhere.pushed).toMatchObject([
      { updates: [{ peer: { _: 'notifyUsers' }, notifySettings: after }] },
      { updates: [{ peer: { _: 'notifyUsers' }, notifySettings: { ...after, showPreviews: true } }] },
    ])
  })

  it('are what was sent last: a chat follows the general ones again in what is left out', async () => {
    const peer: api.InputNotifyPeer = { _: 'inputNotifyPeer', peer: toBob }
    const update = (settings: Partial<api.inputPeerNotifySettings>): Promise<boolean> =>
      alice.call({ _: 'account.updateNotifySettings', peer, settings: { _: 'inputPeerNotifySettings', ...settings } })
    await update({ muteUntil: 2_000_000_000, silent: true, sound: { _: 'notificationSoundNone' } })
    await update({ silent: true })
    expect(await alice.call({ _: 'account.getNotifySettings', peer })).toEqual({
      _: 'peerNotifySettings',
      silent: true,
    })
    await update({})
    expect(await alice.call({ _: 'account.getNotifySettings', peer })).toEqual({ _: 'peerNotifySettings' })
    expect(await alice.call({ _: 'account.getNotifyExceptions', compareSound: true })).toMatchObject({ updates: [] })
  })

  it('are kept for kinds of chats and for single ones', async () => {
    const elsewhere = await chat.otherDevice('alice')
    const peer: api.InputNotifyPeer = { _: 'inputNotifyPeer', peer: toBob }
    const update = (settings: Partial<api.inputPeerNotifySettings>): Promise<boolean> =>
      alice.call({
        _: 'account.updateNotifySettings',
        peer,
        settings: { _: 'inputPeerNotifySettings', ...settings },
      })
    await update({ muteUntil: 2_000_000_000 })
    await update({ muteUntil: 2_000_000_000, silent: true, sound: { _: 'notificationSoundNone' } })
    expect(await alice.call({ _: 'account.getNotifySettings', peer })).toMatchObject({
      muteUntil: 2_000_000_000,
      silent: true,
      otherSound: { _: 'notificationSoundNone' },
    })
    expect(elsewhere.pushed).toHaveLength(2)
    const exceptions = await alice.call({ _: 'account.getNotifyExceptions' })
    expect(exceptions).toMatchObject({ updates: [{ peer: { _: 'notifyPeer' } }], users: [{ firstName: 'Bob' }] })
    const { fullUser } = await alice.call({ _: 'users.getFullUser', id: { ...toBob, _: 'inputUser' } })
    expect(fullUser.notifySettings).toMatchObject({ silent: true })
    await expect(update({ muteUntil: -5 })).rejects.toThrow('SETTINGS_INVALID')
    await alice.call({ _: 'account.resetNotifySettings' })
    expect(await alice.call({ _: 'account.getNotifySettings', peer })).toMatchObject({ muteUntil: undefined })
  })
})
