import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

const text = (of: string): api.textWithEntities => ({ _: 'textWithEntities', text: of, entities: [] })
const option = (of: number): Uint8Array => Uint8Array.of(of)

function poll(more: Partial<api.poll> = {}): api.inputMediaPoll {
  return {
    _: 'inputMediaPoll',
    poll: {
      ...{ _: 'poll', id: 0n, question: text('Which?'), hash: 0n },
      answers: [1, 2].map((of) => ({ _: 'pollAnswer', text: text(String(of)), option: option(of) })),
      ...more,
    },
  }
}

async function ask(group: ChannelFixture, client: TestClient, more: Partial<api.poll> = {}): Promise<number> {
  const sending = { peer: group.peer(client), media: poll(more), message: '', randomId: group.randomId() }
  await client.call({ _: 'messages.sendMedia', ...sending })
  return (await group.history(client)).messages[0]?.id ?? 0
}

const vote = (group: ChannelFixture, client: TestClient, msgId: number, ...options: number[]) =>
  client.call({ _: 'messages.sendVote', peer: group.peer(client), msgId, options: options.map(option) })

const shown = async (group: ChannelFixture, client: TestClient, id: number) => {
  const message = (await group.history(client)).messages.find((one) => one.id === id)
  return message?._ === 'message' && message.media?._ === 'messageMediaPoll' ? message.media : undefined
}

describe('a poll in a supergroup', () => {
  it('is voted in by its members, who see the votes once they have voted', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol, toCarol } = group
    const channel = group.named(alice)
    await alice.call({ _: 'channels.inviteToChannel', channel, users: [{ ...toCarol, _: 'inputUser' }] })
    const id = await ask(group, alice)
    await server.told()
    const bobsPhone = await signIn(server, '9996620002')
    await bobsPhone.call({ _: 'updates.getState' })
    for (const client of [alice, bob, carol]) group.taken(client)
    await vote(group, carol, id, 1)
    await server.told()
    expect(group.taken(alice)).toMatchObject([{ _: 'updateMessagePoll', results: { totalVoters: 1 } }])
    const [noVotes] = group.taken(bob)
    expect(noVotes).toMatchObject({ _: 'updateMessagePoll', results: { totalVoters: 1 } })
    // Bob has not voted: how many chose what is not for him yet.
    expect(noVotes).toHaveProperty('results.results', undefined)
    expect(await vote(group, bob, id, 1)).toMatchObject({
      updates: [{ results: { totalVoters: 2, results: [{ voters: 2, chosen: true }, { voters: 0 }] } }],
    })
    await server.told()
    const full = { _: 'updateMessagePoll', results: { totalVoters: 2, results: [{ voters: 2, chosen: true }, {}] } }
    expect(group.taken(carol)).toMatchObject([full])
    const min = { _: 'updateMessagePoll', results: { min: true, totalVoters: 2, results: undefined } }
    expect(group.taken(alice)).toMatchObject([min])
    expect(
      group
        .taken(bobsPhone)
        .filter(({ _ }) => _ === 'updateMessagePoll')
        .at(-1),
    ).toMatchObject(full)
    expect(await shown(group, bob, id)).toMatchObject({ results: { results: [{ chosen: true }, {}] } })
    const results = await alice.call({
      ...{ _: 'messages.getPollResults', peer: group.peer(alice), msgId: id, pollHash: 0n },
    })
    expect(results).toMatchObject({ updates: [{ msgId: id, results: { totalVoters: 2 } }] })
    await server.close()
  })

  it('shows who voted if it says so, and its author has votes to look at', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    const id = await ask(group, alice, { publicVoters: true })
    await vote(group, bob, id, 2)
    expect(await group.dialog(alice)).toMatchObject({ unreadPollVotesCount: 1 })
    await vote(group, alice, id, 2)
    const votes = await alice.call({ _: 'messages.getPollVotes', peer: group.peer(alice), id, limit: 9 })
    expect(votes).toMatchObject({ count: 2, votes: [{ option: option(2) }, { option: option(2) }] })
    expect(votes.users.map((user) => user.id)).toContain(toBob.userId)
    await server.close()
  })

  it('is ended by its author, for all, also for who was away', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const id = await ask(group, alice)
    const { pts } = await group.history(bob)
    await vote(group, bob, id, 1)
    const end = (client: TestClient) =>
      client.call({ _: 'messages.editMessage', peer: group.peer(client), id, media: poll({ closed: true }) })
    await expect(end(bob)).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    expect(await end(alice)).toMatchObject({
      updates: [
        { _: 'updateMessagePoll' },
        { _: 'updateEditChannelMessage', message: { media: { poll: { closed: true } } } },
      ],
    })
    await expect(vote(group, alice, id, 1)).rejects.toThrow('MESSAGE_POLL_CLOSED')
    const filter: api.ChannelMessagesFilter = { _: 'channelMessagesFilterEmpty' }
    const difference = await bob.call({
      ...{ _: 'updates.getChannelDifference', channel: group.named(bob), filter, pts, limit: 100 },
    })
    expect(difference).toMatchObject({
      otherUpdates: [{ message: { media: { poll: { closed: true }, results: { results: [{ voters: 1 }, {}] } } } }],
    })
    await server.close()
  })

  it('ends by itself at its time', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const id = await ask(group, alice, { closePeriod: 60 })
    group.taken(bob)
    server.clock.now += 61_000
    await server.upkeep()
    await server.told()
    expect(group.taken(bob)).toMatchObject([{ _: 'updateEditChannelMessage', message: { id } }])
    expect(await shown(group, bob, id)).toMatchObject({ poll: { closed: true } })
    await server.close()
  })
})

