import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

async function makeChannel(client: TestClient, username: string): Promise<api.inputPeerChannel> {
  const updates = await client.call({ _: 'channels.createChannel', title: username, about: '', broadcast: true })
  const [chat] = 'chats' in updates ? updates.chats : []
  if (chat?._ !== 'channel') throw new TypeError('a channel that was made is shown')
  const channel = { channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  await client.call({ _: 'channels.updateUsername', channel: { _: 'inputChannel', ...channel }, username })
  return { _: 'inputPeerChannel', ...channel }
}

/** A public supergroup of Alice's, in which Bob is an anonymous admin with a title. */
async function publicGroup(): Promise<ChannelFixture> {
  const group = await openChannel('megagroup')
  const { alice } = group
  await alice.call({ _: 'channels.updateUsername', channel: group.named(alice), username: 'the_group' })
  await promote(group, { anonymous: true, pinMessages: true })
  return group
}

async function promote(group: ChannelFixture, rights: Omit<api.chatAdminRights, '_'>): Promise<void> {
  const { alice, toBob } = group
  const adminRights: api.chatAdminRights = { _: 'chatAdminRights', ...rights }
  const userId: api.inputUser = { ...toBob, _: 'inputUser' }
  await alice.call({ _: 'channels.editAdmin', channel: group.named(alice), userId, adminRights, rank: 'guard' })
}

async function last(group: ChannelFixture, client: TestClient): Promise<api.message> {
  const [message] = (await group.history(client)).messages
  if (message?._ !== 'message') throw new TypeError('a message was sent')
  return message
}

async function peersOf(group: ChannelFixture, client: TestClient): Promise<(api.Peer | undefined)[]> {
  const { peers } = await client.call({ _: 'channels.getSendAs', peer: group.peer(client) })
  return peers.map(({ peer }) => peer)
}

describe('an anonymous admin', () => {
  it('writes and acts as the group, with the title, and is known to oneself and to the admins alone', async () => {
    const group = await publicGroup()
    const { server, alice, bob, carol } = group
    const place: api.Peer = { _: 'peerChannel', channelId: group.named(bob).channelId }
    await group.send(bob, 'somebody says')
    expect(await last(group, bob)).toMatchObject({ fromId: place, postAuthor: 'guard', out: true })
    const seen = await last(group, alice)
    expect(seen).toMatchObject({ fromId: place, postAuthor: 'guard', out: undefined, post: undefined })
    await bob.call({ _: 'messages.updatePinnedMessage', peer: group.peer(bob), id: seen.id })
    expect((await group.history(alice)).messages[0]).toMatchObject({ _: 'messageService', fromId: place })

    // Neither what is passed on nor what is looked for says more.
    await alice.call({
      ...{ _: 'messages.forwardMessages', fromPeer: group.peer(alice), id: [seen.id], toPeer: { _: 'inputPeerSelf' } },
      randomId: [77n],
    })
    const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0, hash: 0n }
    const saved = await alice.call({ _: 'messages.getHistory', peer: { _: 'inputPeerSelf' }, ...page })
    expect('messages' in saved && saved.messages[0]).toMatchObject({
      fwdFrom: { fromId: place, savedFromId: place, postAuthor: 'guard' },
    })
    const search = {
      q: '',
      filter: { _: 'inputMessagesFilterEmpty' },
      minDate: 0,
      maxDate: 0,
      topMsgId: undefined,
    } as const
    const find = (fromId: api.InputPeer) =>
      alice.call({ _: 'messages.search', peer: group.peer(alice), fromId, ...search, ...page })
    expect(await find(group.toBob)).toMatchObject({ count: 0 })
    expect(await find(group.peer(alice))).toMatchObject({ count: 2 })

    const { users } = await alice.call({
      ...{ _: 'channels.getAdminLog', channel: group.named(alice), q: '', maxId: 0n, minId: 0n, limit: 1 },
      eventsFilter: { _: 'channelAdminLogEventsFilter', send: true },
    })
    expect(users).toMatchObject([{ firstName: 'Bob' }])
    const ask = { channel: group.named(alice), id: seen.id }
    expect(await alice.call({ _: 'channels.getMessageAuthor', ...ask })).toMatchObject({ firstName: 'Bob' })
    const carols = await carol.call({ _: 'contacts.resolveUsername', username: 'the_group' })
    const [chat] = carols.chats
    if (chat?._ !== 'channel') throw new TypeError('a public group is shown')
    const channel: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
    await carol.call({ _: 'channels.joinChannel', channel })
    await expect(carol.call({ _: 'channels.getMessageAuthor', channel, id: seen.id })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )
    await server.close()
  })

  it('edits and deletes the own messages, which others cannot', async () => {
    const group = await publicGroup()
    const { server, alice, bob } = group
    await group.send(bob, 'helo')
    const { id } = await last(group, bob)
    await bob.call({ _: 'messages.editMessage', peer: group.peer(bob), id, message: 'hello' })
    expect(await last(group, alice)).toMatchObject({
      message: 'hello',
      fromId: { _: 'peerChannel' },
      postAuthor: 'guard',
    })
    await expect(
      alice.call({ _: 'messages.editMessage', peer: group.peer(alice), id, message: 'mine' }),
    ).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await bob.call({ _: 'channels.deleteMessages', channel: group.named(bob), id: [id] })
    expect(await group.texts(alice)).not.toContain('hello')
    await server.close()
  })

  it('may be known all the same, and is once the right is gone', async () => {
    const group = await publicGroup()
    const { server, bob } = group
    const me: api.Peer = { _: 'peerUser', userId: group.toBob.userId }
    const place: api.Peer = { _: 'peerChannel', channelId: group.named(bob).channelId }
    expect(await peersOf(group, bob)).toEqual([place, me])
    const full = async () => (await bob.call({ _: 'channels.getFullChannel', channel: group.named(bob) })).fullChat
    expect(await full()).toMatchObject({ defaultSendAs: place })
    await group.send(bob, 'I', { sendAs: { _: 'inputPeerSelf' } })
    expect(await last(group, bob)).toMatchObject({ fromId: me, postAuthor: undefined })
    await bob.call({ _: 'messages.saveDefaultSendAs', peer: group.peer(bob), sendAs: { _: 'inputPeerSelf' } })
    expect(await full()).toMatchObject({ defaultSendAs: undefined })
    await group.send(bob, 'I again')
    expect(await last(group, bob)).toMatchObject({ fromId: me })
    await bob.call({ _: 'messages.saveDefaultSendAs', peer: group.peer(bob), sendAs: group.peer(bob) })
    await group.send(bob, 'we')
    expect(await last(group, bob)).toMatchObject({ fromId: place })
    await promote(group, { pinMessages: true })
    await group.send(bob, 'I at last')
    expect(await last(group, bob)).toMatchObject({ fromId: me })
    await expect(group.send(bob, 'we?', { sendAs: group.peer(bob) })).rejects.toThrow('SEND_AS_PEER_INVALID')
    await server.close()
  })
})

