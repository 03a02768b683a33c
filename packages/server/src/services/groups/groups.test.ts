import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type GroupFixture, groupIn, openGroup, said } from '../../testing/group.ts'
import type { TestClient } from '../../testing/test-server.ts'

let fixture: GroupFixture
beforeEach(async () => {
  fixture = await openGroup()
})
afterEach(() => fixture.server.close())

const saidTo = async (client: TestClient): Promise<string[]> => (await fixture.history(client, fixture.group)).map(said)

const chatId = (): bigint => fixture.group.chatId

async function dialogOf(client: TestClient): Promise<api.dialog | undefined> {
  const peers: api.inputDialogPeer[] = [{ _: 'inputDialogPeer', peer: fixture.group }]
  const { dialogs } = await client.call({ _: 'messages.getPeerDialogs', peers })
  const [dialog] = dialogs
  return dialog?._ === 'dialog' ? dialog : undefined
}

async function refusal(client: TestClient, request: api.Method): Promise<string> {
  try {
    await client.call(request)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  return 'none'
}

describe('a basic group that was made', () => {
  it('is in the list of each member, with a service message that names all', async () => {
    const { alice, bob, carol, group } = fixture
    for (const client of [alice, bob, carol]) {
      const [message] = await fixture.history(client, group)
      expect(message).toMatchObject({
        _: 'messageService',
        peerId: { _: 'peerChat', chatId: chatId() },
        action: { _: 'messageActionChatCreate', title: 'Gardeners', users: [alice, bob, carol].map(fixture.id) },
      })
      expect(await dialogOf(client)).toMatchObject({ unreadCount: client === alice ? 0 : 1 })
      expect(await fixture.participants(client)).toEqual([alice, bob, carol].map(fixture.id))
    }
    expect(await fixture.shown(bob)).toMatchObject({ _: 'chat', title: 'Gardeners', participantsCount: 3 })
    expect(await fixture.shown(alice)).toMatchObject({ creator: true, adminRights: { changeInfo: true } })
  })

  it('leaves out whoever lets nobody add them, and says so', async () => {
    const { alice, bob, dave, user } = fixture
    const rules: api.InputPrivacyRule[] = [{ _: 'inputPrivacyValueDisallowAll' }]
    await bob.call({ _: 'account.setPrivacy', key: { _: 'inputPrivacyKeyChatInvite' }, rules })
    const users = [await user(alice, 'bob'), await user(alice, 'dave')]
    const created = await alice.call({ _: 'messages.createChat', title: 'Two', users })
    expect(created.missingInvitees).toEqual([{ _: 'missingInvitee', userId: fixture.id(bob) }])
    const id = groupIn(created.updates)
    expect(await refusal(bob, { _: 'messages.getFullChat', chatId: id })).toBe('CHAT_ID_INVALID')
    const { chats } = await dave.call({ _: 'messages.getChats', id: [id] })
    expect(chats).toMatchObject([{ title: 'Two', participantsCount: 2 }])
  })

  it('has a title', async () => {
    const { alice } = fixture
    expect(await refusal(alice, { _: 'messages.createChat', title: ' ', users: [] })).toBe('CHAT_TITLE_EMPTY')
  })
})

describe('what is said in a group', () => {
  it('comes to all, once, under a number of each one’s own', async () => {
    const { alice, bob, carol, dave, group, text } = fixture
    await fixture.note(bob)
    await alice.call(text(group, 'hello all'))
    await bob.call(text(group, 'hello Alice'))
    for (const client of [alice, bob, carol]) {
      expect(await saidTo(client)).toEqual(['hello Alice', 'hello all', 'messageActionChatCreate'])
    }
    const pushed = carol.pushed.splice(0)
    expect(pushed).toMatchObject([
      { _: 'updateShortChatMessage', fromId: fixture.id(alice), chatId: chatId(), message: 'hello all' },
      { _: 'updateShortChatMessage', fromId: fixture.id(bob), chatId: chatId(), message: 'hello Alice' },
    ])
    expect(dave.pushed).toEqual([])
    expect(await dialogOf(carol)).toMatchObject({ unreadCount: 3 })
    const [mine] = await fixture.history(bob, group)
    expect(mine).toMatchObject({ out: true, fromId: { userId: fixture.id(bob) } })
  })

  it('is sent once under one random id', async () => {
    const { alice, bob, group, text } = fixture
    const request = text(group, 'once')
    await alice.call(request)
    await alice.call(request)
    expect(await saidTo(bob)).toEqual(['once', 'messageActionChatCreate'])
  })

  it('answers what it answers by the number of each box, and concerns its author', async () => {
    const { alice, bob, carol, group, text } = fixture
    await fixture.note(carol)
    await alice.call(text(group, 'who comes?'))
    const [asked] = await fixture.history(bob, group)
    const replyTo = { _: 'inputReplyToMessage', replyToMsgId: asked?.id ?? 0 } as const
    await bob.call(text(group, 'I do', { replyTo }))
    for (const client of [alice, bob, carol]) {
      const [answer, question] = await fixture.history(client, group)
      expect(answer).toMatchObject({ message: 'I do', replyTo: { replyToMsgId: question?.id } })
    }
    const [forAlice] = await fixture.history(alice, group)
    expect(forAlice).toMatchObject({ mentioned: true, mediaUnread: true })
    expect(await dialogOf(alice)).toMatchObject({ unreadMentionsCount: 1 })
    expect(await dialogOf(carol)).toMatchObject({ unreadMentionsCount: 0 })
    await alice.call({ _: 'messages.readMentions', peer: group })
    expect(await dialogOf(alice)).toMatchObject({ unreadMentionsCount: 0 })
    const [read] = await fixture.history(alice, group)
    expect(read).toMatchObject({ mentioned: true })
    expect(read?._ === 'message' && read.mediaUnread).toBeFalsy()
  })

  it('names members, by name and by username', async () => {
    const { alice, bob, carol, group, text, user } = fixture
    await carol.call({ _: 'account.updateUsername', username: 'carol_here' })
    const entities: api.MessageEntity[] = [
      { _: 'inputMessageEntityMentionName', offset: 0, length: 3, userId: await user(alice, 'bob') },
    ]
    await alice.call(text(group, 'Bob and @carol_here', { entities }))
    for (const client of [bob, carol]) expect(await dialogOf(client)).toMatchObject({ unreadMentionsCount: 1 })
  })

  it('is edited for all by its author', async () => {
    const { alice, bob, carol, group, text } = fixture
    await alice.call(text(group, 'helo'))
    const [mine] = await fixture.history(alice, group)
    await alice.call({ _: 'messages.editMessage', peer: group, id: mine?.id ?? 0, message: 'hello' })
    for (const client of [bob, carol]) {
      expect((await saidTo(client))[0]).toBe('hello')
      expect(fixture.news(client)).toMatchObject([{ _: 'updateEditMessage', message: { message: 'hello' } }])
    }
    const [theirs] = await fixture.history(bob, group)
    const edit = { _: 'messages.editMessage', peer: group, id: theirs?.id ?? 0, message: 'bye' } as const
    expect(await refusal(bob, edit)).toBe('MESSAGE_AUTHOR_REQUIRED')
  })

  it('is deleted for oneself, for all by its author and by who may, and by nobody else', async () => {
    const { alice, bob, carol, group, text } = fixture
    for (const said of ['one', 'two', 'three']) await bob.call(text(group, said))
    const ids = async (client: TestClient): Promise<number[]> =>
      (await fixture.history(client, group)).slice(0, 3).map(({ id }) => id)
    const [three = 0, two = 0, one = 0] = await ids(carol)
    await carol.call({ _: 'messages.deleteMessages', id: [one] })
    expect(await refusal(carol, { _: 'messages.deleteMessages', id: [two], revoke: true })).toBe(
      'MESSAGE_DELETE_FORBIDDEN',
    )
    expect(await saidTo(bob)).toContain('one')
    const [ofBob = 0] = await ids(bob)
    await bob.call({ _: 'messages.deleteMessages', id: [ofBob], revoke: true })
    expect(await saidTo(carol)).toEqual(['two', 'messageActionChatCreate'])
    const [twoOfAlice = 0] = await ids(alice)
    await alice.call({ _: 'messages.deleteMessages', id: [twoOfAlice], revoke: true })
    expect(await saidTo(carol)).toEqual(['messageActionChatCreate'])
    expect(await saidTo(bob)).toEqual(['one', 'messageActionChatCreate'])
    expect(three).toBeGreaterThan(0)
  })

  it('is read, which its author is told once', async () => {
    const { alice, bob, carol, group, text } = fixture
    await alice.call(text(group, 'one'))
    await alice.call(text(group, 'two'))
    await carol.call({ _: 'messages.readHistory', peer: group, maxId: 0 })
    expect(await dialogOf(carol)).toMatchObject({ unreadCount: 0 })
    const [last] = await fixture.history(alice, group)
    expect(fixture.news(alice)).toMatchObject([
      { _: 'updateReadHistoryOutbox', peer: { _: 'peerChat' }, maxId: last?.id },
    ])
    expect(await dialogOf(alice)).toMatchObject({ readOutboxMaxId: last?.id })
    await bob.call({ _: 'messages.readHistory', peer: group, maxId: 0 })
    expect(fixture.news(alice)).toEqual([])
  })

  it('shows its author who has read it, in a group of few and for a week', async () => {
    const { server, alice, bob, carol, group, text } = fixture
    await fixture.note(bob)
    await alice.call(text(group, 'one'))
    const [mine, theirs] = [await fixture.history(alice, group), await fixture.history(bob, group)]
    const ask = { _: 'messages.getMessageReadParticipants', peer: group, msgId: mine[0]?.id ?? 0 } as const
    expect(await alice.call(ask)).toEqual([])
    server.clock.now += 5_000
    await bob.call({ _: 'messages.readHistory', peer: group, maxId: 0 })
    const read = { _: 'readParticipantDate', userId: fixture.id(bob), date: fixture.now() }
    expect(await alice.call(ask)).toEqual([read])
    expect(await refusal(bob, { ...ask, msgId: theirs[0]?.id ?? 0 })).toBe('MSG_ID_INVALID')
    await carol.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' } })
    expect(await refusal(carol, ask)).toBe('USER_NOT_PARTICIPANT')
    server.clock.now += 8 * 86_400_000
    expect(await refusal(alice, ask)).toBe('MSG_TOO_OLD')
  })

  it('is reported to who runs the server', async () => {
    const { server, alice, bob, group, text } = fixture
    await alice.call(text(group, 'buy this'))
    const [message] = await fixture.history(bob, group)
    const option = new TextEncoder().encode('inputReportReasonSpam')
    await bob.call({ _: 'messages.report', peer: group, id: [message?.id ?? 0], option, message: '' })
    expect(await server.store.read.reports.page(9)).toMatchObject([
      { peer: -Number(chatId()), messages: [message?.id] },
    ])
  })

  it('is pinned, reacted to, voted on and found', async () => {
    const { alice, bob, carol, group, text, media } = fixture
    await bob.call(text(group, 'the compost is ready'))
    const [ofAlice] = await fixture.history(alice, group)
    const id = ofAlice?.id ?? 0
    await alice.call({ _: 'messages.updatePinnedMessage', peer: group, id })
    expect(await saidTo(carol)).toEqual(['messageActionPinMessage', 'the compost is ready', 'messageActionChatCreate'])
    expect(await fixture.found(carol, group, { _: 'inputMessagesFilterPinned' })).toEqual(['the compost is ready'])
    expect(await fixture.found(carol, group, { _: 'inputMessagesFilterEmpty' }, 'comp')).toEqual([
      'the compost is ready',
    ])
    const reaction: api.Reaction[] = [{ _: 'reactionEmoji', emoticon: '👍' }]
    await alice.call({ _: 'messages.sendReaction', peer: group, msgId: id, reaction })
    const [, reacted] = await fixture.history(carol, group)
    expect(reacted).toMatchObject({ reactions: { results: [{ count: 1 }] } })
    expect(await dialogOf(bob)).toMatchObject({ unreadReactionsCount: 1 })

    const plain = (words: string): api.textWithEntities => ({ _: 'textWithEntities', text: words, entities: [] })
    const answers = ['yes', 'no'].map((words): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(words) }))
    const poll: api.poll = { _: 'poll', id: 0n, question: plain('Well?'), answers, hash: 0n }
    await bob.call(media(group, { _: 'inputMediaPoll', poll }))
    for (const client of [alice, carol]) {
      const [asked] = await fixture.history(client, group)
      const options = [new TextEncoder().encode('0')]
      await client.call({ _: 'messages.sendVote', peer: group, msgId: asked?.id ?? 0, options })
    }
    const [shown] = await fixture.history(alice, group)
    expect(shown).toMatchObject({ media: { results: { totalVoters: 2 } } })
  })

  it('is typed, forwarded into it and out of it, scheduled and drafted', async () => {
    const { server, alice, bob, carol, dave, group, text, toBob } = fixture
    await alice.call({ _: 'messages.setTyping', peer: group, action: { _: 'sendMessageTypingAction' } })
    expect(fixture.news(bob)).toMatchObject([
      { _: 'updateChatUserTyping', chatId: chatId(), fromId: { userId: fixture.id(alice) } },
    ])
    expect(dave.pushed).toEqual([])
    await alice.call(text(toBob, 'between us'))
    const [privately] = await fixture.history(alice, toBob)
    const forward = { _: 'messages.forwardMessages', fromPeer: toBob, toPeer: group } as const
    await alice.call({ ...forward, id: [privately?.id ?? 0], randomId: [fixture.randomId()] })
    const [inGroup] = await fixture.history(carol, group)
    expect(inGroup).toMatchObject({ message: 'between us', fwdFrom: { fromId: { userId: fixture.id(alice) } } })
    const out = { _: 'messages.forwardMessages', fromPeer: group, toPeer: { _: 'inputPeerSelf' } } as const
    await carol.call({ ...out, id: [inGroup?.id ?? 0], randomId: [fixture.randomId()] })
    const [saved] = await fixture.history(carol, { _: 'inputPeerSelf' })
    expect(saved).toMatchObject({ fwdFrom: { savedFromPeer: { _: 'peerChat', chatId: chatId() } } })

    await bob.call(text(group, 'later', { scheduleDate: fixture.now() + 60 }))
    server.clock.now += 61_000
    await server.upkeep()
    expect((await saidTo(carol))[0]).toBe('later')
    await bob.call({ _: 'messages.saveDraft', peer: group, message: 'dear' })
    expect(await dialogOf(bob)).toMatchObject({ draft: { message: 'dear' } })
  })

  it('deletes itself for all after the time that was set', async () => {
    const { server, alice, bob, group, text } = fixture
    await alice.call({ _: 'messages.setHistoryTTL', peer: group, period: 86_400 })
    expect(await dialogOf(bob)).toMatchObject({ ttlPeriod: 86_400 })
    await bob.call(text(group, 'for a day'))
    server.clock.now += 86_401_000
    await server.upkeep()
    for (const client of [alice, bob]) expect(await saidTo(client)).not.toContain('for a day')
  })

  it('is cleared by each for oneself alone', async () => {
    const { alice, bob, group, text } = fixture
    await alice.call(text(group, 'one'))
    await alice.call(text(group, 'two'))
    await bob.call({ _: 'messages.deleteHistory', peer: group, maxId: 0, justClear: true })
    expect(await saidTo(bob)).toEqual(['messageActionHistoryClear'])
    expect(await saidTo(alice)).toEqual(['two', 'one', 'messageActionChatCreate'])
    const [mine] = await fixture.history(alice, group)
    await alice.call({ _: 'messages.editMessage', peer: group, id: mine?.id ?? 0, message: 'three' })
    expect(await saidTo(bob)).toEqual(['messageActionHistoryClear'])
    await bob.call({ _: 'messages.deleteHistory', peer: group, maxId: 0 })
    expect(await saidTo(bob)).toEqual([])
    expect(await saidTo(alice)).toEqual(['three', 'one', 'messageActionChatCreate'])
  })

  it('is cleared for all by who may take away what others said', async () => {
    const { alice, bob, carol, group, text, user } = fixture
    await bob.call(text(group, 'of Bob'))
    await alice.call(text(group, 'of Alice'))
    const [last] = await fixture.history(alice, group)
    await carol.call(text(group, 'of Carol'))
    const clear = { _: 'messages.deleteHistory', peer: group, revoke: true } as const
    expect(await refusal(bob, { ...clear, maxId: 0 })).toBe('CHAT_ADMIN_REQUIRED')
    expect(await refusal(alice, { ...clear, maxId: 0, minDate: 1 })).toBe('CHAT_REVOKE_DATE_UNSUPPORTED')
    await bob.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' } })
    fixture.news(carol)
    await alice.call({ ...clear, maxId: last?.id ?? 0 })
    expect(await saidTo(alice)).toEqual(['messageActionChatDeleteUser', 'of Carol'])
    expect(await saidTo(carol)).toEqual(['messageActionChatDeleteUser', 'of Carol'])
    expect(fixture.news(carol)).toMatchObject([{ _: 'updateDeleteMessages', ptsCount: 3 }])
    // Who has gone keeps what there was, and empties no other box.
    expect(await saidTo(bob)).toEqual([
      ...['messageActionChatDeleteUser', 'of Carol', 'of Alice', 'of Bob', 'messageActionChatCreate'],
    ])
    await bob.call({ ...clear, maxId: 0 })
    expect(await saidTo(bob)).toEqual([])
    expect(await saidTo(alice)).toEqual(['messageActionChatDeleteUser', 'of Carol'])
    await alice.call({ _: 'messages.addChatUser', chatId: chatId(), userId: await user(alice, 'bob'), fwdLimit: 0 })
  })
})

