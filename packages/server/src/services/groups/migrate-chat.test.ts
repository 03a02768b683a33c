import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GroupFixture, openGroup, said, updatesIn } from '../../testing/group.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

let fixture: GroupFixture
beforeEach(async () => {
  fixture = await openGroup({ rateLimits: {} })
})
afterEach(() => fixture.server.close())

const chatId = (): bigint => fixture.group.chatId
const migrate = (): api.messages.migrateChat => ({ _: 'messages.migrateChat', chatId: chatId() })

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

/** The supergroup as somebody finds it by the group that it was. */
async function supergroup(client: TestClient): Promise<api.inputChannel> {
  const chat = await fixture.shown(client)
  const to = chat?._ === 'chat' ? chat.migratedTo : undefined
  if (to?._ !== 'inputChannel') throw new TypeError('the group leads to no supergroup')
  return to
}

async function full(client: TestClient): Promise<api.channelFull> {
  const { fullChat } = await client.call({ _: 'channels.getFullChannel', channel: await supergroup(client) })
  if (fullChat._ !== 'channelFull') throw new TypeError('a supergroup is no group')
  return fullChat
}

const peerOf = async (client: TestClient): Promise<api.inputPeerChannel> => ({
  ...(await supergroup(client)),
  _: 'inputPeerChannel',
})

async function saidThere(client: TestClient): Promise<string[]> {
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }
  const result = await client.call({ _: 'messages.getHistory', peer: await peerOf(client), ...page })
  return 'messages' in result ? result.messages.map(said) : []
}

