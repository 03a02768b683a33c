import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

type Asked = Partial<Omit<api.channels.getAdminLog, '_' | 'channel'>>

async function logOf(group: ChannelFixture, client: TestClient, asked: Asked = {}) {
  const all = { q: '', maxId: 0n, minId: 0n, limit: 100 }
  return client.call({ _: 'channels.getAdminLog', channel: group.named(client), ...all, ...asked })
}

/** What was done, newest first, without the words that all names begin with. */
async function kindsIn(group: ChannelFixture, asked: Asked = {}): Promise<string[]> {
  const { events } = await logOf(group, group.alice, asked)
  return events.map(({ action }) => action._.replace('channelAdminLogEventAction', ''))
}

const filter = (names: Omit<api.channelAdminLogEventsFilter, '_'>): Asked => ({
  eventsFilter: { _: 'channelAdminLogEventsFilter', ...names },
})

async function idOfLast(group: ChannelFixture): Promise<number> {
  return (await group.history(group.alice)).messages[0]?.id ?? 0
}

/** A supergroup in which a good deal was done. */
async function busyGroup(): Promise<ChannelFixture> {
  const group = await openChannel('megagroup')
  const { alice, bob, carol } = group
  const channel = group.named(alice)
  const peer = group.peer(alice)
  await alice.call({ _: 'channels.editTitle', channel, title: 'Parliament of Owls' })
  await alice.call({ _: 'messages.editChatAbout', peer, about: 'owls alone' })
  await group.send(bob, 'helo')
  const id = await idOfLast(group)
  await bob.call({ _: 'messages.editMessage', peer: group.peer(bob), id, message: 'hello' })
  await alice.call({ _: 'messages.updatePinnedMessage', peer, id })
  await alice.call({ _: 'messages.updatePinnedMessage', peer, id, unpin: true })
  await alice.call({ _: 'channels.deleteMessages', channel, id: [id] })
  await alice.call({ _: 'channels.togglePreHistoryHidden', channel, enabled: true })
  await alice.call({ _: 'channels.updateUsername', channel, username: 'parliament' })
  const named = await carol.call({ _: 'contacts.resolveUsername', username: 'parliament' })
  const [chat] = named.chats
  if (chat?._ !== 'channel') throw new TypeError('a public group is shown')
  const carols: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  await carol.call({ _: 'channels.joinChannel', channel: carols })
  await carol.call({ _: 'channels.leaveChannel', channel: carols })
  const userId: api.inputUser = { ...group.toBob, _: 'inputUser' }
  const rights = (more: Omit<api.chatAdminRights, '_'>): api.chatAdminRights => ({ _: 'chatAdminRights', ...more })
  await alice.call({ _: 'channels.editAdmin', channel, userId, adminRights: rights({ banUsers: true }) })
  await alice.call({ _: 'channels.editAdmin', channel, userId, adminRights: rights({}) })
  const ban = (more: Omit<api.chatBannedRights, '_' | 'untilDate'>): Promise<unknown> => {
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', untilDate: 0, ...more }
    return alice.call({ _: 'channels.editBanned', channel, participant: group.toBob, bannedRights })
  }
  await ban({ sendPolls: true })
  await ban({})
  await ban({ viewMessages: true })
  await ban({})
  const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', sendGames: true, untilDate: 0 }
  await alice.call({ _: 'messages.editChatDefaultBannedRights', peer, bannedRights })
  return group
}

const done = [
  'DefaultBannedRights',
  'ParticipantToggleBan',
  'ParticipantToggleBan',
  'ParticipantToggleBan',
  'ParticipantToggleBan',
  'ParticipantToggleAdmin',
  'ParticipantToggleAdmin',
  'ParticipantLeave',
  'ParticipantJoin',
  'ChangeUsername',
  'TogglePreHistoryHidden',
  'DeleteMessage',
  'UpdatePinned',
  'UpdatePinned',
  'EditMessage',
  'ChangeAbout',
  'ChangeTitle',
  'ParticipantInvite',
]

