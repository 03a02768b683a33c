import type { api } from '@chappe/tl-codec/api'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../../testing/channel.ts'
import { signIn, type TestClient } from '../../testing/test-server.ts'

/** A broadcast channel of Alice's with Bob as a subscriber, and a group of hers in which it is discussed, with nobody else. */
interface Discussion {
  readonly channel: ChannelFixture
  readonly group: api.inputChannel
  groupAs(client: TestClient): api.inputPeerChannel
}

async function openDiscussion(): Promise<Discussion> {
  const channel = await openChannel('broadcast')
  const { alice } = channel
  const created = await alice.call({ _: 'channels.createChannel', title: 'The talk', about: '', megagroup: true })
  const [chat] = created._ === 'updates' ? created.chats : []
  if (chat?._ !== 'channel' || chat.accessHash === undefined) throw new TypeError('a group was created')
  const group: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash }
  await alice.call({ _: 'channels.setDiscussionGroup', broadcast: channel.named(alice), group })
  const hashes = new Map<TestClient, bigint>([[alice, group.accessHash]])
  return {
    channel,
    group,
    groupAs(client) {
      const accessHash = hashes.get(client)
      if (accessHash === undefined) throw new TypeError('this client was never shown the group')
      return { _: 'inputPeerChannel', channelId: group.channelId, accessHash }
    },
  }
}

let talk: Discussion
let lastRandomId = 1_000n
beforeEach(async () => {
  talk = await openDiscussion()
})
afterEach(() => talk.channel.server.close())

const first = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }

async function postOf(client: TestClient, text: string): Promise<api.message> {
  const { messages } = await talk.channel.history(client)
  const found = messages.find((message) => message._ === 'message' && message.message === text)
  if (found?._ !== 'message') throw new TypeError(`nothing says ${text}`)
  return found
}

async function inGroup(): Promise<api.Message[]> {
  const answer = await talk.channel.alice.call({
    ...{ _: 'messages.getHistory', peer: talk.groupAs(talk.channel.alice), ...first },
  })
  return answer._ === 'messages.messagesNotModified' ? [] : answer.messages
}

const textsOf = (messages: readonly api.Message[]): string[] =>
  messages.map((message) => (message._ === 'message' ? message.message : message._))

const sayInGroup = (client: TestClient, peer: api.InputPeer, message: string, id?: number): Promise<api.Updates> =>
  client.call({
    ...{ _: 'messages.sendMessage', peer, message, randomId: ++lastRandomId },
    ...(id !== undefined && { replyTo: { _: 'inputReplyToMessage', replyToMsgId: id } }),
  })

/** The comments below a post, as somebody finds them. */
async function discussed(client: TestClient, post: number): Promise<api.messages.discussionMessage> {
  return client.call({ _: 'messages.getDiscussionMessage', peer: talk.channel.peer(client), msgId: post })
}

