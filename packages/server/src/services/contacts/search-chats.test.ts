import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

let channel: ChannelFixture
beforeEach(async () => {
  channel = await openChannel('broadcast', { rateLimits: {} })
})
afterEach(() => channel.server.close())

function search(client: TestClient, q: string, more: Partial<api.contacts.search> = {}): Promise<api.contacts.Found> {
  return client.call({ _: 'contacts.search', q, limit: 10, ...more })
}

describe('searching chats by name', () => {
  it('finds those that one is in by words of their titles, and nobody else’s', async () => {
    const { alice, bob, carol } = channel
    const named = { _: 'peerChannel', channelId: channel.named(alice).channelId }
    await alice.call({ _: 'messages.createChat', title: 'Chess channel of friends', users: [] })
    expect(await search(bob, 'chan')).toMatchObject({
      myResults: [named],
      results: [],
      chats: [{ title: 'A channel' }],
    })
    expect(await search(alice, 'chan')).toMatchObject({ myResults: [named, { _: 'peerChat' }] })
    expect(await search(alice, 'chan', { broadcasts: true })).toMatchObject({ myResults: [named] })
    expect(await search(alice, 'friends chess')).toMatchObject({ myResults: [{ _: 'peerChat' }] })
    expect(await search(alice, 'chan', { bots: true })).toMatchObject({ myResults: [], results: [], chats: [] })
    expect(await search(carol, 'channel')).toMatchObject({ myResults: [], results: [], chats: [] })
  })

  it('finds public ones by the beginning of their usernames, unless they keep one out', async () => {
    const { alice, carol, toCarol } = channel
    const named = channel.named(alice)
    await alice.call({ _: 'channels.updateUsername', channel: named, username: 'daily_news' })
    const found = { _: 'peerChannel', channelId: named.channelId }
    expect(await search(carol, 'daily')).toMatchObject({
      ...{ myResults: [], results: [found], chats: [{ left: true, username: 'daily_news' }] },
    })
    expect(await search(carol, 'daily', { broadcasts: true })).toMatchObject({ results: [found] })
    expect(await search(alice, 'daily')).toMatchObject({ myResults: [found], results: [] })
    const forEver = { _: 'chatBannedRights', viewMessages: true, untilDate: 0 } as const
    await alice.call({ _: 'channels.editBanned', channel: named, participant: toCarol, bannedRights: forEver })
    expect(await search(carol, 'daily')).toMatchObject({ myResults: [], results: [], chats: [] })
  })
})

describe('searching public chats by title', () => {
  it('finds them by the beginnings of words, as they are called now', async () => {
    const { alice, carol } = channel
    const named = channel.named(alice)
    const found = async (q: string): Promise<string[]> => {
      const { results, chats } = await search(carol, q)
      expect(chats).toHaveLength(results.length)
      return chats.map((chat) => ('title' in chat ? chat.title : chat._))
    }
    await alice.call({ _: 'channels.editTitle', channel: named, title: 'Café of Birds' })
    expect(await found('birds')).toEqual([])
    await alice.call({ _: 'channels.updateUsername', channel: named, username: 'some_name' })
    for (const q of ['birds', 'cafe bir', 'CAFÉ', 'some_n']) expect(await found(q)).toEqual(['Café of Birds'])
    expect(await found('irds')).toEqual([])
    await alice.call({ _: 'channels.editTitle', channel: named, title: 'Fish' })
    expect(await found('birds')).toEqual([])
    expect(await found('fish')).toEqual(['Fish'])
    await alice.call({ _: 'channels.updateUsername', channel: named, username: '' })
    expect(await found('fish')).toEqual([])
  })
})

describe('groups in common', () => {
  it('are supergroups that show their members, and basic groups, by their numbers', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob, toCarol } = group
    const users: api.InputUser[] = [{ ...toBob, _: 'inputUser' }]
    await alice.call({ _: 'messages.createChat', title: 'Friends', users })
    const common = async (more: Partial<api.messages.getCommonChats> = {}): Promise<string[]> => {
      const userId: api.InputUser = { ...toBob, _: 'inputUser' }
      const { chats } = await alice.call({ _: 'messages.getCommonChats', userId, maxId: 0n, limit: 10, ...more })
      return chats.map((chat) => ('title' in chat ? chat.title : chat._))
    }
    const { channelId } = group.named(alice)
    expect((await common()).sort()).toEqual(['A channel', 'Friends'])
    expect(await common({ limit: 1 })).toEqual(['A channel'])
    expect(await common({ maxId: channelId })).toEqual(['Friends'])
    expect(await common({ userId: { ...toCarol, _: 'inputUser' } })).toEqual([])
    const full = await alice.call({ _: 'users.getFullUser', id: { ...toBob, _: 'inputUser' } })
    expect(full.fullUser.commonChatsCount).toBe(2)

    await alice.call({ _: 'channels.toggleParticipantsHidden', channel: group.named(alice), enabled: true })
    expect(await common()).toHaveLength(2)
    const [self] = await alice.call({ _: 'users.getUsers', id: [{ _: 'inputUserSelf' }] })
    const { messages } = await group.history(bob)
    const msgId = messages.find((message) => message._ === 'messageService' && message.out !== true)?.id ?? 0
    const toAlice = { _: 'inputUserFromMessage', peer: group.peer(bob), msgId, userId: self?.id ?? 0n } as const
    const { chats } = await bob.call({ _: 'messages.getCommonChats', userId: toAlice, maxId: 0n, limit: 10 })
    expect(chats).toMatchObject([{ _: 'chat', title: 'Friends' }])
    await server.close()
  })
})