describe('the creator of a supergroup', () => {
  it('is known there unless he or she wants to be anonymous, and keeps all rights in either case', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(alice, 'I')
    expect(await last(group, bob)).toMatchObject({ fromId: { _: 'peerUser' } })
    const edit = (rights: Omit<api.chatAdminRights, '_'>) =>
      alice.call({
        ...{ _: 'channels.editAdmin', channel: group.named(alice), userId: { _: 'inputUserSelf' }, rank: 'queen' },
        adminRights: { _: 'chatAdminRights', ...rights },
      })
    const updates = await edit({ anonymous: true })
    expect('chats' in updates && updates.chats[0]).toMatchObject({
      ...{ creator: true, adminRights: { anonymous: true, banUsers: true, addAdmins: true } },
    })
    await group.send(alice, 'we')
    expect(await last(group, bob)).toMatchObject({ fromId: { _: 'peerChannel' }, postAuthor: 'queen' })
    await edit({})
    await group.send(alice, 'I again')
    expect(await last(group, bob)).toMatchObject({ fromId: { _: 'peerUser' } })
    await server.close()
  })
})

describe('who has a public channel', () => {
  it('writes as that in public supergroups, unless it stops being public', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const mine = await makeChannel(bob, 'bobs_channel')
    await expect(group.send(bob, 'hello', { sendAs: mine })).rejects.toThrow('SEND_AS_PEER_INVALID')
    expect(await peersOf(group, bob)).toMatchObject([{ _: 'peerUser' }])
    await alice.call({ _: 'channels.updateUsername', channel: group.named(alice), username: 'the_group' })
    const peer: api.Peer = { _: 'peerChannel', channelId: mine.channelId }
    expect(await peersOf(group, bob)).toMatchObject([{ _: 'peerUser' }, peer])
    await group.send(bob, 'hello', { sendAs: mine })
    const { chats } = await group.history(alice)
    expect(await last(group, alice)).toMatchObject({ fromId: peer, postAuthor: undefined })
    expect(chats).toContainEqual(expect.objectContaining({ title: 'bobs_channel', username: 'bobs_channel' }))
    await bob.call({ _: 'messages.saveDefaultSendAs', peer: group.peer(bob), sendAs: mine })
    await group.send(bob, 'by default')
    expect(await last(group, alice)).toMatchObject({ fromId: peer })
    await bob.call({ _: 'channels.updateUsername', channel: { ...mine, _: 'inputChannel' }, username: '' })
    await group.send(bob, 'as myself')
    expect(await last(group, alice)).toMatchObject({ fromId: { _: 'peerUser' } })
    await server.close()
  })

  it('writes as none of them where an admin has banned one, until that is lifted', async () => {
    const group = await publicGroup()
    const { server, alice, bob } = group
    const mine = await makeChannel(bob, 'bobs_channel')
    const other = await makeChannel(bob, 'bobs_other')
    await group.send(bob, 'hello', { sendAs: mine })
    const shown = (await alice.call({ _: 'contacts.resolveUsername', username: 'bobs_channel' })).chats[0]
    if (shown?._ !== 'channel') throw new TypeError('a public channel is shown')
    const participant: api.inputPeerChannel = {
      ...{ _: 'inputPeerChannel', channelId: shown.id, accessHash: shown.accessHash ?? 0n },
    }
    const ban = (client: TestClient, viewMessages: true | undefined, of: api.InputPeer = participant) =>
      client.call({
        ...{ _: 'channels.editBanned', channel: group.named(client), participant: of },
        bannedRights: { _: 'chatBannedRights', viewMessages, untilDate: 0 },
      })
    await expect(ban(bob, true, mine)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await expect(ban(alice, true, group.peer(alice))).rejects.toThrow('PARTICIPANT_ID_INVALID')
    const listed = async (q = '', page: { offset?: number; limit?: number } = {}) => {
      const filter: api.ChannelParticipantsFilter = { _: 'channelParticipantsKicked', q }
      const found = await alice.call({
        ...{
          _: 'channels.getParticipants',
          channel: group.named(alice),
          filter,
          offset: 0,
          limit: 10,
          hash: 0n,
          ...page,
        },
      })
      if (found._ !== 'channels.channelParticipants') throw new TypeError('no hash was given')
      return found
    }
    const asked = (client: TestClient, of: api.InputPeer) =>
      client.call({ _: 'channels.getParticipant', channel: group.named(client), participant: of })
    await expect(asked(alice, participant)).rejects.toThrow('USER_NOT_PARTICIPANT')
    await ban(alice, true)
    const peer: api.Peer = { _: 'peerChannel', channelId: shown.id }
    const kept = { _: 'channelParticipantBanned', left: true, peer, kickedBy: BigInt(alice.key.userId ?? 0) }
    expect(await listed()).toMatchObject({
      ...{ count: 1, participants: [{ ...kept, bannedRights: { viewMessages: true } }] },
      chats: expect.arrayContaining([expect.objectContaining({ id: shown.id, username: 'bobs_channel' })]),
    })
    expect(await asked(alice, participant)).toMatchObject({ participant: kept, chats: [{ id: shown.id }, {}] })
    const full = await alice.call({ _: 'channels.getFullChannel', channel: group.named(alice) })
    expect(full.fullChat).toMatchObject({ kickedCount: 1, bannedCount: 0 })
    // Channels stand before people, page by page, and are found by how their names begin.
    const { carol, toCarol } = group
    await alice.call({
      ...{ _: 'channels.editBanned', channel: group.named(alice), participant: toCarol },
      bannedRights: { _: 'chatBannedRights', viewMessages: true, untilDate: 0 },
    })
    const person: api.Peer = { _: 'peerUser', userId: BigInt(carol.key.userId ?? 0) }
    expect(await listed()).toMatchObject({ count: 2, participants: [{ peer }, { peer: person }] })
    expect(await listed('', { limit: 1 })).toMatchObject({ count: 2, participants: [{ peer }] })
    expect(await listed('', { offset: 1 })).toMatchObject({ count: 2, participants: [{ peer: person }] })
    expect(await listed('bobs_c')).toMatchObject({ count: 1, participants: [{ peer }] })
    expect((await listed('nobody')).participants).toEqual([])
    for (const sendAs of [mine, other]) {
      await expect(group.send(bob, 'hello?', { sendAs })).rejects.toThrow('SEND_AS_PEER_INVALID')
    }
    const own = [mine, other].map(({ channelId }) => ({ _: 'peerChannel', channelId }))
    for (const peer of own) expect(await peersOf(group, bob)).not.toContainEqual(peer)
    await group.send(bob, 'not as one of them')
    await ban(alice, undefined)
    expect(await listed()).toMatchObject({ count: 1, participants: [{ peer: person }] })
    for (const peer of own) expect(await peersOf(group, bob)).toContainEqual(peer)
    await group.send(bob, 'back', { sendAs: other })
    expect(await last(group, alice)).toMatchObject({ fromId: { _: 'peerChannel', channelId: other.channelId } })
    await server.close()
  })

  it('does not write as that of somebody else, or in chats without channels', async () => {
    const group = await publicGroup()
    const { server, alice, bob } = group
    await makeChannel(bob, 'bobs_channel')
    const resolved = await alice.call({ _: 'contacts.resolveUsername', username: 'bobs_channel' })
    const [chat] = resolved.chats
    if (chat?._ !== 'channel') throw new TypeError('a public channel is shown')
    const theirs: api.inputPeerChannel = {
      ...{ _: 'inputPeerChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n },
    }
    await expect(group.send(alice, 'x', { sendAs: theirs })).rejects.toThrow('SEND_AS_PEER_INVALID')
    await expect(group.send(alice, 'x', { sendAs: group.toBob })).rejects.toThrow('SEND_AS_PEER_INVALID')
    const save = { _: 'messages.saveDefaultSendAs', peer: group.peer(alice), sendAs: theirs } as const
    await expect(alice.call(save)).rejects.toThrow('SEND_AS_PEER_INVALID')
    await expect(group.send(alice, 'x', { peer: group.toBob, sendAs: theirs })).rejects.toThrow('SEND_AS_PEER_INVALID')
    await expect(alice.call({ _: 'channels.getSendAs', peer: group.toBob })).rejects.toThrow('PEER_ID_INVALID')
    await server.close()
  })
})

describe('a post of a broadcast channel', () => {
  it('is found by nobody by who wrote it', async () => {
    const channel = await openChannel('broadcast')
    const { server, alice, bob } = channel
    await channel.send(alice, 'a post')
    const search = { q: '', filter: { _: 'inputMessagesFilterEmpty' }, minDate: 0, maxDate: 0 } as const
    const page = { offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0, hash: 0n }
    const toAlice: api.InputPeer = { _: 'inputPeerSelf' }
    const asked = { _: 'messages.search', peer: channel.peer(alice), fromId: toAlice, ...search, ...page } as const
    expect(await alice.call(asked)).toMatchObject({ count: 0 })
    expect(await alice.call({ ...asked, fromId: channel.peer(alice) })).toMatchObject({ count: 2 })
    const { id } = await last(channel, bob)
    await expect(bob.call({ _: 'channels.getMessageAuthor', channel: channel.named(bob), id })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )
    const author = await alice.call({ _: 'channels.getMessageAuthor', channel: channel.named(alice), id })
    expect(author).toMatchObject({ firstName: 'Alice' })
    await server.close()
  })
})
