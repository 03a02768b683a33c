import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'

const day = 86_400

interface Chart {
  readonly columns: readonly (readonly [string, ...number[]])[]
  readonly types: Readonly<Record<string, string>>
  readonly names: Readonly<Record<string, string>>
  readonly colors: Readonly<Record<string, string>>
}

/** The lines of a chart by name; each has a value for each day and a colour. */
function linesOf(graph: api.StatsGraph): Record<string, number[]> {
  if (graph._ !== 'statsGraph') throw new TypeError(`${graph._}: ${'error' in graph ? graph.error : ''}`)
  const { columns, types, names, colors }: Chart = JSON.parse(graph.json.data)
  const [x, ...lines] = columns
  expect(x?.[0]).toBe('x')
  expect(types['x']).toBe('x')
  return Object.fromEntries(
    lines.map(([key, ...values]) => {
      expect(values).toHaveLength((x?.length ?? 0) - 1)
      expect(colors[key]).toMatch(/^[A-Z]+#[0-9A-F]{6}$/)
      return [names[key], values]
    }),
  )
}

const sum = (values: readonly number[] = []): number => values.reduce((all, one) => all + one, 0)

async function lastId(fixture: ChannelFixture): Promise<number> {
  return (await fixture.history(fixture.alice)).messages[0]?.id ?? 0
}

const heart: api.Reaction = { _: 'reactionEmoji', emoticon: '❤' }

const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })

const poll: api.poll = {
  ...{ _: 'poll', id: 0n, question: plain('Which?'), hash: 0n },
  answers: ['this', 'that'].map((text, index) => ({
    _: 'pollAnswer',
    text: plain(text),
    option: Uint8Array.of(index),
  })),
}

describe('the statistics of a broadcast channel', () => {
  it('are of the posts of seven days, and of those of the seven before', async () => {
    const fixture = await openChannel('broadcast')
    const { server, alice, bob, carol } = fixture
    await fixture.send(alice, 'long ago')
    const old = await lastId(fixture)
    const seen = (id: number): Promise<unknown> =>
      bob.call({ _: 'messages.getMessagesViews', peer: fixture.peer(bob), id: [id], increment: true })
    await seen(old)
    server.clock.now += 8 * day * 1000
    await fixture.send(alice, 'of today')
    const id = await lastId(fixture)
    await seen(id)
    await alice.call({ _: 'messages.getMessagesViews', peer: fixture.peer(alice), id: [id], increment: true })
    await bob.call({ _: 'messages.sendReaction', peer: fixture.peer(bob), msgId: id, reaction: [heart] })
    await alice.call({
      _: 'channels.inviteToChannel',
      channel: fixture.named(alice),
      users: [{ ...fixture.toCarol, _: 'inputUser' }],
    })
    await server.told()
    await carol.call({
      ...{ _: 'messages.forwardMessages', fromPeer: fixture.peer(carol), id: [id], randomId: [7n] },
      toPeer: { _: 'inputPeerSelf' },
    })
    const stats = await alice.call({ _: 'stats.getBroadcastStats', channel: fixture.named(alice) })
    expect(stats.period.maxDate - stats.period.minDate).toBe(7 * day)
    expect(stats.followers).toMatchObject({ current: 3, previous: 2 })
    expect(stats.viewsPerPost).toMatchObject({ current: 2, previous: 1 })
    expect(stats.sharesPerPost).toMatchObject({ current: 1, previous: 0 })
    expect(stats.reactionsPerPost).toMatchObject({ current: 1, previous: 0 })
    expect(stats.recentPostsInteractions).toEqual([
      { _: 'postInteractionCountersMessage', msgId: id, views: 2, forwards: 1, reactions: 1 },
    ])
    expect(linesOf(stats.followersGraph)).toEqual({ 'Joined and stayed': [0, 0, 0, 0, 0, 0, 0, 1] })
    const interactions = linesOf(stats.interactionsGraph)
    expect(Object.values(interactions).map(sum)).toEqual([2, 1])
    expect(linesOf(stats.reactionsByEmotionGraph)).toEqual({ '❤': [0, 0, 0, 0, 0, 0, 0, 1] })
    expect(stats.muteGraph._).toBe('statsGraphError')
    await server.close()
  })

  it('are of a shorter time where there are more posts than are looked at', async () => {
    const fixture = await openChannel('broadcast')
    const { server, alice } = fixture
    const channel = fixture.named(alice)
    await fixture.send(alice, 'too old to be looked at')
    server.clock.now += day * 1000
    const begun = Math.floor(server.clock.now / 1000)
    for (let hundred = 0; hundred < 10; hundred++) {
      const sent = Array.from({ length: 100 }, (_, at) => fixture.send(alice, `post ${hundred} ${at}`))
      await Promise.all(sent)
      server.clock.now += 3_600_000
    }
    const stats = await alice.call({ _: 'stats.getBroadcastStats', channel })
    expect(stats.period.minDate).toBeGreaterThanOrEqual(begun)
    expect(stats.recentPostsInteractions).toHaveLength(100)
    expect(stats.viewsPerPost).toMatchObject({ current: 1, previous: 1 })
    await server.close()
  })
})

