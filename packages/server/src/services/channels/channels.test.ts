import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { asUser } from '../../testing/ids.ts'
import { signIn } from '../../testing/test-server.ts'

const edited = (updates: readonly api.Update[]): string[] =>
  updates.flatMap((update) =>
    update._ === 'updateEditChannelMessage' && update.message._ === 'message' ? [update.message.message] : [],
  )
const news = (updates: readonly api.Update[]): string[] =>
  updates.flatMap((update) =>
    update._ === 'updateNewChannelMessage' && update.message._ === 'message' ? [update.message.message] : [],
  )

describe('a supergroup', () => {
  it('is created, joined by invitation and written in: one log that all read', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(alice, 'hello')
    await group.send(bob, 'hi')
    const expected = ['hi', 'hello', 'messageActionChatAddUser', 'messageActionChannelCreate']
    expect(await group.texts(alice)).toEqual(expected)
    expect(await group.texts(bob)).toEqual(expected)
    const [last] = (await group.history(alice)).messages
    expect(last).toMatchObject({ out: undefined, fromId: { _: 'peerUser', userId: group.toBob.userId } })
    expect((await group.history(bob)).messages[0]).toMatchObject({ out: true })
    expect((await group.history(bob)).count).toBe(4)
    await server.close()
  })

  it('pushes to who is in it and connected, and to nobody else', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol } = group
    group.taken(bob)
    await group.send(alice, 'hello')
    await server.told()
    expect(news(group.taken(bob))).toEqual(['hello'])
    expect(carol.pushed).toEqual([])
    bob.link.connected = false
    await group.send(alice, 'are you there?')
    await server.told()
    expect(group.taken(bob)).toEqual([])
    await server.close()
  })

  it('counts what is unread, and moves one mark a member', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    for (const text of ['one', 'two', 'three']) await group.send(alice, text)
    await group.send(bob, 'mine')
    expect(await group.dialog(bob)).toMatchObject({ unreadCount: 4, topMessage: 6, readInboxMaxId: 1 })
    const second = await signIn(server, '9996620002')
    await second.call({ _: 'updates.getState' })
    group.taken(alice)
    await bob.call({ _: 'channels.readHistory', channel: group.named(bob), maxId: 4 })
    await server.told()
    expect(await group.dialog(bob)).toMatchObject({ unreadCount: 1, readInboxMaxId: 4 })
    const { channelId } = group.named(bob)
    expect(group.taken(second)).toEqual([
      expect.objectContaining({ _: 'updateReadChannelInbox', channelId, maxId: 4, stillUnreadCount: 1 }),
    ])
    expect(group.taken(alice)).toEqual([{ _: 'updateReadChannelOutbox', channelId, maxId: 4 }])
    expect(await group.dialog(alice)).toMatchObject({ readOutboxMaxId: 4, unreadCount: 1 })
    await server.close()
  })

  it('stores what is sent again under the same random id once', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const randomId = 77n
    const first = await group.send(alice, 'once', { randomId })
    const again = await group.send(alice, 'once', { randomId })
    const idOf = (updates: api.Updates): unknown =>
      updates._ === 'updates' && updates.updates.map((update) => update._ === 'updateMessageID' && update.id)
    expect(idOf(again)).toEqual(idOf(first))
    expect((await group.texts(bob)).filter((text) => text === 'once')).toHaveLength(1)
    await server.close()
  })

  it('lets authors edit and delete, and members see it', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(bob, 'helo')
    const [{ id } = { id: 0 }] = (await group.history(bob)).messages
    group.taken(alice)
    await bob.call({ _: 'messages.editMessage', peer: group.peer(bob), id, message: 'hello' })
    await server.told()
    expect(edited(group.taken(alice))).toEqual(['hello'])
    await expect(
      alice.call({ _: 'messages.editMessage', peer: group.peer(alice), id, message: 'mine' }),
    ).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await group.send(alice, 'not yours')
    const [other] = (await group.history(bob)).messages
    await expect(
      bob.call({ _: 'channels.deleteMessages', channel: group.named(bob), id: [other?.id ?? 0] }),
    ).rejects.toThrow('MESSAGE_DELETE_FORBIDDEN')
    group.taken(bob)
    await alice.call({ _: 'channels.deleteMessages', channel: group.named(alice), id: [id, other?.id ?? 0] })
    await server.told()
    expect(group.taken(bob)).toMatchObject([{ _: 'updateDeleteChannelMessages', messages: [id, other?.id] }])
    expect(await group.texts(bob)).toEqual(['messageActionChatAddUser', 'messageActionChannelCreate'])
    expect(await group.dialog(bob)).toMatchObject({ topMessage: 2, unreadCount: 1 })
    await server.close()
  })

  it('tells a device that was away what it missed, in slices, and that it missed too much', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const { pts } = await group.history(bob)
    for (let i = 1; i <= 5; i++) await group.send(alice, String(i))
    await alice.call({ _: 'messages.editMessage', peer: group.peer(alice), id: 5, message: 'three' })
    await alice.call({ _: 'channels.deleteMessages', channel: group.named(alice), id: [6] })
    const told: string[] = []
    let at = pts
    for (let final = false; !final; ) {
      const filter = { _: 'channelMessagesFilterEmpty' } as const
      const difference = await bob.call({
        ...{ _: 'updates.getChannelDifference', channel: group.named(bob), filter, pts: at, limit: 2 },
      })
      if (difference._ === 'updates.channelDifferenceTooLong') throw new TypeError('it was not too long')
      final = difference.final === true
      at = difference.pts
      if (difference._ === 'updates.channelDifferenceEmpty') continue
      expect(difference.newMessages.length + difference.otherUpdates.length).toBeLessThanOrEqual(2)
      for (const message of difference.newMessages) told.push(message._ === 'message' ? message.message : message._)
      for (const update of difference.otherUpdates) told.push(update._)
    }
    expect(told).toEqual(['1', '2', 'three', '5', 'updateEditChannelMessage', 'updateDeleteChannelMessages'])
    expect(at).toBe((await group.history(bob)).pts)
    await server.close()
  })

  it('is named to a device that was away if something happened in it meanwhile', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const state = await bob.call({ _: 'updates.getState' })
    const { channelId } = group.named(bob)
    const behind = async (date: number): Promise<unknown> => {
      const difference = await bob.call({ _: 'updates.getDifference', pts: state.pts, date, qts: state.qts })
      // That it was told is noted after the answer.
      await server.store.transaction(async () => {})
      return difference._ === 'updates.difference' ? difference.otherUpdates : difference._
    }
    server.clock.now += 3_600_000
    const away = Math.floor(server.clock.now / 1000)
    // It has never been told how far the log has come, and its own word that it knows up to a date is not enough.
    const { pts: first } = await group.history(alice)
    expect(await behind(away)).toEqual([{ _: 'updateChannelTooLong', channelId, pts: first }])
    server.clock.now += 3_600_000
    expect(await behind(away + 3_600)).toBe('updates.differenceEmpty')
    server.clock.now += 3_600_000
    await group.send(alice, 'meanwhile')
    const { pts } = await group.history(alice)
    // Within a minute of it the device would be told once more.
    server.clock.now += 120_000
    expect(await behind(away + 3_600)).toEqual([{ _: 'updateChannelTooLong', channelId, pts }])
    server.clock.now += 3_600_000
    const later = Math.floor(server.clock.now / 1000)
    expect(await behind(later)).toBe('updates.differenceEmpty')
    await alice.call({ _: 'channels.deleteMessages', channel: group.named(alice), id: [1] })
    expect(await behind(later)).toEqual([{ _: 'updateChannelTooLong', channelId, pts: pts + 1 }])
    await server.close()
  })

  it('is left, and then says nothing more to who left', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const channel = group.named(bob)
    await bob.call({ _: 'channels.leaveChannel', channel })
    expect(await group.dialog(bob)).toBeUndefined()
    await group.send(alice, 'a secret')
    await server.told()
    expect(news(group.taken(bob))).toEqual([])
    await expect(group.history(bob)).rejects.toThrow('CHANNEL_PRIVATE')
    const { chats } = await bob.call({ _: 'channels.getChannels', id: [channel] })
    expect(chats).toMatchObject([{ _: 'channel', left: true, title: 'A channel' }])
    await alice.call({ _: 'channels.editTitle', channel: group.named(alice), title: 'Another name' })
    const later = await bob.call({ _: 'channels.getChannels', id: [channel] })
    expect(later.chats).toMatchObject([{ title: 'A channel' }])
    await expect(bob.call({ _: 'channels.joinChannel', channel })).rejects.toThrow('CHANNEL_PRIVATE')
    await server.close()
  })

  it('throws members out, restricts them and takes them back', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const ban = (bannedRights: Omit<api.chatBannedRights, '_'>): Promise<api.Updates> =>
      alice.call({
        ...{ _: 'channels.editBanned', channel: group.named(alice), participant: group.toBob },
        bannedRights: { _: 'chatBannedRights', ...bannedRights },
      })
    await ban({ sendMessages: true, untilDate: 0 })
    await expect(group.send(bob, 'hm')).rejects.toThrow('USER_BANNED_IN_CHANNEL')
    await ban({ untilDate: 0 })
    await group.send(bob, 'hm')
    await ban({ viewMessages: true, untilDate: 0 })
    await expect(group.texts(bob)).rejects.toThrow('CHANNEL_PRIVATE')
    await expect(
      alice.call({
        ...{ _: 'channels.inviteToChannel', channel: group.named(alice) },
        users: [{ ...group.toBob, _: 'inputUser' }],
      }),
    ).rejects.toThrow('USER_KICKED')
    const banned = await alice.call({
      ...{
        _: 'channels.getParticipants',
        channel: group.named(alice),
        filter: { _: 'channelParticipantsKicked', q: '' },
      },
      ...{ offset: 0, limit: 10, hash: 0n },
    })
    expect(banned).toMatchObject({ count: 1, participants: [{ _: 'channelParticipantBanned', left: true }] })
    await expect(
      bob.call({
        _: 'channels.editBanned',
        channel: group.named(bob),
        participant: { _: 'inputPeerSelf' },
        bannedRights: { _: 'chatBannedRights', untilDate: 0 },
      }),
    ).rejects.toThrow()
    await server.close()
  })

  it('takes from all members what its admins say', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const take = (rights: Omit<api.chatBannedRights, '_' | 'untilDate'>): Promise<api.Updates> =>
      alice.call({
        ...{ _: 'messages.editChatDefaultBannedRights', peer: group.peer(alice) },
        bannedRights: { _: 'chatBannedRights', untilDate: 0, ...rights },
      })
    await take({ sendMessages: true, changeInfo: true })
    await expect(group.send(bob, 'may I?')).rejects.toThrow('CHAT_WRITE_FORBIDDEN')
    await expect(bob.call({ _: 'channels.editTitle', channel: group.named(bob), title: 'Mine' })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )
    await group.send(alice, 'I may')
    const { chats } = await bob.call({ _: 'channels.getChannels', id: [group.named(bob)] })
    expect(chats).toMatchObject([{ defaultBannedRights: { sendMessages: true, changeInfo: true } }])
    await take({})
    await group.send(bob, 'thank you')
    await server.close()
  })

  it('shows who is in it, and gives and takes rights', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const list = (filter: api.ChannelParticipantsFilter): Promise<api.channels.ChannelParticipants> =>
      bob.call({ _: 'channels.getParticipants', channel: group.named(bob), filter, offset: 0, limit: 10, hash: 0n })
    expect(await list({ _: 'channelParticipantsRecent' })).toMatchObject({
      ...{ count: 2, participants: [{ _: 'channelParticipantSelf' }, { _: 'channelParticipantCreator' }] },
    })
    expect(await list({ _: 'channelParticipantsSearch', q: 'ali' })).toMatchObject({
      participants: [{ _: 'channelParticipantCreator' }],
    })
    const user: api.inputUser = { ...group.toBob, _: 'inputUser' }
    const admin = (rights: Omit<api.chatAdminRights, '_'>): Promise<api.Updates> =>
      alice.call({
        ...{ _: 'channels.editAdmin', channel: group.named(alice), userId: user, rank: 'helper' },
        adminRights: { _: 'chatAdminRights', ...rights },
      })
    await admin({ deleteMessages: true })
    expect(await list({ _: 'channelParticipantsAdmins' })).toMatchObject({
      participants: [{ _: 'channelParticipantCreator' }, { _: 'channelParticipantAdmin', rank: 'helper' }],
    })
    await group.send(alice, 'delete me')
    const [{ id } = { id: 0 }] = (await group.history(bob)).messages
    await bob.call({ _: 'channels.deleteMessages', channel: group.named(bob), id: [id] })
    await expect(
      bob.call({ _: 'channels.updateUsername', channel: group.named(bob), username: 'mine_now' }),
    ).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await admin({})
    expect(await list({ _: 'channelParticipantsAdmins' })).toMatchObject({ count: 1 })
    await server.close()
  })

  it('pins, searches, forwards and links to what was said', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(alice, 'an important thing')
    const [{ id } = { id: 0 }] = (await group.history(alice)).messages
    group.taken(bob)
    await alice.call({ _: 'messages.updatePinnedMessage', peer: group.peer(alice), id })
    await server.told()
    expect(group.taken(bob)).toMatchObject([
      { _: 'updatePinnedChannelMessages', pinned: true, messages: [id] },
      {
        _: 'updateNewChannelMessage',
        message: { action: { _: 'messageActionPinMessage' }, replyTo: { replyToMsgId: id } },
      },
    ])
    const search = { offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0n, minDate: 0, maxDate: 0 }
    const found = (q: string, filter: api.MessagesFilter): Promise<api.messages.Messages> =>
      bob.call({ _: 'messages.search', peer: group.peer(bob), q, filter, ...search })
    expect(await found('import', { _: 'inputMessagesFilterEmpty' })).toMatchObject({ count: 1, messages: [{ id }] })
    expect(await found('', { _: 'inputMessagesFilterPinned' })).toMatchObject({ count: 1, messages: [{ id }] })
    await bob.call({
      ...{ _: 'messages.forwardMessages', fromPeer: group.peer(bob), toPeer: { _: 'inputPeerSelf' } },
      ...{ id: [id], randomId: [group.randomId()] },
    })
    const saved = await bob.call({
      ...{ _: 'messages.getHistory', peer: { _: 'inputPeerSelf' }, offsetId: 0, offsetDate: 0, addOffset: 0 },
      ...{ limit: 1, maxId: 0, minId: 0, hash: 0n },
    })
    const { channelId } = group.named(bob)
    expect(saved).toMatchObject({
      messages: [{ message: 'an important thing', fwdFrom: { savedFromPeer: { _: 'peerChannel', channelId } } }],
    })
    expect(await bob.call({ _: 'channels.exportMessageLink', channel: group.named(bob), id })).toMatchObject({
      link: `https://t.me/c/${channelId}/${id}`,
    })
    await server.close()
  })

  it('is one of 500 at most that one may be in', { timeout: 60_000 }, async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const userId = asUser(bob.key.userId ?? 0)
    await server.store.transaction(async (tx) => {
      for (let i = 1; i < 500; i++) {
        const about = { kind: 'megagroup', title: `Group ${i}`, about: '', creator: userId, createdAt: 1 } as const
        const { id: channel } = await tx.channels.create(about)
        await tx.channelMembers.put({
          ...{ channel, userId, role: 'member', present: true, date: 1, adminRights: 0, bannedRights: 0 },
          ...{ bannedUntil: 0, availableMinId: 0, readInboxMaxId: 0 },
        })
      }
    })
    const another = { _: 'channels.createChannel', megagroup: true, title: 'Another', about: '' } as const
    await expect(bob.call(another)).rejects.toThrow('CHANNELS_TOO_MUCH')
    await bob.call({ _: 'channels.leaveChannel', channel: group.named(bob) })
    await bob.call(another)
    const users: api.InputUser[] = [{ ...group.toBob, _: 'inputUser' }]
    await expect(alice.call({ _: 'channels.inviteToChannel', channel: group.named(alice), users })).rejects.toThrow(
      'USER_CHANNELS_TOO_MUCH',
    )
    await server.close()
  })

  it('hides from who comes later what was said before, and members from each other', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol } = group
    const channel = group.named(alice)
    await group.send(alice, 'old news')
    await alice.call({ _: 'channels.togglePreHistoryHidden', channel, enabled: true })
    await alice.call({ _: 'channels.toggleParticipantsHidden', channel, enabled: true })
    await alice.call({ _: 'channels.inviteToChannel', channel, users: [{ ...group.toCarol, _: 'inputUser' }] })
    await group.send(alice, 'fresh news')
    await server.told()
    expect(await group.texts(carol)).toEqual(['fresh news', 'messageActionChatAddUser'])
    expect(await group.texts(bob)).toContain('old news')
    const ids = [3, 5].map((id): api.InputMessage => ({ _: 'inputMessageID', id }))
    const asked = await carol.call({ _: 'channels.getMessages', channel: group.named(carol), id: ids })
    expect(asked).toMatchObject({ messages: [{ _: 'messageEmpty' }, { message: 'fresh news' }] })
    expect(await group.dialog(carol)).toMatchObject({ unreadCount: 2 })
    const filter = { _: 'channelParticipantsRecent' } as const
    const list = { filter, offset: 0, limit: 9, hash: 0n }
    const listing = carol.call({ _: 'channels.getParticipants', channel: group.named(carol), ...list })
    await expect(listing).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    expect(await alice.call({ _: 'channels.getParticipants', channel, ...list })).toMatchObject({ count: 3 })
    const name = { channel, username: 'hidden_group' }
    expect(await alice.call({ _: 'channels.checkUsername', ...name })).toBe(true)
    await alice.call({ _: 'channels.updateUsername', ...name })
    const hiding = alice.call({ _: 'channels.togglePreHistoryHidden', channel, enabled: true })
    await expect(hiding).rejects.toThrow('CHAT_LINK_EXISTS')
    await server.close()
  })

  it('is deleted for all', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    group.taken(bob)
    await expect(bob.call({ _: 'channels.deleteChannel', channel: group.named(bob) })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )
    await alice.call({ _: 'channels.deleteChannel', channel: group.named(alice) })
    await server.told()
    expect(group.taken(bob)).toMatchObject([{ _: 'updateChannel' }])
    expect(await group.dialog(bob)).toBeUndefined()
    await expect(group.texts(bob)).rejects.toThrow('CHANNEL_PRIVATE')
    await expect(group.send(alice, 'anybody?')).rejects.toThrow('CHANNEL_PRIVATE')
    await server.close()
  })
})