describe('members of a group', () => {
  it('are told who voted how, and who has gone is not, having voted or not', async () => {
    const { alice, bob, group, media } = fixture
    const plain = (text: string): api.textWithEntities => ({ _: 'textWithEntities', text, entities: [] })
    const answers = ['yes', 'no'].map((text): api.PollAnswer => ({ _: 'inputPollAnswer', text: plain(text) }))
    const poll: api.poll = { _: 'poll', id: 0n, question: plain('Well?'), answers, publicVoters: true, hash: 0n }
    await alice.call(media(group, { _: 'inputMediaPoll', poll }))
    const options = [new TextEncoder().encode('0')]
    const idOf = async (client: TestClient): Promise<number> => (await fixture.history(client, group))[0]?.id ?? 0
    const ofBob = await idOf(bob)
    await bob.call({ _: 'messages.sendVote', peer: group, msgId: ofBob, options })
    const votes = { _: 'messages.getPollVotes', peer: group, id: ofBob, limit: 10 } as const
    expect(await bob.call(votes)).toMatchObject({ count: 1 })
    await bob.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' } })
    expect(await refusal(bob, votes)).toBe('USER_NOT_PARTICIPANT')
    const results = { _: 'messages.getPollResults', peer: group, msgId: ofBob, pollHash: 0n } as const
    expect(await refusal(bob, results)).toBe('USER_NOT_PARTICIPANT')
  })

  it('come and are shown what was said last, if that is wanted', async () => {
    const { alice, bob, dave, group, text, user } = fixture
    for (const said of ['one', 'two', 'three']) await bob.call(text(group, said))
    const add = { _: 'messages.addChatUser', chatId: chatId(), userId: await user(alice, 'dave'), fwdLimit: 2 } as const
    const added = await alice.call(add)
    expect(added.missingInvitees).toEqual([])
    expect(await saidTo(dave)).toEqual(['messageActionChatAddUser', 'three', 'two'])
    const [, shown] = await fixture.history(dave, group)
    expect(shown).toMatchObject({ fromId: { userId: fixture.id(bob) }, message: 'three' })
    expect(await fixture.participants(dave)).toHaveLength(4)
    expect(fixture.news(bob)).toContainEqual(
      expect.objectContaining({ _: 'updateChatParticipantAdd', userId: fixture.id(dave) }),
    )
    expect(await refusal(alice, add)).toBe('USER_ALREADY_PARTICIPANT')
    await dave.call(text(group, 'thanks'))
    expect((await saidTo(bob))[0]).toBe('thanks')
    const [ofBob] = (await fixture.history(bob, group)).filter((message) => said(message) === 'three')
    await bob.call({ _: 'messages.editMessage', peer: group, id: ofBob?.id ?? 0, message: 'four' })
    expect(await saidTo(dave)).toContain('four')
  })

  it('go, keep what they had, and hear no more', async () => {
    const { alice, bob, carol, group, text } = fixture
    await alice.call(text(group, 'before'))
    await bob.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' } })
    const heard = ['messageActionChatDeleteUser', 'before', 'messageActionChatCreate']
    expect(await saidTo(bob)).toEqual(heard)
    expect(await saidTo(carol)).toEqual(heard)
    bob.pushed.length = 0
    const [, mine] = await fixture.history(alice, group)
    await alice.call({ _: 'messages.editMessage', peer: group, id: mine?.id ?? 0, message: 'after' })
    await alice.call({ _: 'messages.editChatTitle', chatId: chatId(), title: 'Secret gardeners' })
    await alice.call(text(group, 'without Bob'))
    expect(await saidTo(bob)).toEqual(heard)
    expect(bob.pushed).toEqual([])
    expect(await fixture.shown(bob)).toMatchObject({ _: 'chat', left: true, title: 'Gardeners', participantsCount: 0 })
    expect(await fixture.participants(bob)).toEqual([])
    expect(await fixture.participants(carol)).toEqual([alice, carol].map(fixture.id))
    expect(await refusal(bob, text(group, 'hello?'))).toBe('CHAT_WRITE_FORBIDDEN')
    expect(await refusal(bob, { _: 'messages.editChatTitle', chatId: chatId(), title: 'Mine' })).toBe(
      'USER_NOT_PARTICIPANT',
    )
    // One who went by oneself comes back by oneself.
    const back = { _: 'messages.addChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' }, fwdLimit: 100 } as const
    await bob.call(back)
    expect((await saidTo(bob)).slice(0, 2)).toEqual(['messageActionChatAddUser', 'without Bob'])
    expect(await fixture.shown(bob)).toMatchObject({ title: 'Secret gardeners', participantsCount: 3 })
  })

  it('are removed by who may, and stay away', async () => {
    const { alice, bob, carol, group, user } = fixture
    const remove = { _: 'messages.deleteChatUser', chatId: chatId() } as const
    expect(await refusal(bob, { ...remove, userId: await user(bob, 'carol') })).toBe('CHAT_ADMIN_REQUIRED')
    await alice.call({ ...remove, userId: await user(alice, 'carol'), revokeHistory: true })
    expect(await saidTo(carol)).toEqual([])
    expect(await saidTo(bob)).toEqual(['messageActionChatDeleteUser', 'messageActionChatCreate'])
    expect(await fixture.shown(carol)).toEqual({ _: 'chatForbidden', id: chatId(), title: 'Gardeners' })
    const back = { _: 'messages.addChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' }, fwdLimit: 0 } as const
    expect(await refusal(carol, back)).toBe('USER_KICKED')
    expect(await refusal(alice, { ...remove, userId: await user(alice, 'carol') })).toBe('USER_NOT_PARTICIPANT')
    expect(
      await refusal(carol, { _: 'messages.setTyping', peer: group, action: { _: 'sendMessageTypingAction' } }),
    ).toBe('CHAT_WRITE_FORBIDDEN')
  })

  it('remove whom they have brought', async () => {
    const { bob, dave, user } = fixture
    const dave2 = await user(bob, 'dave')
    await bob.call({ _: 'messages.addChatUser', chatId: chatId(), userId: dave2, fwdLimit: 0 })
    await bob.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId: dave2 })
    expect(await fixture.shown(dave)).toMatchObject({ _: 'chatForbidden' })
  })

  it('leave with their account', async () => {
    const { alice, bob, carol } = fixture
    await bob.call({ _: 'account.deleteAccount', reason: 'enough' })
    expect(await fixture.participants(alice)).toEqual([alice, carol].map(fixture.id))
    await alice.call(fixture.text(fixture.group, 'still here'))
    await fixture.server.upkeep()
    expect((await saidTo(carol))[0]).toBe('still here')
  })

  it('change its title and what is said of it', async () => {
    const { alice, bob, carol, group } = fixture
    await bob.call({ _: 'messages.editChatTitle', chatId: chatId(), title: 'Growers' })
    expect((await saidTo(alice))[0]).toBe('messageActionChatEditTitle')
    expect(await fixture.shown(carol)).toMatchObject({ title: 'Growers' })
    await bob.call({ _: 'messages.editChatAbout', peer: group, about: 'All that grows' })
    expect(fixture.news(carol)).toContainEqual({ _: 'updateChat', chatId: chatId() })
    const { fullChat } = await carol.call({ _: 'messages.getFullChat', chatId: chatId() })
    expect(fullChat).toMatchObject({ about: 'All that grows' })
    const again = { _: 'messages.editChatTitle', chatId: chatId(), title: 'Growers' } as const
    expect(await refusal(bob, again)).toBe('CHAT_NOT_MODIFIED')
  })
})