describe('a channel with a discussion group', () => {
  it('shows the link, and lists no linked group as one that could be', async () => {
    const { channel, group } = talk
    const { alice, bob } = channel
    const full = await bob.call({ _: 'channels.getFullChannel', channel: channel.named(bob) })
    expect(full.fullChat).toMatchObject({ linkedChatId: group.channelId })
    expect(full.chats.filter((chat) => chat._ === 'channel')).toMatchObject([
      { hasLink: true },
      { hasLink: true, left: true },
    ])
    expect(await alice.call({ _: 'channels.getGroupsForDiscussion' })).toMatchObject({ chats: [] })
    const link = (broadcast: api.InputChannel, megagroup: api.InputChannel): Promise<boolean> =>
      alice.call({ _: 'channels.setDiscussionGroup', broadcast, group: megagroup })
    const none: api.InputChannel = { _: 'inputChannelEmpty' }
    await expect(link(channel.named(alice), group)).rejects.toThrow('LINK_NOT_MODIFIED')
    await expect(link(group, group)).rejects.toThrow('BROADCAST_ID_INVALID')
    await expect(link(channel.named(alice), channel.named(alice))).rejects.toThrow('MEGAGROUP_ID_INVALID')
    const hide: api.channels.togglePreHistoryHidden = {
      _: 'channels.togglePreHistoryHidden',
      channel: group,
      enabled: true,
    }
    await expect(alice.call(hide)).rejects.toThrow('CHAT_LINK_EXISTS')
    expect(await link(none, group)).toBe(true)
    await expect(link(channel.named(alice), none)).rejects.toThrow('LINK_NOT_MODIFIED')
    expect(await alice.call({ _: 'channels.getGroupsForDiscussion' })).toMatchObject({ chats: [{ title: 'The talk' }] })
    await alice.call(hide)
    await expect(link(channel.named(alice), group)).rejects.toThrow('MEGAGROUP_PREHISTORY_HIDDEN')
    await expect(
      bob.call({ _: 'channels.setDiscussionGroup', broadcast: channel.named(bob), group: none }),
    ).rejects.toThrow('CHAT_ADMIN_REQUIRED')
  })

  it('has each post copied there, pinned and nameless, whatever was posted before', async () => {
    const { channel } = talk
    await channel.send(channel.alice, 'a post')
    const [copy] = await inGroup()
    const post = await postOf(channel.alice, 'a post')
    const pin = { _: 'messages.updatePinnedMessage', peer: channel.peer(channel.alice), id: post.id } as const
    await channel.alice.call(pin)
    expect(await inGroup()).toHaveLength(2)
    const { channelId } = channel.named(channel.alice)
    expect(copy).toMatchObject({
      ...{ message: 'a post', pinned: true, fromId: { _: 'peerChannel', channelId } },
      fwdFrom: { channelPost: post.id, savedFromPeer: { _: 'peerChannel', channelId }, savedFromMsgId: post.id },
      replies: { comments: undefined, replies: 0 },
    })
    expect(copy?._ === 'message' && [copy.post, copy.out, copy.views]).toEqual([undefined, undefined, undefined])
    expect(post.replies).toMatchObject({ comments: true, replies: 0, channelId: talk.group.channelId })
    const byAlice = await channel.alice.call({
      ...{ _: 'messages.search', peer: talk.groupAs(channel.alice), q: '', minDate: 0, maxDate: 0, ...first },
      ...{ filter: { _: 'inputMessagesFilterEmpty' }, fromId: { _: 'inputPeerSelf' } },
    })
    expect(byAlice._ === 'messages.messagesNotModified' ? [] : textsOf(byAlice.messages)).not.toContain('a post')
  })

  it('copies a post once, also when it is sent again', async () => {
    const { channel } = talk
    const randomId = 77n
    await channel.send(channel.alice, 'once', { randomId })
    await channel.send(channel.alice, 'once', { randomId })
    expect(textsOf(await inGroup()).filter((text) => text === 'once')).toHaveLength(1)
  })

  it('counts comments exactly, shows who commented last, and says how far one has read', async () => {
    const { channel } = talk
    const { alice, bob } = channel
    await channel.send(alice, 'a post')
    const post = await postOf(bob, 'a post')
    const opened = await discussed(bob, post.id)
    expect(opened).toMatchObject({ messages: [{ message: 'a post' }], unreadCount: 0 })
    const root = opened.messages[0]?.id ?? 0
    for (const text of ['one', 'two', 'three']) await sayInGroup(alice, talk.groupAs(alice), text, root)
    await sayInGroup(alice, talk.groupAs(alice), 'an answer to one', root + 1)
    expect((await postOf(bob, 'a post')).replies).toMatchObject({
      ...{ replies: 4, maxId: root + 4, recentRepliers: [{ _: 'peerUser' }] },
    })
    const replies = await bob.call({ _: 'messages.getReplies', peer: channel.peer(bob), msgId: post.id, ...first })
    if (replies._ !== 'messages.channelMessages') throw new TypeError('a group answers')
    expect(replies.count).toBe(4)
    expect(textsOf(replies.messages)).toEqual(['an answer to one', 'three', 'two', 'one'])
    expect(await discussed(bob, post.id)).toMatchObject({ unreadCount: 4, maxId: root + 4 })

    await bob.call({ _: 'messages.readDiscussion', peer: channel.peer(bob), msgId: post.id, readMaxId: root + 2 })
    expect(await discussed(bob, post.id)).toMatchObject({ unreadCount: 2, readInboxMaxId: root + 2 })
    expect((await postOf(bob, 'a post')).replies).toMatchObject({ readMaxId: root + 2 })
    await alice.call({ _: 'channels.deleteMessages', channel: talk.group, id: [root + 3, root + 4] })
    expect((await postOf(bob, 'a post')).replies).toMatchObject({ replies: 2, maxId: root + 2 })
    expect(await discussed(bob, post.id)).toMatchObject({ unreadCount: 0 })
    const views = await bob.call({
      ...{ _: 'messages.getMessagesViews', peer: channel.peer(bob), id: [post.id], increment: false },
    })
    expect(views.views).toMatchObject([{ replies: { comments: true, replies: 2 } }])
  })

  it('has the copy follow its post, and the post lose its comments with the copy', async () => {
    const { channel } = talk
    const { alice, bob } = channel
    await channel.send(alice, 'frist')
    await channel.send(alice, 'second')
    const [one, two] = [await postOf(alice, 'frist'), await postOf(alice, 'second')]
    await alice.call({ _: 'messages.editMessage', peer: channel.peer(alice), id: one.id, message: 'first' })
    expect(textsOf(await inGroup()).slice(0, 2)).toEqual(['second', 'first'])
    const copy = (await inGroup()).find((message) => message._ === 'message' && message.message === 'first')
    await alice.call({ _: 'channels.deleteMessages', channel: channel.named(alice), id: [two.id] })
    expect(textsOf(await inGroup())[0]).toBe('first')
    await alice.call({ _: 'channels.deleteMessages', channel: talk.group, id: [copy?.id ?? 0] })
    expect((await postOf(bob, 'first')).replies).toBeUndefined()
    await expect(discussed(bob, one.id)).rejects.toThrow('MSG_ID_INVALID')
  })

  it('tells the other devices of one who reads how far that was, also those that were away', async () => {
    const { channel } = talk
    const { server, alice, bob } = channel
    await channel.send(alice, 'a post')
    const post = await postOf(bob, 'a post')
    const root = (await discussed(bob, post.id)).messages[0]?.id ?? 0
    await sayInGroup(alice, talk.groupAs(alice), 'one', root)
    const second = await signIn(server, '9996620002')
    await second.call({ _: 'updates.getState' })
    const state = await second.call({ _: 'updates.getState' })
    await bob.call({ _: 'messages.readDiscussion', peer: channel.peer(bob), msgId: post.id, readMaxId: root + 1 })
    await server.told()
    const told = {
      ...{
        _: 'updateReadChannelDiscussionInbox',
        channelId: talk.group.channelId,
        topMsgId: root,
        readMaxId: root + 1,
      },
      ...{ broadcastId: channel.named(bob).channelId, broadcastPost: post.id },
    }
    expect(channel.taken(second)).toMatchObject([told])
    const { pts, date, qts } = state
    const missed = await second.call({ _: 'updates.getDifference', pts, date, qts })
    expect(missed._ === 'updates.difference' ? missed.otherUpdates : []).toContainEqual(expect.objectContaining(told))
  })

  it('is commented on without joining the group, unless one has to', async () => {
    const { channel } = talk
    const { alice, bob } = channel
    await channel.send(alice, 'a post')
    const post = await postOf(bob, 'a post')
    const { messages, chats } = await discussed(bob, post.id)
    const group = chats.find(({ id }) => id === talk.group.channelId)
    if (group?._ !== 'channel' || group.accessHash === undefined) throw new TypeError('the group is shown')
    const peer: api.inputPeerChannel = { _: 'inputPeerChannel', channelId: group.id, accessHash: group.accessHash }
    await sayInGroup(bob, peer, 'as a guest', messages[0]?.id)
    const { userId } = channel.toBob
    expect((await postOf(alice, 'a post')).replies).toMatchObject({ replies: 1, recentRepliers: [{ userId }] })
    await alice.call({ _: 'channels.toggleJoinToSend', channel: talk.group, enabled: true })
    await expect(sayInGroup(bob, peer, 'once more', messages[0]?.id)).rejects.toThrow('CHAT_WRITE_FORBIDDEN')
  })

  it('is discussed before those alone who may look at the channel', async () => {
    const { channel } = talk
    const { alice, carol } = channel
    await channel.send(alice, 'a post')
    const post = await postOf(alice, 'a post')
    const guessed: api.inputPeerChannel = { ...channel.peer(alice) }
    await expect(carol.call({ _: 'messages.getDiscussionMessage', peer: guessed, msgId: post.id })).rejects.toThrow(
      'PEER_ID_INVALID',
    )
    await alice.call({ _: 'channels.updateUsername', channel: channel.named(alice), username: 'open_channel' })
    const found = await carol.call({ _: 'contacts.resolveUsername', username: 'open_channel' })
    const [seen] = found.chats
    if (seen?._ !== 'channel' || seen.accessHash === undefined) throw new TypeError('it is public')
    const peer: api.inputPeerChannel = { _: 'inputPeerChannel', channelId: seen.id, accessHash: seen.accessHash }
    const comments = await carol.call({ _: 'messages.getDiscussionMessage', peer, msgId: post.id })
    const group = comments.chats.find((chat) => chat._ === 'channel' && chat.megagroup === true)
    if (group?._ !== 'channel' || group.accessHash === undefined) throw new TypeError('the group is shown')
    const asCarol: api.inputPeerChannel = { _: 'inputPeerChannel', channelId: group.id, accessHash: group.accessHash }
    const history = await carol.call({ _: 'messages.getHistory', peer: asCarol, ...first })
    expect(history._ === 'messages.messagesNotModified' ? [] : textsOf(history.messages)).toContain('a post')
    await alice.call({
      _: 'channels.setDiscussionGroup',
      broadcast: channel.named(alice),
      group: { _: 'inputChannelEmpty' },
    })
    await expect(carol.call({ _: 'messages.getHistory', peer: asCarol, ...first })).rejects.toThrow('CHANNEL_PRIVATE')
  })
})