describe('the statistics of a supergroup', () => {
  it('are of what was said, by whom, and of who came', async () => {
    const fixture = await openChannel('megagroup')
    const { server, alice, bob } = fixture
    await fixture.send(bob, 'an old word')
    server.clock.now += 8 * day * 1000
    await fixture.send(bob, 'four')
    await fixture.send(bob, 'sixsix')
    await fixture.send(alice, 'one')
    await alice.call({
      _: 'channels.inviteToChannel',
      channel: fixture.named(alice),
      users: [{ ...fixture.toCarol, _: 'inputUser' }],
    })
    const stats = await alice.call({ _: 'stats.getMegagroupStats', channel: fixture.named(alice) })
    expect(stats.members).toMatchObject({ current: 3, previous: 2 })
    expect(stats.messages).toMatchObject({ current: 3, previous: 1 })
    expect(stats.posters).toMatchObject({ current: 2, previous: 1 })
    const { userId } = fixture.toBob
    expect(stats.topPosters[0]).toEqual({ _: 'statsGroupTopPoster', userId, messages: 2, avgChars: 5 })
    expect(stats.topInviters.map(({ invitations }) => invitations)).toEqual([1])
    expect(stats.users.map(({ id }) => id)).toEqual(expect.arrayContaining([userId]))
    expect(linesOf(stats.messagesGraph)).toEqual({ Messages: [0, 0, 0, 0, 0, 0, 0, 3] })
    await server.close()
  })

  it('do not tell who wrote for the group', async () => {
    const fixture = await openChannel('megagroup')
    const { server, alice } = fixture
    const adminRights: api.chatAdminRights = { _: 'chatAdminRights', anonymous: true, changeInfo: true }
    const channel = fixture.named(alice)
    await alice.call({ _: 'channels.editAdmin', channel, userId: { _: 'inputUserSelf' }, adminRights })
    await fixture.send(alice, 'from nobody')
    const stats = await alice.call({ _: 'stats.getMegagroupStats', channel })
    expect(stats.messages.current).toBe(1)
    expect(stats.topPosters).toEqual([])
    await server.close()
  })
})

describe('the statistics of a message', () => {
  it('tell on which days it was reacted to and voted in', async () => {
    const fixture = await openChannel('broadcast')
    const { server, alice, bob } = fixture
    const media: api.inputMediaPoll = { _: 'inputMediaPoll', poll }
    await alice.call({ _: 'messages.sendMedia', peer: fixture.peer(alice), media, message: '', randomId: 900n })
    const msgId = await lastId(fixture)
    server.clock.now += 2 * day * 1000
    await bob.call({ _: 'messages.sendReaction', peer: fixture.peer(bob), msgId, reaction: [heart] })
    await bob.call({ _: 'messages.sendVote', peer: fixture.peer(bob), msgId, options: [Uint8Array.of(0)] })
    const [channel, peer] = [fixture.named(alice), fixture.peer(alice)]
    const stats = await alice.call({ _: 'stats.getMessageStats', channel, msgId })
    expect(linesOf(stats.reactionsByEmotionGraph)).toEqual({ '❤': [0, 0, 1] })
    expect(stats.viewsGraph._).toBe('statsGraphError')
    const { votesGraph } = await alice.call({ _: 'stats.getPollStats', peer, msgId })
    expect(linesOf(votesGraph)).toEqual({ Votes: [0, 0, 1] })
    await expect(alice.call({ _: 'stats.getMessageStats', channel, msgId: 99 })).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(alice.call({ _: 'stats.getPollStats', peer, msgId: 1 })).rejects.toThrow('MESSAGE_ID_INVALID')
    await server.close()
  })
})

describe('statistics', () => {
  it.each(['broadcast', 'megagroup'] as const)('of a %s are for its admins alone', async (kind) => {
    const fixture = await openChannel(kind)
    const { server, alice, bob, carol } = fixture
    const { channelId } = fixture.named(alice)
    const asked = (channel: api.inputChannel): api.Method[] => [
      { _: kind === 'broadcast' ? 'stats.getBroadcastStats' : 'stats.getMegagroupStats', channel },
      { _: 'stats.getMessageStats', channel, msgId: 1 },
      { _: 'stats.getPollStats', peer: { ...channel, _: 'inputPeerChannel' }, msgId: 1 },
    ]
    for (const request of asked(fixture.named(bob))) {
      await expect(bob.call(request), request._).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    }
    for (const request of asked({ _: 'inputChannel', channelId, accessHash: 1n })) {
      await expect(carol.call(request), request._).rejects.toThrow(/CHANNEL_INVALID|PEER_ID_INVALID|CHANNEL_PRIVATE/)
    }
    await server.close()
  })

  it('are asked for by the kind of the channel, and no chart is to be had by a token', async () => {
    const broadcast = await openChannel('broadcast')
    const megagroup = await openChannel('megagroup')
    const [toPosts, toTalk] = [broadcast.named(broadcast.alice), megagroup.named(megagroup.alice)]
    const ofGroup = broadcast.alice.call({ _: 'stats.getMegagroupStats', channel: toPosts })
    await expect(ofGroup).rejects.toThrow('MEGAGROUP_REQUIRED')
    const ofPosts = megagroup.alice.call({ _: 'stats.getBroadcastStats', channel: toTalk })
    await expect(ofPosts).rejects.toThrow('BROADCAST_REQUIRED')
    const loaded = broadcast.alice.call({ _: 'stats.loadAsyncGraph', token: 'guessed' })
    await expect(loaded).rejects.toThrow('GRAPH_INVALID_RELOAD')
    await broadcast.server.close()
    await megagroup.server.close()
  })
})