describe('a device that was away', () => {
  it('learns all of it from the difference', async () => {
    const { alice, bob, group, text, user } = fixture
    const { pts, date, qts } = await bob.call({ _: 'updates.getState' })
    bob.link.connected = false
    fixture.server.clock.now += 100_000
    await alice.call(text(group, 'one'))
    await alice.call({ _: 'messages.addChatUser', chatId: chatId(), userId: await user(alice, 'dave'), fwdLimit: 0 })
    await alice.call({ _: 'messages.editChatTitle', chatId: chatId(), title: 'Growers' })
    const [, , mine] = await fixture.history(alice, group)
    await alice.call({ _: 'messages.editMessage', peer: group, id: mine?.id ?? 0, message: 'uno' })
    const difference = await bob.call({ _: 'updates.getDifference', pts, date, qts })
    if (difference._ !== 'updates.difference') throw new TypeError(difference._)
    expect(difference.newMessages.map(said)).toEqual(['uno', 'messageActionChatAddUser', 'messageActionChatEditTitle'])
    expect(difference.chats).toMatchObject([{ _: 'chat', title: 'Growers', participantsCount: 4 }])
    const participants = difference.otherUpdates.find(({ _ }) => _ === 'updateChatParticipants')
    expect(participants).toMatchObject({ participants: { _: 'chatParticipants', participants: { length: 4 } } })
  })
})

