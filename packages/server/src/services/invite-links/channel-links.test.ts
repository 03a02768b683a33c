import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

let group: ChannelFixture
beforeEach(async () => {
  group = await openChannel('megagroup', { rateLimits: {} })
})
afterEach(() => group.server.close())

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

const id = (client: TestClient): bigint => BigInt(client.key.userId ?? 0)

async function link(
  client: TestClient,
  more: Partial<api.messages.exportChatInvite> = {},
  { peer } = group,
): Promise<api.chatInviteExported> {
  const exported = await client.call({ _: 'messages.exportChatInvite', peer: peer(client), ...more })
  if (exported._ !== 'chatInviteExported') throw new TypeError('that is no link')
  return exported
}

const hashOf = ({ link }: api.chatInviteExported): string => link.slice(link.indexOf('+') + 1)
const join = (invite: api.chatInviteExported): api.messages.importChatInvite => ({
  ...{ _: 'messages.importChatInvite', hash: hashOf(invite) },
})
const check = (invite: api.chatInviteExported): api.messages.checkChatInvite => ({
  ...{ _: 'messages.checkChatInvite', hash: hashOf(invite) },
})

async function enter(client: TestClient, invite: api.chatInviteExported): Promise<api.updates> {
  const joined = await client.call(join(invite))
  if (joined._ !== 'messages.chatInviteJoinResultOk' || joined.updates._ !== 'updates') throw new TypeError('not in')
  // As its own sessions keep what answers show.
  client.pushed.push(joined.updates)
  return joined.updates
}

const importers = (more: Partial<api.messages.getChatInviteImporters>): api.messages.getChatInviteImporters => ({
  ...{ _: 'messages.getChatInviteImporters', peer: group.peer(group.alice), offsetDate: 0, limit: 100 },
  ...{ offsetUser: { _: 'inputUserEmpty' } },
  ...more,
})

async function full(client: TestClient, { named } = group): Promise<api.channelFull> {
  const { fullChat } = await client.call({ _: 'channels.getFullChannel', channel: named(client) })
  if (fullChat._ !== 'channelFull') throw new TypeError('a channel is no group')
  return fullChat
}

async function promote(adminRights: Omit<api.chatAdminRights, '_'>): Promise<void> {
  const userId: api.inputUser = { ...group.toBob, _: 'inputUser' }
  await group.alice.call({
    ...{ _: 'channels.editAdmin', channel: group.named(group.alice), userId },
    adminRights: { _: 'chatAdminRights', ...adminRights },
  })
}

