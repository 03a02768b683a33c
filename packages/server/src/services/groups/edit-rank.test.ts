import type { api } from '@chappe/tl-codec/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { type GroupFixture, openGroup, updatesIn } from '../../testing/group.ts'
import type { TestClient } from '../../testing/test-server.ts'

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

const self: api.inputPeerSelf = { _: 'inputPeerSelf' }

describe('a title in a basic group', () => {
  let fixture: GroupFixture
  beforeAll(async () => {
    fixture = await openGroup({ rateLimits: {} })
  })
  afterAll(() => fixture.server.close())

  const titled = (rank: string, participant: api.InputPeer): api.messages.editChatParticipantRank => ({
    ...{ _: 'messages.editChatParticipantRank', peer: fixture.group, participant, rank },
  })

  it('is given by members to themselves and by the creator to all, and all are told', async () => {
    const { alice, bob, carol, group, text } = fixture
    const chatId = group.chatId
    fixture.news(carol)
    const answer = await bob.call(titled(' gardener ', self))
    const update = { _: 'updateChatParticipantRank', chatId, userId: fixture.id(bob), rank: 'gardener' }
    expect(updatesIn(answer)).toMatchObject([update])
    expect(fixture.news(carol)).toMatchObject([update])
    const toCarol: api.InputPeer = { ...(await fixture.user(alice, 'carol')), _: 'inputPeerUser' }
    await alice.call(titled('cook', toCarol))
    const { fullChat } = await bob.call({ _: 'messages.getFullChat', chatId })
    const participants = fullChat._ === 'chatFull' ? fullChat.participants : undefined
    expect(participants).toMatchObject({ participants: [{ rank: undefined }, { rank: 'gardener' }, { rank: 'cook' }] })
    await bob.call(text(group, 'hello'))
    expect((await fixture.history(carol, group))[0]).toMatchObject({ message: 'hello', fromRank: 'gardener' })
    await bob.call(titled('', self))
    await bob.call(text(group, 'again'))
    const [again] = await fixture.history(carol, group)
    expect(again).toMatchObject({ message: 'again' })
    expect(again).not.toHaveProperty('fromRank', expect.anything())
  })

  it('is refused to who may not give it, and as what can be none', async () => {
    const { alice, bob, dave } = fixture
    const toAlice: api.InputPeer = { ...(await fixture.user(bob, 'alice')), _: 'inputPeerUser' }
    expect(await refusal(bob, titled('queen', toAlice))).toBe('CHAT_ADMIN_REQUIRED')
    expect(await refusal(dave, titled('guest', self))).toBe('PEER_ID_INVALID')
    expect(await refusal(bob, titled('x'.repeat(17), self))).toBe('ADMIN_RANK_INVALID')
    expect(await refusal(bob, titled('🌱', self))).toBe('ADMIN_RANK_EMOJI_NOT_ALLOWED')
    await bob.call(titled('gardener', self))
    expect(await refusal(bob, titled('gardener', self))).toBe('CHAT_NOT_MODIFIED')
    const toDave: api.InputPeer = { ...(await fixture.user(alice, 'dave')), _: 'inputPeerUser' }
    expect(await refusal(alice, titled('guest', toDave))).toBe('USER_NOT_PARTICIPANT')
  })

  it('goes along into the supergroup that the group becomes', async () => {
    const { alice, bob, group } = fixture
    await alice.call({ _: 'messages.migrateChat', chatId: group.chatId })
    const chat = await fixture.shown(bob)
    const channel = chat?._ === 'chat' ? chat.migratedTo : undefined
    if (channel === undefined) throw new TypeError('the group leads to a supergroup')
    const { participant } = await bob.call({ _: 'channels.getParticipant', channel, participant: self })
    expect(participant).toMatchObject({ rank: 'gardener' })
  })
})

describe('a title in a supergroup', () => {
  let group: ChannelFixture
  beforeAll(async () => {
    group = await openChannel('megagroup', { rateLimits: {} })
  })
  afterAll(() => group.server.close())

  it('stands with what its owner writes, and in the log of admins', async () => {
    const { server, alice, bob } = group
    await alice.call({
      ...{ _: 'messages.editChatParticipantRank', peer: group.peer(alice), participant: group.toBob, rank: 'cook' },
    })
    await server.told()
    const { channelId } = group.named(bob)
    expect(group.taken(bob)).toContainEqual({ _: 'updateChannel', channelId })
    await group.send(bob, 'soup')
    expect((await group.history(alice)).messages[0]).toMatchObject({ message: 'soup', fromRank: 'cook' })
    const channel = group.named(alice)
    const bannedRights: api.chatBannedRights = { _: 'chatBannedRights', sendPolls: true, untilDate: 0 }
    await alice.call({ _: 'channels.editBanned', channel, participant: group.toBob, bannedRights })
    const { participant } = await alice.call({ _: 'channels.getParticipant', channel, participant: group.toBob })
    expect(participant).toMatchObject({ _: 'channelParticipantBanned', rank: 'cook' })
    const { events } = await alice.call({ _: 'channels.getAdminLog', channel, q: '', maxId: 0n, minId: 0n, limit: 9 })
    expect(events.map(({ action }) => action)).toContainEqual(
      expect.objectContaining({ _: 'channelAdminLogEventActionParticipantEditRank', prevRank: '', newRank: 'cook' }),
    )
  })

  it('of an admin is changed by whoever may change the admin alone', async () => {
    const { alice, bob } = group
    const userId: api.inputUser = { ...group.toBob, _: 'inputUser' }
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', manageRanks: true }
    await alice.call({ _: 'channels.editAdmin', channel: group.named(alice), userId, adminRights })
    const named = await bob.call({ _: 'channels.getParticipants', ...admins, channel: group.named(bob) })
    const users = named._ === 'channels.channelParticipants' ? named.users : []
    const creator = users.find((user) => user._ === 'user' && user.firstName === 'Alice')
    if (creator?._ !== 'user') throw new TypeError('Alice is an admin')
    const toAlice: api.InputPeer = { _: 'inputPeerUser', userId: creator.id, accessHash: creator.accessHash ?? 0n }
    const request = { _: 'messages.editChatParticipantRank', peer: group.peer(bob), rank: 'queen' } as const
    expect(await refusal(bob, { ...request, participant: toAlice })).toBe('CHAT_ADMIN_REQUIRED')
    await bob.call({ ...request, participant: self })
  })
})

const admins = { filter: { _: 'channelParticipantsAdmins' }, offset: 0, limit: 9, hash: 0n } as const
