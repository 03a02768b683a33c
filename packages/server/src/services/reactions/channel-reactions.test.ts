import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { openGroup } from '../../testing/group.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

const emoji = (emoticon: string): api.Reaction => ({ _: 'reactionEmoji', emoticon })

async function post(group: ChannelFixture, client: TestClient, text = 'hello'): Promise<number> {
  await group.send(client, text)
  const [message] = (await group.history(client)).messages
  return message?.id ?? 0
}

const react = (group: ChannelFixture, client: TestClient, msgId: number, ...reaction: api.Reaction[]) =>
  client.call({ _: 'messages.sendReaction', peer: group.peer(client), msgId, reaction })

const shown = async (group: ChannelFixture, client: TestClient, id: number) => {
  const message = (await group.history(client)).messages.find((one) => one.id === id)
  return message?._ === 'message' ? message.reactions : undefined
}

async function bring(group: ChannelFixture, client: TestClient, to: api.inputPeerUser): Promise<void> {
  const channel = group.named(group.alice)
  await group.alice.call({ _: 'channels.inviteToChannel', channel, users: [{ ...to, _: 'inputUser' }] })
  await group.server.told()
  group.taken(client)
}

describe('a reaction in a supergroup', () => {
  it('is told to all in one form, and in full to the author and to who has reacted', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol, toBob, toCarol } = group
    await bring(group, carol, toCarol)
    const id = await post(group, alice)
    const bobsPhone = await signIn(server, '9996620002')
    await bobsPhone.call({ _: 'updates.getState' })
    await server.told()
    group.taken(carol)
    await react(group, bob, id, emoji('👍'))
    await server.told()
    // Whoever was not shown Bob before was told in an own way.
    expect(group.taken(carol)).toMatchObject([{ _: 'updateMessageReactions', reactions: { results: [{ count: 1 }] } }])
    for (const client of [alice, bob, bobsPhone]) group.taken(client)
    const before = await group.history(bob)
    expect(await react(group, bob, id, emoji('🔥'))).toMatchObject({
      updates: [
        {
          _: 'updateMessageReactions',
          msgId: id,
          reactions: { canSeeList: true, results: [{ reaction: emoji('🔥'), count: 1, chosenOrder: 0 }] },
        },
      ],
    })
    await server.told()
    const min = {
      _: 'updateMessageReactions',
      reactions: { min: true, results: [{ count: 1 }], recentReactions: [{ peerId: { userId: toBob.userId } }] },
    }
    expect(group.taken(carol)).toMatchObject([min])
    const toldAlice = group.taken(alice).map((update) => update._ === 'updateMessageReactions' && update.reactions)
    expect(toldAlice).toContainEqual(
      expect.objectContaining({ recentReactions: [expect.objectContaining({ unread: true })] }),
    )
    expect(group.taken(bobsPhone)).toMatchObject([{ reactions: { results: [{ chosenOrder: 0 }] } }])
    expect(await shown(group, alice, id)).toMatchObject({ recentReactions: [{ unread: true }] })
    expect(await shown(group, carol, id)).not.toHaveProperty('min', true)
    // It has no place in the log.
    expect((await group.history(bob)).pts).toBe(before.pts)
    await server.close()
  })

  it('is there for a device of the author that was away, and unread until looked at', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const id = await post(group, alice)
    const { pts, qts, date } = await alice.call({ _: 'updates.getState' })
    alice.link.connected = false
    await react(group, bob, id, emoji('🔥'))
    await react(group, bob, id, emoji('❤'))
    alice.link.connected = true
    const difference = await alice.call({ _: 'updates.getDifference', pts, qts, date })
    const others = difference._ === 'updates.difference' ? difference.otherUpdates : []
    expect(others.filter(({ _ }) => _ === 'updateMessageReactions')).toMatchObject([
      { msgId: id, reactions: { results: [{ reaction: emoji('❤'), count: 1 }] } },
    ])
    expect(await group.dialog(alice)).toMatchObject({ unreadReactionsCount: 1 })
    expect(await group.dialog(bob)).toMatchObject({ unreadReactionsCount: 0 })
    await server.close()
  })

  it('is changed, taken back, and refused where the same was given', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const id = await post(group, alice)
    await react(group, bob, id, emoji('👍'))
    await expect(react(group, bob, id, emoji('👍'))).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    await react(group, alice, id, emoji('👍'))
    await react(group, bob, id, emoji('🔥'))
    expect(await shown(group, bob, id)).toMatchObject({ results: [{ count: 1 }, { count: 1, chosenOrder: 0 }] })
    await react(group, bob, id)
    await react(group, alice, id)
    expect(await shown(group, bob, id)).toBeUndefined()
    expect(await group.dialog(alice)).toMatchObject({ unreadReactionsCount: 0 })
    await expect(react(group, bob, 999, emoji('👍'))).rejects.toThrow('MESSAGE_ID_INVALID')
    await expect(react(group, bob, id, { _: 'reactionPaid' })).rejects.toThrow('REACTION_INVALID')
    const asked = await bob.call({ _: 'messages.getMessagesReactions', peer: group.peer(bob), id: [id] })
    expect(asked).toMatchObject({ updates: [{ msgId: id, reactions: { results: [] } }] })
    await server.close()
  })

  it('survives an edit, and goes with its message', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const id = await post(group, alice)
    await react(group, bob, id, emoji('👍'))
    await alice.call({ _: 'messages.editMessage', peer: group.peer(alice), id, message: 'edited' })
    expect(await shown(group, bob, id)).toMatchObject({ results: [{ count: 1, chosenOrder: 0 }] })
    await alice.call({ _: 'channels.deleteMessages', channel: group.named(alice), id: [id] })
    expect(await group.dialog(alice)).toMatchObject({ unreadReactionsCount: 0 })
    await server.close()
  })

  it('is listed with who gave it, page by page, and one kind alone', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol, toBob, toCarol } = group
    await bring(group, carol, toCarol)
    const id = await post(group, alice)
    await react(group, bob, id, emoji('🔥'))
    await react(group, carol, id, emoji('👍'))
    await react(group, alice, id, emoji('🔥'))
    const list = (more: Partial<api.messages.getMessageReactionsList>) =>
      alice.call({ _: 'messages.getMessageReactionsList', peer: group.peer(alice), id, limit: 2, ...more })
    const first = await list({})
    expect(first).toMatchObject({ count: 3, reactions: [{}, {}], nextOffset: '2' })
    const rest = await list({ offset: first.nextOffset ?? '' })
    expect(rest.reactions).toHaveLength(1)
    expect(rest.nextOffset).toBeUndefined()
    const fires = await list({ reaction: emoji('🔥'), limit: 9 })
    expect(fires.count).toBe(2)
    expect(fires.users.map((user) => user.id)).toContain(toBob.userId)
    await server.close()
  })

  it('is taken away by admins who may delete, of one message and of all', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, toBob } = group
    const ids = [await post(group, alice, 'one'), await post(group, alice, 'two'), await post(group, alice, 'three')]
    for (const id of ids) await react(group, bob, id, emoji('💩'))
    const [id = 0] = ids
    const remove = (client: TestClient) =>
      client.call({
        ...{ _: 'messages.deleteParticipantReaction', peer: group.peer(client), msgId: id },
        participant: client === alice ? toBob : { _: 'inputPeerSelf' },
      })
    await expect(remove(bob)).rejects.toThrow('MESSAGE_DELETE_FORBIDDEN')
    await remove(alice)
    await expect(remove(alice)).rejects.toThrow('MESSAGE_NOT_MODIFIED')
    expect(await shown(group, alice, id)).toBeUndefined()
    expect(await shown(group, alice, ids[1] ?? 0)).toMatchObject({ results: [{ count: 1 }] })
    group.taken(bob)
    const peer = group.peer(alice)
    expect(await alice.call({ _: 'messages.deleteParticipantReactions', peer, participant: toBob })).toBe(true)
    await server.told()
    const gone = { _: 'updateMessageReactions', reactions: { results: [] } }
    expect(group.taken(bob)).toMatchObject([gone, gone])
    for (const one of ids) expect(await shown(group, alice, one)).toBeUndefined()
    expect(await group.dialog(alice)).toMatchObject({ unreadReactionsCount: 0 })
    await server.close()
  })
})

