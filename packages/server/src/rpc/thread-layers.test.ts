import { loadStrict, StrictSchema } from '@chappe/strict-schema'
import type { api } from '@chappe/tl-codec/api'
import { describe, expect, it } from 'vitest'
import { type ChannelFixture, openChannel } from '../testing/channel.ts'

const definitions = loadStrict(['api.tl', 'history/api.tl'])

async function talkInForum(channel: ChannelFixture): Promise<void> {
  const { alice, bob } = channel
  const peer = channel.peer(alice)
  await alice.call({ _: 'channels.toggleForum', channel: channel.named(alice), enabled: true, tabs: false })
  await alice.call({ _: 'messages.createForumTopic', peer, title: 'A topic', randomId: channel.randomId() })
  const page = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 9 }
  const { topics } = await bob.call({ _: 'messages.getForumTopics', peer: channel.peer(bob), ...page })
  const topicId = topics.find((topic) => topic.id !== 1)?.id ?? 0
  await channel.send(alice, 'in the topic', { replyTo: { _: 'inputReplyToMessage', replyToMsgId: topicId } })
  await alice.call({ _: 'messages.editForumTopic', peer, topicId, title: 'Another title', closed: true })
  await alice.call({ _: 'messages.updatePinnedForumTopic', peer, topicId, pinned: true })
  await alice.call({ _: 'messages.reorderPinnedForumTopics', peer, order: [topicId] })
  await bob.call({ _: 'messages.readDiscussion', peer: channel.peer(bob), msgId: topicId, readMaxId: 0 })
  await bob.call({ _: 'messages.getForumTopicsByID', peer: channel.peer(bob), topics: [topicId, 9_999] })
  await bob.call({ _: 'channels.toggleViewForumAsMessages', channel: channel.named(bob), enabled: true })
  await channel.dialog(bob)
  await alice.call({ _: 'messages.deleteTopicHistory', peer, topMsgId: topicId })
  await alice.call({
    _: 'channels.getAdminLog',
    channel: channel.named(alice),
    q: '',
    maxId: 0n,
    minId: 0n,
    limit: 100,
  })
}

async function discuss(channel: ChannelFixture): Promise<void> {
  const { alice, bob } = channel
  const created = await alice.call({ _: 'channels.createChannel', title: 'The talk', about: '', megagroup: true })
  const [chat] = created._ === 'updates' ? created.chats : []
  if (chat?._ !== 'channel') throw new TypeError('a group was created')
  const group: api.inputChannel = { _: 'inputChannel', channelId: chat.id, accessHash: chat.accessHash ?? 0n }
  await alice.call({ _: 'channels.getGroupsForDiscussion' })
  await alice.call({ _: 'channels.setDiscussionGroup', broadcast: channel.named(alice), group })
  await channel.send(alice, 'to be commented on')
  const msgId = (await channel.history(bob)).messages[0]?.id ?? 0
  const peer = channel.peer(bob)
  const { messages } = await bob.call({ _: 'messages.getDiscussionMessage', peer, msgId })
  const replyTo: api.InputReplyTo = { _: 'inputReplyToMessage', replyToMsgId: messages[0]?.id ?? 0 }
  const comment = { peer: { ...group, _: 'inputPeerChannel' }, message: 'a comment', replyTo } as const
  await alice.call({ _: 'messages.sendMessage', ...comment, randomId: channel.randomId() })
  const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 9, maxId: 0, minId: 0, hash: 0n }
  await bob.call({ _: 'messages.getReplies', peer, msgId, ...page })
  await bob.call({ _: 'messages.readDiscussion', peer, msgId, readMaxId: 0 })
  await bob.call({ _: 'messages.getMessagesViews', peer, id: [msgId], increment: true })
}

/** All of it read by a codec that knows nothing but its layer. */
async function read(kind: 'broadcast' | 'megagroup', layer: number) {
  const schema = new StrictSchema(definitions, layer)
  const answers = new Map<string, unknown>()
  let pushes = 0
  const channel = await openChannel(kind, {
    layer,
    onAnswer(request, bytes) {
      // Where a layer has no such method, its clients do not ask.
      if (schema.definitions.some(({ name }) => name === request._))
        answers.set(request._, schema.decode(bytes, schema.find(request._).result))
    },
    onPush(bytes) {
      schema.decode(bytes, 'Updates')
      pushes++
    },
  })
  await (kind === 'broadcast' ? discuss(channel) : talkInForum(channel))
  await channel.server.close()
  return { answers, pushes }
}

describe('threads and topics', () => {
  for (const layer of [133, 148, 177, 216, 228]) {
    it(`are told of in layer ${layer} by every answer and every push`, async () => {
      const forum = await read('megagroup', layer)
      if (layer >= 216) expect(forum.answers.get('messages.getForumTopics')).toMatchObject({ count: 2 })
      expect(forum.pushes).toBeGreaterThan(3)
      const discussion = await read('broadcast', layer)
      expect(discussion.answers.get('messages.getReplies')).toMatchObject({
        count: 1,
        messages: [{ message: 'a comment' }],
      })
      expect(discussion.answers.get('messages.getMessagesViews')).toMatchObject({
        views: [{ replies: { comments: true } }],
      })
    })
  }
})