describe('a link into a supergroup', () => {
  it('brings whoever has it in, who reads and writes there, and all are told', async () => {
    const { server, alice, bob, carol } = group
    await group.send(alice, 'before')
    const invite = await link(alice, { title: 'for friends' })
    expect(await carol.call(check(invite))).toMatchObject({
      ...{ _: 'chatInvite', channel: true, megagroup: true, title: 'A channel', about: 'what it is about' },
      ...{ participantsCount: 2, broadcast: undefined, public: undefined },
    })
    group.taken(bob)
    const updates = await enter(carol, invite)
    expect(updates.updates.map(({ _ }) => _)).toEqual(['updateChannel', 'updateNewChannelMessage'])
    await server.told()
    const joined = { _: 'messageActionChatJoinedByLink', inviterId: id(alice) }
    expect(group.taken(bob)).toMatchObject([
      { _: 'updateNewChannelMessage', message: { fromId: { userId: id(carol) }, action: joined } },
    ])
    expect((await group.texts(carol)).slice(0, 2)).toEqual(['messageActionChatJoinedByLink', 'before'])
    await group.send(carol, 'hello')
    expect((await group.texts(bob))[0]).toBe('hello')
    expect(await refusal(carol, join(invite))).toBe('USER_ALREADY_PARTICIPANT')
    expect(await carol.call(check(invite))).toMatchObject({ _: 'chatInviteAlready', chat: { title: 'A channel' } })
    const came = await alice.call(importers({ link: invite.link }))
    expect(came).toMatchObject({ count: 1, importers: [{ userId: id(carol) }] })
    const { participant } = await carol.call({
      ...{ _: 'channels.getParticipant', channel: group.named(carol), participant: { _: 'inputPeerSelf' } },
    })
    expect(participant).toMatchObject({ _: 'channelParticipantSelf', inviterId: id(alice), viaRequest: undefined })
  })

  it('hides from who comes what was said before, where that is hidden', async () => {
    const { alice, carol } = group
    await group.send(alice, 'before')
    await alice.call({ _: 'channels.togglePreHistoryHidden', channel: group.named(alice), enabled: true })
    await enter(carol, await link(alice))
    expect(await group.texts(carol)).toEqual(['messageActionChatJoinedByLink'])
  })

  it('takes in nobody who is kept out, as many as it says, and nobody once its admin may not', async () => {
    const { alice, bob, carol } = group
    await promote({ inviteUsers: true })
    const [ofBob, single] = [await link(bob), await link(alice, { usageLimit: 1 })]
    await enter(carol, single)
    await carol.call({ _: 'channels.leaveChannel', channel: group.named(carol) })
    expect(await refusal(carol, join(single))).toBe('INVITE_HASH_EXPIRED')
    await enter(carol, ofBob)
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', viewMessages: true, untilDate: 0 }
    const ban = { _: 'channels.editBanned', channel: group.named(alice), participant: group.toCarol } as const
    await alice.call({ ...ban, bannedRights })
    for (const request of [join(ofBob), check(ofBob)]) expect(await refusal(carol, request)).toBe('INVITE_HASH_EXPIRED')
    await alice.call({ ...ban, bannedRights: { _: 'chatBannedRights', untilDate: 0 } })
    expect(await carol.call(check(ofBob))).toMatchObject({ _: 'chatInvite' })
    await promote({ deleteMessages: true })
    expect(await refusal(carol, join(ofBob))).toBe('INVITE_HASH_EXPIRED')
    expect(await refusal(bob, { _: 'messages.exportChatInvite', peer: group.peer(bob) })).toBe('CHAT_ADMIN_REQUIRED')
  })

  it('is over with the group', async () => {
    const { alice, carol } = group
    const invite = await link(alice)
    await alice.call({ _: 'channels.deleteChannel', channel: group.named(alice) })
    for (const request of [join(invite), check(invite)]) {
      expect(await refusal(carol, request)).toBe('INVITE_HASH_EXPIRED')
    }
  })

  it('is managed by its admin and the creator, and by nobody else in any way', async () => {
    const { alice, bob } = group
    const invite = await link(alice)
    const [permanent] = (
      await alice.call({
        ...{ _: 'messages.getExportedChatInvites', peer: group.peer(alice), adminId: { _: 'inputUserSelf' }, limit: 9 },
      })
    ).invites
    expect(await full(alice)).toMatchObject({ exportedInvite: permanent })
    const peer = group.peer(bob)
    const own: api.inputUserSelf = { _: 'inputUserSelf' }
    const ways: api.Method[] = [
      { _: 'messages.exportChatInvite', peer },
      { _: 'messages.getExportedChatInvite', peer, link: invite.link },
      { _: 'messages.editExportedChatInvite', peer, link: invite.link, revoked: true },
      { _: 'messages.deleteExportedChatInvite', peer, link: invite.link },
      { _: 'messages.getExportedChatInvites', peer, adminId: own, limit: 9 },
      { _: 'messages.deleteRevokedExportedChatInvites', peer, adminId: own },
      { _: 'messages.getAdminsWithInvites', peer },
      importers({ peer, link: invite.link }),
      importers({ peer, requested: true }),
      { _: 'messages.hideChatJoinRequest', peer, approved: true, userId: own },
      { _: 'messages.hideAllChatJoinRequests', peer, approved: true },
    ]
    for (const request of ways) expect(await refusal(bob, request), request._).toBe('CHAT_ADMIN_REQUIRED')
    expect(await full(bob)).toMatchObject({ exportedInvite: undefined, requestsPending: undefined })
    await promote({ inviteUsers: true })
    const ofBob = await link(bob)
    expect(await refusal(bob, { _: 'messages.getExportedChatInvite', peer, link: invite.link })).toBe(
      'CHAT_ADMIN_REQUIRED',
    )
    const admins = await alice.call({ _: 'messages.getAdminsWithInvites', peer: group.peer(alice) })
    expect(admins.admins.map(({ adminId }) => adminId)).toEqual([id(alice), id(bob)])
    const revoked = await alice.call({
      ...{ _: 'messages.editExportedChatInvite', peer: group.peer(alice), link: ofBob.link, revoked: true },
    })
    expect(revoked).toMatchObject({ invite: { link: ofBob.link, revoked: true } })
  })
})

