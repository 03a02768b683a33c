import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

const page = { offsetId: 0, addOffset: 0, limit: 10, maxId: 0, minId: 0 }

/** Alice names Bob, by a link to him. */
const nameBob = async (group: ChannelFixture, message = 'Bob, look'): Promise<number> => {
  const { alice, toBob } = group
  const entity: api.inputMessageEntityMentionName = {
    ...{ _: 'inputMessageEntityMentionName', offset: 0, length: 3, userId: { ...toBob, _: 'inputUser' } },
  }
  await group.send(alice, message, { entities: [entity] })
  return (await group.history(alice)).messages[0]?.id ?? 0
}

const unread = async (group: ChannelFixture, client: TestClient): Promise<number[]> => {
  const found = await client.call({ _: 'messages.getUnreadMentions', peer: group.peer(client), ...page })
  return 'messages' in found ? found.messages.map(({ id }) => id) : []
}

describe('whom a message of a supergroup names', () => {
  it('is told so, has it counted, and finds it until it was looked at', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    group.taken(bob)
    const id = await nameBob(group)
    await server.told()
    expect(group.taken(bob)).toMatchObject([{ message: { id, mentioned: true, mediaUnread: true } }])
    expect((await group.history(alice)).messages[0]).toMatchObject({ mentioned: undefined, mediaUnread: undefined })
    expect(await group.dialog(bob)).toMatchObject({ unreadMentionsCount: 1 })
    expect(await group.dialog(alice)).toMatchObject({ unreadMentionsCount: 0 })
    expect(await unread(group, bob)).toEqual([id])
    const { pts } = await group.history(bob)
    const bobsPhone = await signIn(server, '9996620002')
    const away = await bobsPhone.call({ _: 'updates.getState' })
    bobsPhone.link.connected = false
    expect(await bob.call({ _: 'channels.readMessageContents', channel: group.named(bob), id: [id] })).toBe(true)
    bobsPhone.link.connected = true
    expect(await unread(group, bob)).toEqual([])
    expect((await group.history(bob)).messages[0]).toMatchObject({ mentioned: true, mediaUnread: undefined })
    const { channelId } = group.named(bob)
    const difference = await bobsPhone.call({
      _: 'updates.getDifference',
      pts: away.pts,
      qts: away.qts,
      date: away.date,
    })
    expect(difference).toMatchObject({
      otherUpdates: expect.arrayContaining([
        expect.objectContaining({ _: 'updateChannelReadMessagesContents', channelId, messages: [id] }),
      ]),
    })
    // No place in the log depends on it.
    expect((await group.history(bob)).pts).toBe(pts)
    await server.close()
  })

  it('is who is answered, too, and whoever has a username that is named', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob, carol } = group
    await bob.call({ _: 'account.updateUsername', username: 'bob_the_reader' })
    await carol.call({ _: 'account.updateUsername', username: 'carol_outside' })
    await group.send(bob, 'a question')
    const asked = (await group.history(bob)).messages[0]?.id ?? 0
    await group.send(alice, 'an answer', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: asked } })
    await group.send(alice, 'hello @bob_the_reader and @carol_outside')
    await group.send(bob, 'to myself', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: asked } })
    expect(await unread(group, bob)).toEqual([asked + 2, asked + 1])
    expect(await group.dialog(bob)).toMatchObject({ unreadMentionsCount: 2 })
    const answer = await bob.call({ _: 'messages.readMentions', peer: group.peer(bob) })
    expect(answer).toMatchObject({ ptsCount: 0, offset: 0 })
    expect(await group.dialog(bob)).toMatchObject({ unreadMentionsCount: 0 })
    await server.close()
  })

  it('loses what waits with the message, and by going', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    const [first] = [await nameBob(group), await nameBob(group, 'Bob, again')]
    await alice.call({ _: 'channels.deleteMessages', channel: group.named(alice), id: [first ?? 0] })
    expect(await unread(group, bob)).toHaveLength(1)
    const channel = group.named(bob)
    await bob.call({ _: 'channels.leaveChannel', channel })
    await expect(unread(group, bob)).rejects.toThrow('CHANNEL_PRIVATE')
    const toBob = { ...group.toBob, _: 'inputUser' } as const
    await alice.call({ _: 'channels.inviteToChannel', channel: group.named(alice), users: [toBob] })
    expect(await unread(group, bob)).toEqual([])
    await server.close()
  })
})

describe('reactions and votes in a supergroup', () => {
  it('wait for the author until looked at', async () => {
    const group = await openChannel('megagroup')
    const { server, alice, bob } = group
    await group.send(alice, 'hello')
    const id = (await group.history(alice)).messages[0]?.id ?? 0
    const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon: '🔥' }]
    await bob.call({ _: 'messages.sendReaction', peer: group.peer(bob), msgId: id, reaction })
    const peer = group.peer(alice)
    const found = await alice.call({ _: 'messages.getUnreadReactions', peer, ...page })
    expect(found).toMatchObject({ count: 1, messages: [{ id, reactions: { recentReactions: [{ unread: true }] } }] })
    await alice.call({ _: 'messages.readReactions', peer })
    expect(await alice.call({ _: 'messages.getUnreadReactions', peer, ...page })).toMatchObject({ count: 0 })
    const [message] = (await group.history(alice)).messages
    expect(message).toMatchObject({ reactions: { recentReactions: [{ unread: undefined }] } })
    const text = (of: string): api.textWithEntities => ({ _: 'textWithEntities', text: of, entities: [] })
    const poll: api.poll = {
      ...{ _: 'poll', id: 0n, question: text('Which?'), hash: 0n, publicVoters: true },
      answers: [1, 2].map((of) => ({ _: 'pollAnswer', text: text(String(of)), option: Uint8Array.of(of) })),
    }
    const media: api.InputMedia = { _: 'inputMediaPoll', poll }
    await alice.call({ _: 'messages.sendMedia', peer, media, message: '', randomId: group.randomId() })
    const pollId = (await group.history(alice)).messages[0]?.id ?? 0
    await bob.call({ _: 'messages.sendVote', peer: group.peer(bob), msgId: pollId, options: [Uint8Array.of(1)] })
    expect(await alice.call({ _: 'messages.getUnreadPollVotes', peer, ...page })).toMatchObject({
      messages: [{ id: pollId, media: { results: { hasUnreadVotes: true } } }],
    })
    await alice.call({ _: 'messages.readPollVotes', peer })
    expect(await group.dialog(alice)).toMatchObject({ unreadPollVotesCount: 0, unreadReactionsCount: 0 })
    expect((await group.history(alice)).messages[0]).toMatchObject({
      media: { results: { hasUnreadVotes: undefined } },
    })
    await server.close()
  })
})
