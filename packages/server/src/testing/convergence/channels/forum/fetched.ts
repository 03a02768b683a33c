import type { api } from '@chappe/tl-codec/api'
import type { TestClient } from '../../../test-server.ts'
import { postSnapshot } from '../snapshot.ts'
import type { ForumSnapshot } from './snapshot.ts'

const first = { offsetDate: 0, offsetId: 0, offsetTopic: 0, limit: 100 }
const page = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 100, maxId: 0, minId: 0, hash: 0n }

/** The list of topics, in its order. */
export async function fetchTopics(client: TestClient, channel: api.inputChannel): Promise<api.forumTopic[]> {
  const peer: api.inputPeerChannel = { ...channel, _: 'inputPeerChannel' }
  const { topics, count } = await client.call({ _: 'messages.getForumTopics', peer, ...first })
  if (count !== topics.length) throw new TypeError('all topics are on the first page')
  return topics.filter((topic) => topic._ === 'forumTopic')
}

/** What the server itself says that somebody has. */
export async function serverSnapshot(client: TestClient, channel: api.inputChannel): Promise<ForumSnapshot> {
  const peer: api.inputPeerChannel = { ...channel, _: 'inputPeerChannel' }
  const topics = await fetchTopics(client, channel)
  return Promise.all(
    topics.map(async ({ id, title, closed = false, pinned = false, topMessage, unreadCount }) => {
      const replies = await client.call({ _: 'messages.getReplies', peer, msgId: id, ...page })
      if (replies._ === 'messages.messagesNotModified') throw new TypeError('no hash was given')
      const said = replies.messages.filter((message) => message._ !== 'messageEmpty')
      const messages = said.map(postSnapshot).sort((a, b) => a.id - b.id)
      return { ...{ id, title, closed, pinned, topMessage }, unread: unreadCount, messages }
    }),
  )
}