describe('a link into a broadcast channel', () => {
  it('brings subscribers in without a word, and names nobody who is in it', async () => {
    const channel = await openChannel('broadcast', { rateLimits: {} })
    const { alice, bob, carol } = channel
    await carol.call({ ...addContact, id: { ...(await found(carol)), _: 'inputUser' } })
    const invite = await link(alice, {}, channel)
    const shown = await carol.call(check(invite))
    expect(shown).toMatchObject({ channel: true, broadcast: true, megagroup: undefined, participants: undefined })
    channel.taken(bob)
    const { updates } = await enter(carol, invite)
    expect(updates.map(({ _ }) => _)).toEqual(['updateChannel'])
    await channel.server.told()
    expect(channel.taken(bob)).toEqual([])
    expect(await channel.texts(carol)).toEqual(['messageActionChannelCreate'])
    await channel.server.close()
  })
})

const addContact = { _: 'contacts.addContact', firstName: 'Bob', lastName: '', phone: '' } as const
const found = async (client: TestClient): Promise<api.inputPeerUser> => {
  const { users } = await client.call({ _: 'contacts.resolvePhone', phone: '9996620002' })
  const [user] = users
  if (user?._ !== 'user') throw new TypeError('Bob can be found')
  return { _: 'inputPeerUser', userId: user.id, accessHash: user.accessHash ?? 0n }
}

describe('who asks to be let into a supergroup', () => {
  it('is decided by its admins, who are told', async () => {
    const { server, alice, bob, carol } = group
    await promote({ inviteUsers: true })
    const invite = await link(alice, { requestNeeded: true })
    await server.told()
    for (const client of [alice, bob]) group.taken(client)
    expect(await refusal(carol, join(invite))).toBe('INVITE_REQUEST_SENT')
    expect(await refusal(carol, join(invite))).toBe('INVITE_REQUEST_SENT')
    await server.told()
    const { channelId } = group.named(alice)
    const pending = {
      ...{ _: 'updatePendingJoinRequests', peer: { _: 'peerChannel', channelId } },
      ...{ requestsPending: 1, recentRequesters: [id(carol)] },
    }
    for (const client of [alice, bob]) expect(group.taken(client)).toEqual([pending])
    expect(await full(bob)).toMatchObject({ requestsPending: 1, recentRequesters: [id(carol)] })
    expect(await alice.call(importers({ requested: true, q: 'car' }))).toMatchObject({
      ...{ count: 1, importers: [{ requested: true, userId: id(carol) }] },
    })
    const userId: api.inputUser = { ...group.toCarol, _: 'inputUser' }
    const decision = { _: 'messages.hideChatJoinRequest', peer: group.peer(alice), approved: true, userId } as const
    const answer = await alice.call(decision)
    expect(answer).toMatchObject({ updates: [{ ...pending, requestsPending: 0, recentRequesters: [] }] })
    await server.told()
    expect((await group.texts(carol))[0]).toBe('messageActionChatJoinedByRequest')
    expect(group.taken(bob)).toEqual(
      expect.arrayContaining([expect.objectContaining({ ...pending, requestsPending: 0, recentRequesters: [] })]),
    )
    const { participant } = await carol.call({
      ...{ _: 'channels.getParticipant', channel: group.named(carol), participant: { _: 'inputPeerSelf' } },
    })
    expect(participant).toMatchObject({ _: 'channelParticipantSelf', inviterId: id(alice), viaRequest: true })
    expect(await alice.call(importers({ link: invite.link }))).toMatchObject({
      importers: [{ userId: id(carol), approvedBy: id(alice) }],
    })
    expect(await refusal(alice, decision)).toBe('HIDE_REQUESTER_MISSING')
  })

  it('asks no longer once invited or kept out', async () => {
    const { alice, carol } = group
    const invite = await link(alice, { requestNeeded: true })
    const channel = group.named(alice)
    expect(await refusal(carol, join(invite))).toBe('INVITE_REQUEST_SENT')
    await alice.call({ _: 'channels.inviteToChannel', channel, users: [{ ...group.toCarol, _: 'inputUser' }] })
    expect(await full(alice)).toMatchObject({ requestsPending: undefined })
    await group.server.told()
    await carol.call({ _: 'channels.leaveChannel', channel: group.named(carol) })
    expect(await refusal(carol, join(invite))).toBe('INVITE_REQUEST_SENT')
    expect(await full(alice)).toMatchObject({ requestsPending: 1 })
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', viewMessages: true, untilDate: 0 }
    await alice.call({ _: 'channels.editBanned', channel, participant: group.toCarol, bannedRights })
    expect(await full(alice)).toMatchObject({ requestsPending: undefined })
  })

  it('is refused or let in with all others at once', async () => {
    const { alice, carol } = group
    const invite = await link(alice, { requestNeeded: true })
    const peer = group.peer(alice)
    expect(await refusal(carol, join(invite))).toBe('INVITE_REQUEST_SENT')
    await alice.call({ _: 'messages.hideAllChatJoinRequests', peer, link: invite.link })
    expect(await full(alice)).toMatchObject({ participantsCount: 2, requestsPending: undefined })
    expect(await refusal(carol, join(invite))).toBe('INVITE_REQUEST_SENT')
    await alice.call({ _: 'messages.hideAllChatJoinRequests', peer, approved: true })
    expect(await full(alice)).toMatchObject({ participantsCount: 3, requestsPending: undefined })
  })

  it('is told to admins who were away', async () => {
    const { alice, carol } = group
    const { pts, qts, date } = await alice.call({ _: 'updates.getState' })
    expect(await refusal(carol, join(await link(alice, { requestNeeded: true })))).toBe('INVITE_REQUEST_SENT')
    const difference = await alice.call({ _: 'updates.getDifference', pts, qts, date: date - 1 })
    const others = 'otherUpdates' in difference ? difference.otherUpdates : []
    expect(others).toContainEqual(expect.objectContaining({ _: 'updatePendingJoinRequests', requestsPending: 1 }))
  })
})

