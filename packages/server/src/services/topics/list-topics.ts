import type { api } from '@chappe/tl-codec/api'
import { readable } from '../../chats/channels/standing.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import { topicSearch } from '../../rules/topics.ts'
import type { ChannelMember } from '../../store/domain/channels/channel-members.ts'
import type { TopicRecord } from '../../store/domain/channels/topics.ts'
import { viewNamed } from '../../views/named-peers.ts'
import { showPosts } from '../../views/post-view.ts'
import { viewTopics } from '../../views/topic-view.ts'
import { forumOf, mustBeForum } from './forum-of.ts'

const maxPage = 100
const maxQueryLength = 4096

/** The topics of a forum: those that are pinned, and then those in which something was said last. */
export function createListTopics(ports: ServicePorts): Methods {
  const { store, clock, userViews } = ports
  const { read } = store

  const view = async (
    userId: UserId,
    channel: ChannelId,
    member: ChannelMember | undefined,
    topics: readonly TopicRecord[],
  ): Promise<Omit<api.messages.forumTopics, 'count'>> => {
    const shown = await viewTopics(read, userId, channel, member, topics)
    const tops = await read.messages.many(
      channel,
      topics.map(({ topMessage }) => topMessage),
    )
    const hidden = member?.present === true ? member.availableMinId : 0
    const messages = await showPosts(
      read,
      userId,
      tops.filter(({ id }) => id > hidden),
    )
    const named = await viewNamed(read, userViews, userId, [shown, messages], [userId, channel])
    const pts = (await read.boxes.state(channel))?.pts ?? 0
    return { _: 'messages.forumTopics', topics: shown, messages, ...named, pts }
  }

  return {
    'messages.getForumTopics': userMethod({ rate: { burst: 300, secondsEach: 0.2 } }, async ({ userId }, request) => {
      const channel = await forumOf(ports, userId, request.peer)
      const { record, member } = await readable(read, userId, channel, unixSeconds(clock))
      mustBeForum(record)
      const { q = '', offsetId, offsetTopic } = request
      if (q.length > maxQueryLength) throw badRequest('SEARCH_QUERY_INVALID')
      const query = topicSearch(q)
      const limit = Math.max(1, Math.min(request.limit || maxPage, maxPage))
      const isFirst = offsetId === 0 && offsetTopic === 0
      const pinned = isFirst
        ? (await read.topics.pinned(channel)).filter(({ title }) => topicSearch(title).includes(query))
        : []
      const offset = offsetTopic === 0 ? undefined : await read.topics.get(channel, offsetTopic)
      // Below what the client saw of the last one, also if something was said there since.
      const topMessage = offsetId === 0 ? offset?.topMessage : offsetId
      const below = isFirst || topMessage === undefined ? undefined : { topMessage, id: offsetTopic }
      // After pinned ones alone comes the first of the others.
      const begins = offset !== undefined && offset.pinned > 0 ? undefined : below
      const others = await read.topics.page({
        channel,
        query,
        below: begins,
        limit: limit - Math.min(limit, pinned.length),
      })
      const count = await read.topics.count(channel, query)
      return { ...(await view(userId, channel, member, [...pinned, ...others].slice(0, limit))), count }
    }),

    'messages.getForumTopicsByID': userMethod(
      { rate: { burst: 300, secondsEach: 0.2 } },
      async ({ userId }, request) => {
        const channel = await forumOf(ports, userId, request.peer)
        if (request.topics.length > maxPage) throw badRequest('LIMIT_INVALID')
        const { record, member } = await readable(read, userId, channel, unixSeconds(clock))
        mustBeForum(record)
        const ids = [...new Set(request.topics)]
        const found = await read.topics.many(channel, ids)
        const shown = await view(userId, channel, member, found)
        const byId = new Map<number, api.ForumTopic>(shown.topics.map((topic) => [topic.id, topic]))
        const topics = ids.map((id): api.ForumTopic => byId.get(id) ?? { _: 'forumTopicDeleted', id })
        return { ...shown, topics, count: topics.length }
      },
    ),
  }
}
