import { encodeUntyped } from '@chappe/tl-layers'
import { expect, it } from 'vitest'
import { parseRequest } from './layer.ts'

it('reads what forums were asked by earlier names as what it is called today', () => {
  const layer = 176
  const channel = { _: 'inputChannel', channelId: 5n, accessHash: 7n }
  const peer = { _: 'inputPeerChannel', channelId: 5n, accessHash: 7n }
  const page = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 9 }
  const requests = [
    { name: 'ForumTopics', verb: 'get', fields: page },
    { name: 'ForumTopicsByID', verb: 'get', fields: { topics: [1] } },
    { name: 'ForumTopic', verb: 'create', fields: { title: 'a topic', randomId: 3n } },
    { name: 'ForumTopic', verb: 'edit', fields: { topicId: 4, hidden: true } },
    { name: 'TopicHistory', verb: 'delete', fields: { topMsgId: 4 } },
    { name: 'PinnedForumTopics', verb: 'reorder', fields: { order: [4] } },
    { name: 'PinnedForumTopic', verb: 'update', fields: { topicId: 4, pinned: true } },
  ]
  const key = { authKeyId: 1n, client: undefined, userId: undefined }
  for (const { name, verb, fields } of requests) {
    const bytes = encodeUntyped({ _: `channels.${verb}${name}`, channel, ...fields }, layer)
    const read = parseRequest(bytes, key)
    expect(read).toMatchObject({ _: `messages.${verb}${name}`, peer, ...fields })
    expect(read).not.toHaveProperty('channel')
  }
})