describe('the log of admins', () => {
  it('says who came by which link, who was let in by whom, and what became of links', async () => {
    const { alice, bob, carol } = group
    const [invite, asking] = [await link(alice), await link(alice, { requestNeeded: true })]
    await enter(carol, invite)
    await carol.call({ _: 'channels.leaveChannel', channel: group.named(carol) })
    expect(await refusal(carol, join(asking))).toBe('INVITE_REQUEST_SENT')
    const peer = group.peer(alice)
    await alice.call({ _: 'messages.hideAllChatJoinRequests', peer, approved: true })
    await alice.call({ _: 'messages.editExportedChatInvite', peer, link: invite.link, title: 'friends' })
    await alice.call({ _: 'messages.editExportedChatInvite', peer, link: invite.link, revoked: true })
    await alice.call({ _: 'messages.deleteExportedChatInvite', peer, link: invite.link })
    const asked = { _: 'channels.getAdminLog', channel: group.named(alice), q: '', maxId: 0n, minId: 0n } as const
    const { events } = await alice.call({ ...asked, limit: 50 })
    const start = 'channelAdminLogEventAction'
    expect(events.map(({ userId, action }) => [userId, action._.slice(start.length)])).toEqual([
      ...[
        [id(alice), 'ExportedInviteDelete'],
        [id(alice), 'ExportedInviteRevoke'],
        [id(alice), 'ExportedInviteEdit'],
      ],
      ...[
        [id(carol), 'ParticipantJoinByRequest'],
        [id(carol), 'ParticipantLeave'],
      ],
      ...[
        [id(carol), 'ParticipantJoinByInvite'],
        [id(alice), 'ParticipantInvite'],
      ],
    ])
    const [, , edited, byRequest] = events
    expect(edited?.action).toMatchObject({ prevInvite: { title: undefined }, newInvite: { title: 'friends' } })
    expect(byRequest?.action).toMatchObject({ approvedBy: id(alice), invite: { link: asking.link } })
    expect(await refusal(bob, { ...asked, channel: group.named(bob), limit: 50 })).toBe('CHAT_ADMIN_REQUIRED')
  })
})