describe('the reactions that a chat allows', () => {
  const allow = (
    group: ChannelFixture,
    client: TestClient,
    availableReactions: api.ChatReactions,
    more: { readonly reactionsLimit?: number; readonly paidEnabled?: boolean } = {},
  ) => client.call({ _: 'messages.setChatAvailableReactions', peer: group.peer(client), availableReactions, ...more })
  const full = async (group: ChannelFixture, client: TestClient) =>
    (await client.call({ _: 'channels.getFullChannel', channel: group.named(client) })).fullChat

  it('are all at first, then what an admin says, and hold for all', async () => {
    const group = await openChannel('broadcast')
    const { server, alice, bob } = group
    expect(await full(group, bob)).toMatchObject({ availableReactions: { _: 'chatReactionsAll' } })
    const id = await post(group, alice)
    await react(group, bob, id, emoji('👎'))
    group.taken(bob)
    const some: api.ChatReactions = { _: 'chatReactionsSome', reactions: [emoji('❤️'), emoji('👍'), emoji('👍')] }
    await expect(allow(group, bob, some)).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    await allow(group, alice, some)
    await server.told()
    expect(group.taken(bob)).toMatchObject([{ _: 'updateChannel' }])
    await expect(allow(group, alice, some)).rejects.toThrow('CHAT_NOT_MODIFIED')
    expect(await full(group, bob)).toMatchObject({
      availableReactions: { _: 'chatReactionsSome', reactions: [emoji('❤'), emoji('👍')] },
    })
    await expect(react(group, bob, id, emoji('🔥'))).rejects.toThrow('REACTION_INVALID')
    // What was given before may still be taken back.
    await react(group, bob, id)
    await react(group, bob, id, emoji('👍'))
    await allow(group, alice, { _: 'chatReactionsNone' })
    await expect(react(group, bob, id, emoji('❤'))).rejects.toThrow('REACTION_INVALID')
    await expect(allow(group, alice, { _: 'chatReactionsSome', reactions: [emoji('x')] })).rejects.toThrow(
      'REACTION_INVALID',
    )
    await expect(allow(group, alice, { _: 'chatReactionsAll' }, { paidEnabled: true })).rejects.toThrow(
      'METHOD_NOT_IMPLEMENTED',
    )
    await server.close()
  })

  it('may be of few kinds a message', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const id = await post(group, alice)
    await expect(allow(group, alice, { _: 'chatReactionsAll' }, { reactionsLimit: 12 })).rejects.toThrow(
      'LIMIT_INVALID',
    )
    await allow(group, alice, { _: 'chatReactionsAll' }, { reactionsLimit: 1 })
    expect(await full(group, alice)).toMatchObject({ reactionsLimit: 1 })
    await react(group, bob, id, emoji('👍'))
    await expect(react(group, alice, id, emoji('🔥'))).rejects.toThrow('REACTIONS_TOO_MANY')
    await react(group, alice, id, emoji('👍'))
    await react(group, alice, id)
    // The only one may be changed into another.
    await react(group, bob, id, emoji('🔥'))
    await server.close()
  })
})