describe('a broadcast channel', () => {
  it('is posted to by its admins, in its own name, and counts who looks', async () => {
    const channel = await openChannel('broadcast')
    const { server, alice, bob } = channel
    await expect(channel.send(bob, 'may I?')).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await channel.send(alice, 'news')
    const [post] = (await channel.history(bob)).messages
    expect(post).toMatchObject({ post: true, views: 1, fromId: undefined, message: 'news', out: undefined })
    const id = post?.id ?? 0
    await bob.call({ _: 'messages.getMessagesViews', peer: channel.peer(bob), id: [id], increment: true })
    await alice.call({ _: 'messages.getMessagesViews', peer: channel.peer(alice), id: [id], increment: true })
    expect((await channel.history(bob)).messages[0]).toMatchObject({ views: 2 })
    await alice.call({ _: 'channels.toggleSignatures', channel: channel.named(alice), signaturesEnabled: true })
    await channel.send(alice, 'signed')
    expect((await channel.history(bob)).messages[0]).toMatchObject({ postAuthor: 'Alice' })
    await server.close()
  })

  it('with a username is found, read and joined by anybody', async () => {
    const channel = await openChannel('broadcast')
    const { server, alice, carol } = channel
    await channel.send(alice, 'news')
    await alice.call({ _: 'channels.updateUsername', channel: channel.named(alice), username: 'the_news' })
    const resolved = await carol.call({ _: 'contacts.resolveUsername', username: 'The_News' })
    const [chat] = resolved.chats
    if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('it is public')
    expect(chat).toMatchObject({ left: true, title: 'A channel', username: 'the_news' })
    const peer: api.inputPeerChannel = { _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash }
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0n }
    expect(await carol.call({ _: 'messages.getHistory', peer, ...page })).toMatchObject({
      messages: [{ message: 'news' }, {}],
    })
    const joined = await carol.call({ _: 'channels.joinChannel', channel: { ...peer, _: 'inputChannel' } })
    expect(joined).toMatchObject({
      _: 'messages.chatInviteJoinResultOk',
      updates: { chats: [{ _: 'channel', left: undefined }] },
    })
    expect(await channel.dialog(carol)).toMatchObject({ unreadCount: 0 })
    const { chats } = await alice.call({ _: 'channels.getAdminedPublicChannels' })
    expect(chats).toMatchObject([{ username: 'the_news' }])
    await expect(carol.call({ _: 'account.updateUsername', username: 'THE_NEWS' })).rejects.toThrow('USERNAME_OCCUPIED')
    await server.close()
  })
})
