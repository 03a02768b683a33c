import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import type { LinkPreviews } from '../../ports/link-previews.ts'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import type { TestClient } from '../../testing/test-server.ts'

const newest = async (group: ChannelFixture, client: TestClient): Promise<api.Message | undefined> =>
  (await group.history(client)).messages[0]

describe('who types in a supergroup', () => {
  const type = (group: ChannelFixture, client: TestClient) =>
    client.call({
      ...{ _: 'messages.setTyping', peer: group.peer(client), action: { _: 'sendMessageTypingAction' } },
    })

  it('is seen by those who are here, and not by oneself', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    for (const client of [alice, bob]) group.taken(client)
    expect(await type(group, bob)).toBe(true)
    await server.told()
    expect(group.taken(alice)).toMatchObject([
      { _: 'updateChannelUserTyping', fromId: { userId: toBob.userId }, action: { _: 'sendMessageTypingAction' } },
    ])
    expect(group.taken(bob)).toEqual([])
    await server.close()
  })

  it('is not told by an anonymous admin’s own name, nor in a channel, nor by who may not write', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    const userId: api.inputUser = { ...toBob, _: 'inputUser' }
    const channel = group.named(alice)
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', anonymous: true, other: true }
    await alice.call({ _: 'channels.editAdmin', channel, userId, adminRights, rank: '' })
    await server.told()
    group.taken(alice)
    await type(group, bob)
    await server.told()
    expect(group.taken(alice)).toMatchObject([{ fromId: { _: 'peerChannel', channelId: channel.channelId } }])
    await server.close()
    const broadcast = await openChannel('broadcast')
    broadcast.taken(broadcast.bob)
    await type(broadcast, broadcast.alice)
    await broadcast.server.told()
    expect(broadcast.taken(broadcast.bob)).toEqual([])
    await broadcast.server.close()
  })
})

describe('an anonymous admin', () => {
  it('leaves no reaction and no vote, which would tell the name', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    const userId: api.inputUser = { ...toBob, _: 'inputUser' }
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', anonymous: true, other: true }
    await alice.call({ _: 'channels.editAdmin', channel: group.named(alice), userId, adminRights, rank: '' })
    await group.send(alice, 'hello')
    const id = (await newest(group, bob))?.id ?? 0
    const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon: '🔥' }]
    await expect(bob.call({ _: 'messages.sendReaction', peer: group.peer(bob), msgId: id, reaction })).rejects.toThrow(
      'ANONYMOUS_REACTIONS_DISABLED',
    )
    await server.close()
  })
})

describe('messages of a channel that delete themselves', () => {
  const day = 86_400
  const setTimer = (group: ChannelFixture, client: TestClient, period: number) =>
    client.call({ _: 'messages.setHistoryTTL', peer: group.peer(client), period })

  it('are those that come after an admin said so, and go for all', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(alice, 'stays')
    for (const client of [alice, bob]) group.taken(client)
    await expect(setTimer(group, bob, day)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    expect(await setTimer(group, alice, day)).toMatchObject({
      updates: [
        { _: 'updatePeerHistoryTTL', ttlPeriod: day },
        { _: 'updateNewChannelMessage', message: { action: { _: 'messageActionSetMessagesTTL', period: day } } },
      ],
    })
    await expect(setTimer(group, alice, day)).rejects.toThrow('CHAT_NOT_MODIFIED')
    await server.told()
    const names = group.taken(bob).map(({ _ }) => _)
    expect(names.sort()).toEqual(['updateNewChannelMessage', 'updatePeerHistoryTTL'])
    expect(await group.dialog(bob)).toMatchObject({ ttlPeriod: day })
    const { fullChat } = await bob.call({ _: 'channels.getFullChannel', channel: group.named(bob) })
    expect(fullChat).toMatchObject({ ttlPeriod: day })
    await group.send(bob, 'goes')
    expect(await newest(group, alice)).toMatchObject({ message: 'goes', ttlPeriod: day })
    const { pts } = await group.history(bob)
    group.taken(bob)
    server.clock.now += (day + 10) * 1000
    await server.upkeep()
    await server.told()
    const texts = await group.texts(alice)
    expect([texts.includes('goes'), texts.includes('stays')]).toEqual([false, true])
    expect(group.taken(bob)).toMatchObject([{ _: 'updateDeleteChannelMessages', pts: pts + 1 }])
    await setTimer(group, alice, 0)
    await group.send(bob, 'stays, too')
    expect(await newest(group, alice)).toMatchObject({ ttlPeriod: undefined })
    await server.close()
  })
})