describe('the admin log', () => {
  it('has all that was done, newest first, page by page, and names everybody in it', async () => {
    const group = await busyGroup()
    expect(await kindsIn(group)).toEqual(done)
    const whole = await logOf(group, group.alice)
    expect(whole.users.map((user) => user._ === 'user' && user.firstName).sort()).toEqual(['Alice', 'Bob', 'Carol'])
    expect(whole.chats).toMatchObject([{ _: 'channel', title: 'Parliament of Owls' }])

    const paged: api.ChannelAdminLogEvent[] = []
    for (let maxId = 0n; ; ) {
      const { events } = await logOf(group, group.alice, { limit: 5, maxId })
      paged.push(...events)
      const last = events.at(-1)
      if (last === undefined) break
      maxId = last.id
    }
    expect(paged).toEqual(whole.events)
    const [newest, second] = whole.events
    expect((await logOf(group, group.alice, { minId: second?.id ?? 0n })).events).toEqual([newest])
    await group.server.close()
  })

  it('shows what was before and after, whoever looks', async () => {
    const group = await busyGroup()
    const { events } = await logOf(group, group.alice)
    const actions = events.map(({ action }) => action)
    const bobsId = group.toBob.userId
    expect(actions.find(({ _ }) => _ === 'channelAdminLogEventActionEditMessage')).toMatchObject({
      prevMessage: { message: 'helo', fromId: { userId: bobsId } },
      newMessage: { message: 'hello' },
    })
    const pins = actions.filter(({ _ }) => _ === 'channelAdminLogEventActionUpdatePinned')
    expect(pins).toMatchObject([{ message: { message: 'hello', pinned: undefined } }, { message: { pinned: true } }])
    expect(actions.find(({ _ }) => _ === 'channelAdminLogEventActionDeleteMessage')).toMatchObject({
      message: { message: 'hello', out: undefined },
    })
    const bans = actions.filter(({ _ }) => _ === 'channelAdminLogEventActionParticipantToggleBan')
    expect(bans).toMatchObject([
      {
        prevParticipant: { left: true, bannedRights: { viewMessages: true } },
        newParticipant: { _: 'channelParticipantLeft' },
      },
      { prevParticipant: { _: 'channelParticipant' }, newParticipant: { bannedRights: { viewMessages: true } } },
      { prevParticipant: { bannedRights: { sendPolls: true } }, newParticipant: { _: 'channelParticipant' } },
      {
        prevParticipant: { _: 'channelParticipant' },
        newParticipant: { _: 'channelParticipantBanned', left: undefined },
      },
    ])
    await group.server.close()
  })

  it('is filtered by what was done, by whom, and by words and names', async () => {
    const group = await busyGroup()
    expect(await kindsIn(group, filter({ info: true }))).toEqual(['ChangeUsername', 'ChangeAbout', 'ChangeTitle'])
    expect(await kindsIn(group, filter({ join: true, leave: true }))).toEqual(['ParticipantLeave', 'ParticipantJoin'])
    expect(await kindsIn(group, filter({ invite: true }))).toEqual(['ParticipantInvite'])
    expect(await kindsIn(group, filter({ settings: true }))).toEqual(['DefaultBannedRights', 'TogglePreHistoryHidden'])
    for (const name of ['ban', 'unban', 'kick', 'unkick'] as const) {
      expect(await kindsIn(group, filter({ [name]: true })), name).toEqual(['ParticipantToggleBan'])
    }
    for (const name of ['promote', 'demote'] as const) {
      expect(await kindsIn(group, filter({ [name]: true })), name).toEqual(['ParticipantToggleAdmin'])
    }
    const messages = filter({ edit: true, delete: true, pinned: true })
    expect(await kindsIn(group, messages)).toEqual(['DeleteMessage', 'UpdatePinned', 'UpdatePinned', 'EditMessage'])
    for (const name of ['groupCall', 'invites', 'send', 'forums', 'subExtend', 'editRank'] as const) {
      expect(await kindsIn(group, filter({ [name]: true })), name).toEqual([])
    }
    expect(await kindsIn(group, filter({}))).toEqual(done)

    const bob: api.inputUser = { ...group.toBob, _: 'inputUser' }
    expect(await kindsIn(group, { admins: [bob] })).toEqual(['EditMessage'])
    expect(await kindsIn(group, { q: 'OWLS' })).toEqual(['ChangeAbout', 'ChangeTitle'])
    expect(await kindsIn(group, { q: 'helo' })).toEqual(['EditMessage'])
    expect(await kindsIn(group, { q: 'carol' })).toEqual(['ParticipantLeave', 'ParticipantJoin'])
    expect(await kindsIn(group, { q: 'bob', ...filter({ kick: true, edit: true, info: true }) })).toEqual([
      'ParticipantToggleBan',
      'EditMessage',
    ])
    await expect(logOf(group, group.alice, { q: 'x'.repeat(65) })).rejects.toThrow('SEARCH_QUERY_INVALID')
    await group.server.close()
  })

  it('is for admins alone, and forgets what is older than 48 hours', async () => {
    const group = await openChannel('megagroup')
    const { alice, bob, server } = group
    await expect(logOf(group, bob)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    server.clock.now += 24 * 3600_000
    await alice.call({ _: 'channels.editTitle', channel: group.named(alice), title: 'Another' })
    server.clock.now += 25 * 3600_000
    expect(await kindsIn(group)).toEqual(['ChangeTitle'])
    await server.upkeep()
    expect(await kindsIn(group)).toEqual(['ChangeTitle'])
    server.clock.now += 24 * 3600_000
    await server.upkeep()
    expect(await kindsIn(group)).toEqual([])
    await server.close()
  })
})