describe('a poll in a channel', () => {
  it('shows nobody who voted', async () => {
    const group = await openChannel('broadcast')
    const { server, alice, bob } = group
    await expect(ask(group, alice, { publicVoters: true })).rejects.toThrow('BROADCAST_PUBLIC_VOTERS_FORBIDDEN')
    const id = await ask(group, alice)
    await vote(group, bob, id, 1)
    await vote(group, alice, id, 1)
    expect(await shown(group, bob, id)).toMatchObject({ results: { totalVoters: 2, recentVoters: undefined } })
    await expect(alice.call({ _: 'messages.getPollVotes', peer: group.peer(alice), id, limit: 9 })).rejects.toThrow(
      'BROADCAST_FORBIDDEN',
    )
    await expect(vote(group, bob, id, 1, 2)).rejects.toThrow()
    await server.close()
  })
})

describe('a list in a supergroup', () => {
  it('is worked off by its members, and it is said there', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const list = [1, 2].map((id): api.todoItem => ({ _: 'todoItem', id, title: text(String(id)) }))
    const todo: api.todoList = { _: 'todoList', othersCanComplete: true, title: text('To do'), list }
    const media: api.InputMedia = { _: 'inputMediaTodo', todo }
    const peer = group.peer(alice)
    await alice.call({ _: 'messages.sendMedia', peer, media, message: '', randomId: group.randomId() })
    const id = (await group.history(alice)).messages[0]?.id ?? 0
    const toggled = await bob.call({
      ...{ _: 'messages.toggleTodoCompleted', peer: group.peer(bob), msgId: id, completed: [2], incompleted: [] },
    })
    expect(toggled).toMatchObject({
      updates: [
        { _: 'updateEditChannelMessage', message: { media: { completions: [{ id: 2 }] } } },
        { _: 'updateNewChannelMessage', message: { action: { _: 'messageActionTodoCompletions', completed: [2] } } },
      ],
    })
    const more = [{ _: 'todoItem', id: 3, title: text('3') } as const]
    await expect(
      bob.call({ _: 'messages.appendTodoList', peer: group.peer(bob), msgId: id, list: more }),
    ).rejects.toThrow('MESSAGE_AUTHOR_REQUIRED')
    await alice.call({ _: 'messages.appendTodoList', peer, msgId: id, list: more })
    expect(await group.texts(bob)).toContain('messageActionTodoAppendTasks')
    await server.close()
  })
})

describe('a live location in a supergroup', () => {
  it('moves, and is stopped, as an edit that all are told of', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const at = (long: number, more: Partial<api.inputMediaGeoLive> = {}): api.inputMediaGeoLive => ({
      ...{ _: 'inputMediaGeoLive', geoPoint: { _: 'inputGeoPoint', lat: 1, long }, ...more },
    })
    const peer = group.peer(alice)
    const media = at(1, { period: 600 })
    await alice.call({ _: 'messages.sendMedia', peer, media, message: '', randomId: group.randomId() })
    const id = (await group.history(alice)).messages[0]?.id ?? 0
    group.taken(bob)
    await alice.call({ _: 'messages.editMessage', peer, id, media: at(2) })
    await server.told()
    expect(group.taken(bob)).toMatchObject([{ message: { media: { _: 'messageMediaGeoLive', geo: { long: 2 } } } }])
    const recent = { _: 'messages.getRecentLocations', peer: group.peer(bob), limit: 10, hash: 0n } as const
    expect(await bob.call(recent)).toMatchObject({
      ...{ _: 'messages.channelMessages', count: 1, messages: [{ id, media: { geo: { long: 2 } } }] },
    })
    await alice.call({ _: 'messages.editMessage', peer, id, media: at(2, { stopped: true }) })
    server.clock.now += 2_000
    await expect(alice.call({ _: 'messages.editMessage', peer, id, media: at(3) })).rejects.toThrow(
      'MESSAGE_EDIT_TIME_EXPIRED',
    )
    await server.close()
  })
})