describe('a group that was deleted', () => {
  it('is gone for all, by its creator alone', async () => {
    const { alice, bob, carol, group, text } = fixture
    for (let i = 0; i < 12; i++) await bob.call(text(group, `message ${i}`))
    expect(await refusal(bob, { _: 'messages.deleteChat', chatId: chatId() })).toBe('CHAT_ADMIN_REQUIRED')
    await alice.call({ _: 'messages.deleteChat', chatId: chatId() })
    for (const client of [alice, bob, carol]) {
      expect(await saidTo(client)).toEqual([])
      expect(await fixture.shown(client)).toMatchObject({ _: 'chatForbidden' })
      expect(await refusal(client, text(group, 'hello?'))).toBe('CHAT_WRITE_FORBIDDEN')
    }
  })
})

describe('groups that two people share', () => {
  it('are listed for them, and those that one has left are not', async () => {
    const { alice, bob, user } = fixture
    const ask = { _: 'messages.getCommonChats', userId: await user(alice, 'bob'), maxId: 0n, limit: 9 } as const
    expect((await alice.call(ask)).chats).toMatchObject([{ title: 'Gardeners' }])
    await bob.call({ _: 'messages.deleteChatUser', chatId: chatId(), userId: { _: 'inputUserSelf' } })
    expect((await alice.call(ask)).chats).toEqual([])
  })
})

describe('whoever was never in a group', () => {
  it('is told nothing of it', async () => {
    const { dave, group, text } = fixture
    expect(await refusal(dave, text(group, 'hello'))).toBe('PEER_ID_INVALID')
    const asking = (id: bigint): api.Method[] => [
      { _: 'messages.getFullChat', chatId: id },
      { _: 'messages.getChats', id: [id] },
      { _: 'messages.editChatTitle', chatId: id, title: 'Mine' },
      { _: 'messages.addChatUser', chatId: id, userId: { _: 'inputUserSelf' }, fwdLimit: 9 },
      { _: 'messages.deleteChat', chatId: id },
    ]
    // And no more than of one that there is not.
    for (const request of [...asking(chatId()), ...asking(9_999_999n)]) {
      expect(await refusal(dave, request), request._).toBe('CHAT_ID_INVALID')
    }
  })
})