describe('the reactions that a basic group allows', () => {
  it('are what an admin says', async () => {
    const { server, alice, bob, group: peer } = await openGroup()
    const allow = (client: TestClient, availableReactions: api.ChatReactions, reactionsLimit = 2) =>
      client.call({ _: 'messages.setChatAvailableReactions', peer, availableReactions, reactionsLimit })
    await alice.call({ _: 'messages.editChatDefaultBannedRights', peer, bannedRights: closed })
    await expect(allow(bob, { _: 'chatReactionsNone' })).rejects.toThrow('CHAT_ADMIN_REQUIRED')
    const some: api.ChatReactions = { _: 'chatReactionsSome', reactions: [emoji('👍')] }
    expect(await allow(alice, some)).toMatchObject({ updates: [{ _: 'updateChat' }] })
    await expect(allow(alice, some)).rejects.toThrow('CHAT_NOT_MODIFIED')
    const { fullChat } = await bob.call({ _: 'messages.getFullChat', chatId: peer.chatId })
    expect(fullChat).toMatchObject({ availableReactions: some, reactionsLimit: 2 })
    const sent = await bob.call({ _: 'messages.sendMessage', peer, message: 'hello', randomId: 9n })
    const msgId = 'id' in sent ? sent.id : 0
    const give = (given: api.Reaction) => bob.call({ _: 'messages.sendReaction', peer, msgId, reaction: [given] })
    await expect(give(emoji('🔥'))).rejects.toThrow('REACTION_INVALID')
    await give(emoji('👍'))
    await server.close()
  })
})

const closed: api.chatBannedRights = { _: 'chatBannedRights', changeInfo: true, untilDate: 0 }

describe('a reaction in a channel', () => {
  it('is counted, and nobody learns whose it is', async () => {
    const group = await openChannel('broadcast')
    const { server, alice, bob } = group
    const id = await post(group, alice)
    await react(group, bob, id, emoji('👍'))
    await server.told()
    group.taken(alice)
    await react(group, bob, id, emoji('🔥'))
    await server.told()
    const [update] = group.taken(alice)
    expect(update).toMatchObject({ reactions: { min: true, results: [{ count: 1 }] } })
    expect(update).toHaveProperty('reactions.recentReactions', undefined)
    expect(await shown(group, alice, id)).toEqual({
      ...{ _: 'messageReactions', canSeeList: undefined, min: undefined, recentReactions: undefined },
      results: [expect.objectContaining({ count: 1 })],
    })
    await expect(
      alice.call({ _: 'messages.getMessageReactionsList', peer: group.peer(alice), id, limit: 5 }),
    ).rejects.toThrow('BROADCAST_FORBIDDEN')
    expect(await group.dialog(alice)).toMatchObject({ unreadReactionsCount: 0 })
    await server.close()
  })
})
