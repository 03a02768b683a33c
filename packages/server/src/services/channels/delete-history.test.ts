import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { openChannel } from '../../testing/channel.ts'
import { signIn } from '../../testing/test-server.ts'

describe('the history of a channel', () => {
  it('is hidden from one member, on all devices of that one and from nobody else', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    for (const text of ['one', 'two', 'three']) await group.send(alice, text)
    const second = await signIn(server, '9996620002')
    const before = await second.call({ _: 'updates.getState' })
    group.taken(second)
    const { channelId } = group.named(bob)
    const told = await bob.call({ _: 'channels.deleteHistory', channel: group.named(bob), maxId: 4 })
    const update = { _: 'updateChannelAvailableMessages', channelId, availableMinId: 4 }
    expect('updates' in told && told.updates).toEqual([update])
    await server.told()
    expect(group.taken(second)).toEqual([update])
    expect(await group.texts(bob)).toEqual(['three'])
    expect(await group.dialog(bob)).toMatchObject({ topMessage: 5, unreadCount: 1, readInboxMaxId: 4 })
    expect(await group.texts(alice)).toHaveLength(5)
    const missed = await second.call({
      _: 'updates.getDifference',
      pts: before.pts,
      date: before.date,
      qts: before.qts,
    })
    expect('otherUpdates' in missed && missed.otherUpdates).toContainEqual(update)

    await bob.call({ _: 'channels.deleteHistory', channel: group.named(bob), maxId: 0 })
    expect(await group.texts(bob)).toEqual([])
    expect(await group.dialog(bob)).toMatchObject({ topMessage: 0, unreadCount: 0 })
    await group.send(alice, 'four')
    expect(await group.texts(bob)).toEqual(['four'])
    expect(await group.dialog(bob)).toMatchObject({ unreadCount: 1 })
    await server.close()
  })

  it('is deleted for everybody by who may delete, step by step, but for how it began', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    for (let i = 0; i < 120; i++) await group.send(i % 2 === 0 ? alice : bob, String(i))
    group.taken(bob)
    const channel = group.named(bob)
    await expect(bob.call({ _: 'channels.deleteHistory', channel, maxId: 0, forEveryone: true })).rejects.toThrow(
      'CHAT_ADMIN_REQUIRED',
    )
    await alice.call({ _: 'channels.deleteHistory', channel: group.named(alice), maxId: 121, forEveryone: true })
    expect(await group.texts(bob)).toEqual(['119', 'messageActionChannelCreate'])
    await server.told()
    const deleted = group
      .taken(bob)
      .flatMap((one) => (one._ === 'updateDeleteChannelMessages' ? one.messages : []))
      .sort((a, b) => a - b)
    expect(deleted).toEqual(Array.from({ length: 120 }, (_, at) => at + 2))
    await server.close()
  })
})

describe('what one member wrote', () => {
  it('is deleted by an admin, a hundred at a time, and nothing else', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    for (let i = 0; i < 105; i++) await group.send(bob, String(i))
    await group.send(alice, 'mine')
    const request = { _: 'channels.deleteParticipantHistory', channel: group.named(alice) } as const
    const own: api.InputPeer = { _: 'inputPeerSelf' }
    await expect(bob.call({ ...request, channel: group.named(bob), participant: own })).rejects.toThrow(
      'MESSAGE_DELETE_FORBIDDEN',
    )
    const first = await alice.call({ ...request, participant: group.toBob })
    expect(first).toMatchObject({ ptsCount: 100, offset: 1 })
    const second = await alice.call({ ...request, participant: group.toBob })
    expect(second).toMatchObject({ ptsCount: 5, offset: 0, pts: first.pts + 5 })
    expect(await group.texts(bob)).toEqual(['mine', 'messageActionChatAddUser', 'messageActionChannelCreate'])
    expect(await alice.call({ ...request, participant: own })).toMatchObject({ ptsCount: 2, offset: 0 })
    expect(await group.texts(bob)).toEqual(['messageActionChannelCreate'])
    await server.close()
  })

  it('as the group is deleted apart from what the same one wrote as oneself', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', anonymous: true }
    const userId: api.inputUser = { ...toBob, _: 'inputUser' }
    await alice.call({ _: 'channels.editAdmin', channel: group.named(alice), userId, adminRights })
    await group.send(bob, 'as myself', { sendAs: { _: 'inputPeerSelf' } })
    await group.send(bob, 'as the group')
    const request = { _: 'channels.deleteParticipantHistory', channel: group.named(alice) } as const
    expect(await alice.call({ ...request, participant: toBob })).toMatchObject({ ptsCount: 1, offset: 0 })
    expect(await group.texts(bob)).toContain('as the group')
    expect(await alice.call({ ...request, participant: group.peer(alice) })).toMatchObject({ ptsCount: 1, offset: 0 })
    expect(await group.texts(bob)).not.toContain('as the group')
    await server.close()
  })
})