describe('a link in a channel', () => {
  it('is shown with its page once that was looked at, which is no edit to anybody', async () => {
    const url = 'https://example.com/a'
    const found = Promise.withResolvers<Awaited<ReturnType<LinkPreviews['of']>>>()
    const linkPreviews: LinkPreviews = {
      canonical: (given) => (given.startsWith('https://example.com') ? given : undefined),
      known: () => undefined,
      of: () => found.promise,
      file: async () => undefined,
    }
    const group = await openChannel('broadcast', { linkPreviews })
    const { server, alice, bob } = group
    await group.send(alice, `look at ${url}`)
    await server.told()
    group.taken(bob)
    found.resolve({ url, title: 'A title' })
    await expect.poll(() => newest(group, bob)).toMatchObject({ media: { webpage: { title: 'A title' } } })
    await server.told()
    expect(group.taken(bob)).toMatchObject([{ _: 'updateEditChannelMessage', message: { editHide: true } }])
    await server.close()
  })
})

describe('in a small supergroup', () => {
  it('it is told who has read what one has said, and when', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    await group.send(alice, 'hello')
    const id = (await newest(group, alice))?.id ?? 0
    const readers = (client: TestClient) =>
      client.call({ _: 'messages.getMessageReadParticipants', peer: group.peer(client), msgId: id })
    expect(await readers(alice)).toEqual([])
    const now = Math.floor(server.clock.now / 1000)
    await bob.call({ _: 'channels.readHistory', channel: group.named(bob), maxId: id })
    expect(await readers(alice)).toEqual([{ _: 'readParticipantDate', userId: toBob.userId, date: now }])
    await expect(readers(bob)).rejects.toThrow('MSG_ID_INVALID')
    server.clock.now += 8 * 86_400_000
    await expect(readers(alice)).rejects.toThrow('MSG_TOO_OLD')
    const peer = group.peer(alice)
    await expect(alice.call({ _: 'messages.getOutboxReadDate', peer, msgId: id })).rejects.toThrow('PEER_ID_INVALID')
    await server.close()
  })

  it('it is told how many are here, and each day is found', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol } = group
    const onlines = async () => (await alice.call({ _: 'messages.getOnlines', peer: group.peer(alice) })).onlines
    for (const client of [alice, bob, carol]) await client.call({ _: 'account.updateStatus', offline: false })
    // Carol is online and not in it.
    expect(await onlines()).toBe(2)
    await bob.call({ _: 'account.updateStatus', offline: true })
    expect(await onlines()).toBe(1)
    const geo: api.InputMedia = { _: 'inputMediaGeoPoint', geoPoint: { _: 'inputGeoPoint', lat: 1, long: 1 } }
    const peer = group.peer(alice)
    const put = () => alice.call({ _: 'messages.sendMedia', peer, media: geo, message: '', randomId: group.randomId() })
    await put()
    await put()
    server.clock.now += 86_400_000
    await put()
    const filter: api.MessagesFilter = { _: 'inputMessagesFilterGeo' }
    const calendar = await bob.call({
      ...{ _: 'messages.getSearchResultsCalendar', peer: group.peer(bob), filter, offsetId: 0, offsetDate: 0 },
    })
    expect(calendar).toMatchObject({ count: 3, periods: [{ count: 1 }, { count: 2 }], messages: [{}, {}] })
    const counters = await bob.call({ _: 'messages.getSearchCounters', peer: group.peer(bob), filters: [filter] })
    expect(counters).toMatchObject([{ count: 3 }])
    await server.close()
  })
})

describe('a post of a channel', () => {
  it('is looked at once a day by each', async () => {
    const group = await openChannel('broadcast')
    const { server, alice, bob } = group
    await group.send(alice, 'look')
    const id = (await newest(group, alice))?.id ?? 0
    const look = async (client: TestClient) => {
      const request = { peer: group.peer(client), id: [id], increment: true }
      return (await client.call({ _: 'messages.getMessagesViews', ...request })).views[0]?.views
    }
    expect([await look(bob), await look(bob), await look(bob)]).toEqual([1, 1, 1])
    expect([await look(alice), await look(alice)]).toEqual([2, 2])
    server.clock.now += 2 * 86_400_000
    expect(await look(bob)).toBe(3)
    await server.close()
  })
})