describe('a group that becomes a supergroup', () => {
  it('has all its members there, says so on both sides, and takes nothing more itself', async () => {
    const { alice, bob, carol, group, text } = fixture
    await bob.call(text(group, 'before'))
    for (const client of [alice, bob]) client.pushed.length = 0
    const updates = await alice.call(migrate())
    expect(updatesIn(updates).map(({ _ }) => _)).toEqual([
      ...['updateChannel', 'updateNewChannelMessage', 'updateNewMessage'],
    ])
    const chats = 'chats' in updates ? updates.chats : []
    const { channelId } = await supergroup(alice)
    expect(chats.map(({ _, id }) => [_, id]).sort()).toEqual([
      ['channel', channelId],
      ['chat', chatId()],
    ])
    const told = fixture.news(bob).map(({ _ }) => _)
    expect(told).toEqual(expect.arrayContaining(['updateNewMessage', 'updateChat', 'updateChannel']))
    for (const client of [alice, bob, carol]) {
      expect(await fixture.shown(client)).toMatchObject({ deactivated: true, left: undefined, participantsCount: 0 })
      const [last, before] = await fixture.history(client, group)
      expect(last).toMatchObject({ action: { _: 'messageActionChatMigrateTo', channelId } })
      expect(said(before)).toBe('before')
      expect(await full(client)).toMatchObject({
        ...{ participantsCount: 3, migratedFromChatId: chatId(), migratedFromMaxId: last?.id, unreadCount: 0 },
        // Nobody has become anonymous by it.
        defaultSendAs: undefined,
      })
      expect(await saidThere(client)).toEqual(['messageActionChannelMigrateFrom'])
      expect(await refusal(client, text(group, 'more'))).toBe('CHAT_WRITE_FORBIDDEN')
    }
    await alice.call(text(await peerOf(alice), 'by name'))
    await carol.call(text(await peerOf(carol), 'here we are'))
    await fixture.server.told()
    expect(await saidThere(bob)).toEqual(['here we are', 'by name', 'messageActionChannelMigrateFrom'])
    expect(fixture.news(bob)).toMatchObject([
      { _: 'updateNewChannelMessage', message: { message: 'by name', fromId: { userId: fixture.id(alice) } } },
      { _: 'updateNewChannelMessage', message: { message: 'here we are' } },
    ])
    const found = await bob.call({
      ...{ _: 'messages.search', peer: group, q: 'before', filter: { _: 'inputMessagesFilterEmpty' } },
      ...{ minDate: 0, maxDate: 0, offsetId: 0, addOffset: 0, limit: 9, maxId: 0, minId: 0, hash: 0n },
    })
    expect('messages' in found ? found.messages.map(said) : []).toEqual(['before'])
  })

  it('takes its admins, rights, links, requests and what people have set along', async () => {
    const { alice, bob, dave, group } = fixture
    const userId = await fixture.user(alice, 'bob')
    await alice.call({ _: 'messages.editChatAdmin', chatId: chatId(), userId, isAdmin: true })
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', sendPolls: true, untilDate: 0 }
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer: group, bannedRights })
    await alice.call({ _: 'messages.editChatAbout', peer: group, about: 'plants' })
    const availableReactions: api.ChatReactions = { _: 'chatReactionsNone' }
    await alice.call({ _: 'messages.setChatAvailableReactions', peer: group, availableReactions })
    await alice.call({ _: 'messages.setHistoryTTL', peer: group, period: 86_400 })
    const exported = await bob.call({ _: 'messages.exportChatInvite', peer: group, requestNeeded: true })
    if (exported._ !== 'chatInviteExported') throw new TypeError('that is no link')
    const hash = exported.link.slice(exported.link.indexOf('+') + 1)
    expect(await refusal(dave, { _: 'messages.importChatInvite', hash })).toBe('INVITE_REQUEST_SENT')
    const peer: api.inputNotifyPeer = { _: 'inputNotifyPeer', peer: group }
    const settings: api.inputPeerNotifySettings = { _: 'inputPeerNotifySettings', muteUntil: 2 ** 31 - 1 }
    await bob.call({ _: 'account.updateNotifySettings', peer, settings })
    await bob.call({ _: 'folders.editPeerFolders', folderPeers: [{ _: 'inputFolderPeer', peer: group, folderId: 1 }] })
    await alice.call(migrate())
    const shown = await full(bob)
    expect(shown).toMatchObject({
      ...{
        about: 'plants',
        ttlPeriod: 86_400,
        availableReactions,
        requestsPending: 1,
        recentRequesters: [fixture.id(dave)],
        adminsCount: 2,
      },
      ...{ notifySettings: { muteUntil: 2 ** 31 - 1 }, folderId: 1 },
    })
    const { chats } = await bob.call({ _: 'channels.getChannels', id: [await supergroup(bob)] })
    expect(chats[0]).toMatchObject({ adminRights: { banUsers: true }, defaultBannedRights: { sendPolls: true } })
    await alice.call({ _: 'messages.hideAllChatJoinRequests', peer: await peerOf(alice), approved: true })
    expect(await full(alice)).toMatchObject({ participantsCount: 4 })
    expect(await dave.call({ _: 'messages.checkChatInvite', hash })).toMatchObject({ _: 'chatInviteAlready' })
    const { invites } = await bob.call({
      ...{ _: 'messages.getExportedChatInvites', peer: await peerOf(bob), adminId: { _: 'inputUserSelf' }, limit: 9 },
    })
    expect(invites).toContainEqual(expect.objectContaining({ link: exported.link, usage: 1 }))
  })

  it('is nothing to those who had gone, and keeps out whoever was thrown out', async () => {
    const { alice, bob, carol } = fixture
    const exported = await alice.call({ _: 'messages.exportChatInvite', peer: fixture.group })
    if (exported._ !== 'chatInviteExported') throw new TypeError('that is no link')
    const hash = exported.link.slice(exported.link.indexOf('+') + 1)
    await bob.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' } })
    const userId = await fixture.user(alice, 'carol')
    await alice.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId })
    await alice.call(migrate())
    expect(await fixture.shown(bob)).toMatchObject({ left: true, migratedTo: undefined })
    expect(await fixture.shown(carol)).toMatchObject({ _: 'chatForbidden' })
    expect(await refusal(carol, { _: 'messages.importChatInvite', hash })).toBe('INVITE_HASH_EXPIRED')
    await bob.call({ _: 'messages.importChatInvite', hash })
    expect(await full(bob)).toMatchObject({ participantsCount: 2, migratedFromChatId: chatId() })
  })

  it('becomes one once, by its creator, and is no more to be deleted', async () => {
    const { alice, bob, dave } = fixture
    expect(await refusal(bob, migrate())).toBe('CHAT_ADMIN_REQUIRED')
    expect(await refusal(dave, migrate())).toBe('CHAT_ID_INVALID')
    await alice.call(migrate())
    const first = await supergroup(alice)
    const again = await alice.call(migrate())
    expect(updatesIn(again)).toEqual([{ _: 'updateChannel', channelId: first.channelId }])
    expect(await supergroup(alice)).toEqual(first)
    expect(await refusal(bob, migrate())).toBe('USER_NOT_PARTICIPANT')
    for (const request of [
      { _: 'messages.deleteChat', chatId: chatId() },
      { _: 'messages.addChatUser', chatId: chatId(), userId: await fixture.user(alice, 'dave'), fwdLimit: 0 },
      { _: 'messages.editChatTitle', chatId: chatId(), title: 'Other' },
    ] as const) {
      expect(await refusal(alice, request), request._).not.toBe('none')
    }
    const { chats } = await alice.call({
      ...{ _: 'messages.getCommonChats', userId: await fixture.user(alice, 'bob'), maxId: 0n, limit: 9 },
    })
    expect(chats.map(({ _ }) => _)).toEqual(['channel'])
    for (const { run } of fixture.server.rpc.upkeep) await run(fixture.now())
    expect((await fixture.history(bob, fixture.group)).length).toBe(2)
  })

  it('is told to devices that were away', async () => {
    const { alice, bob, server } = fixture
    const { pts, qts, date } = await bob.call({ _: 'updates.getState' })
    await alice.call(migrate())
    const laptop = await signIn(server, '9996620002')
    const difference = await laptop.call({ _: 'updates.getDifference', pts, qts, date: date - 1 })
    if (difference._ !== 'updates.difference') throw new TypeError(`there is ${difference._}`)
    expect(difference.newMessages.map(said)).toContain('messageActionChatMigrateTo')
    const { channelId } = await supergroup(bob)
    expect(difference.otherUpdates).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ _: 'updateChannel', channelId }),
        expect.objectContaining({ _: 'updateChat', chatId: chatId() }),
      ]),
    )
    expect(difference.chats.map(({ _ }) => _).sort()).toEqual(['channel', 'chat'])
  })
})
