import type { api } from '@chappe/tl-codec/api'
import { noteAdminEvent } from '../../chats/channels/admin-log.ts'
import { answerPosts } from '../../chats/channels/answer-posts.ts'
import { post, postNote } from '../../chats/channels/post.ts'
import { allowInChannel } from '../../chats/channels/standing.ts'
import { mayManage } from '../../chats/channels/topic-of.ts'
import { isCustomEmoji } from '../../chats/content/custom-emoji.ts'
import { generalTopic } from '../../chats/content/thread.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { unixSeconds } from '../../ports/clock.ts'
import { type Methods, userMethod } from '../../rpc/handlers.ts'
import { badRequest, notImplemented } from '../../rpc/rpc-error.ts'
import { allow } from '../../rules/rights.ts'
import { maxTopics, parseIconColor, parseTopicTitle, topicSearch } from '../../rules/topics.ts'
import type { TopicRecord } from '../../store/domain/channels/topics.ts'
import type { Reads } from '../../store/store.ts'
import { viewShortTopic } from '../../views/topic-view.ts'
import { forumOf, mustBeForum, topicIn } from './forum-of.ts'

/** Topics come into being, and become others: each is said in the topic itself. */
export function createChangeTopics(ports: ServicePorts): Methods {
  const { store, clock } = ports
  return {
    'messages.createForumTopic': userMethod(
      { acts: ['create topic'], rate: { burst: 50, secondsEach: 10 } },
      async ({ userId, caller: { session } }, request) => {
        const channel = await forumOf(ports, userId, request.peer)
        // Without a title there are only topics of bots; as somebody else none are begun here yet.
        if (request.titleMissing || (request.sendAs !== undefined && request.sendAs._ !== 'inputPeerSelf')) {
          throw notImplemented()
        }
        const title = parseTopicTitle(request.title)
        const iconColor = parseIconColor(request.iconColor)
        const iconEmojiId = (await checkIcon(store.read, request)) ?? 0n
        const { randomId } = request
        const date = unixSeconds(clock)
        const sent = await store.transaction(async (tx) => {
          const { record } = await allowInChannel(tx, userId, channel, 'create topic', date)
          mustBeForum(record)
          if ((await tx.topics.count(channel, '')) >= maxTopics) throw badRequest('TOPICS_TOO_MUCH')
          const action: api.MessageAction = {
            _: 'messageActionTopicCreate',
            title,
            iconColor,
            iconEmojiId: iconEmojiId || undefined,
          }
          const content = { text: '', entities: [], action, silent: false, noforwards: false, invertMedia: false }
          const posting = { record, from: userId, date, session }
          const [created] = await post(tx, ports, posting, [{ ...content, replyTo: undefined, randomId }])
          if (created === undefined) throw new TypeError('one message was sent')
          const topic: TopicRecord = {
            ...{ channel, id: created.id, title, iconColor, iconEmojiId, creator: userId, date },
            ...{ closed: false, hidden: false, pinned: 0, topMessage: created.id },
          }
          // Asked for once more, it is there.
          if ((await tx.topics.get(channel, created.id)) === undefined) {
            await tx.topics.put(topic, topicSearch(title))
            const logged = {
              _: 'channelAdminLogEventActionCreateTopic',
              topic: viewShortTopic(undefined, topic),
            } as const
            await noteAdminEvent(tx, channel, userId, logged, date)
          }
          return [created]
        })
        return answerPosts(ports, userId, { channel, date, sent, randomIds: [randomId] })
      },
    ),

    'messages.editForumTopic': userMethod(
      { acts: ['manage topics'], rate: { burst: 100, secondsEach: 1 } },
      async ({ userId, caller: { session } }, request) => {
        const channel = await forumOf(ports, userId, request.peer)
        const title = request.title === undefined ? undefined : parseTopicTitle(request.title)
        const iconEmojiId = await checkIcon(store.read, request)
        const { closed, hidden, topicId } = request
        const date = unixSeconds(clock)
        const sent = await store.transaction(async (tx) => {
          const found = await allowInChannel(tx, userId, channel, 'see', date)
          const { record, standing } = found
          // A broadcast channel never has topics: that tells more than that it has none now.
          if (record.kind !== 'megagroup') allow(standing, 'manage topics')
          const topic = await topicIn(tx, record, topicId)
          if (!mayManage(found, topic)) allow(standing, 'manage topics')
          // Only General is hidden, and what is hidden takes no messages.
          if (hidden !== undefined && topicId !== generalTopic) throw badRequest('TOPIC_ID_INVALID')
          const after: TopicRecord = {
            ...topic,
            title: title ?? topic.title,
            // General has no icon of its own.
            iconEmojiId: topicId === generalTopic ? topic.iconEmojiId : (iconEmojiId ?? topic.iconEmojiId),
            closed: closed ?? (hidden === true ? true : topic.closed),
            hidden: hidden ?? topic.hidden,
          }
          const action: api.messageActionTopicEdit = {
            _: 'messageActionTopicEdit',
            title: after.title === topic.title ? undefined : after.title,
            iconEmojiId: after.iconEmojiId === topic.iconEmojiId ? undefined : after.iconEmojiId,
            closed: after.closed === topic.closed ? undefined : after.closed,
            hidden: after.hidden === topic.hidden ? undefined : after.hidden,
          }
          const { title: newTitle, iconEmojiId: newIcon, closed: newClosed, hidden: newHidden } = action
          if ([newTitle, newIcon, newClosed, newHidden].every((one) => one === undefined)) {
            throw badRequest('TOPIC_NOT_MODIFIED')
          }
          await tx.topics.put(after, topicSearch(after.title))
          const logged: api.ChannelAdminLogEventAction = {
            _: 'channelAdminLogEventActionEditTopic',
            prevTopic: { ...viewShortTopic(undefined, topic), hidden: topic.hidden || undefined },
            newTopic: { ...viewShortTopic(undefined, after), hidden: after.hidden || undefined },
          }
          await noteAdminEvent(tx, channel, userId, logged, date)
          const replyTo = topicId === generalTopic ? {} : { replyTo: { id: topicId } }
          return postNote(tx, ports, { record, from: userId, date, session }, action, replyTo)
        })
        return answerPosts(ports, userId, { channel, date, sent })
      },
    ),
  }
}

/** The custom emoji that a topic is to have, 0 for none. Throws `DOCUMENT_INVALID`. */
async function checkIcon(
  read: Pick<Reads, 'documents'>,
  { iconEmojiId }: Pick<api.messages.editForumTopic, 'iconEmojiId'>,
): Promise<bigint | undefined> {
  if (iconEmojiId !== undefined && iconEmojiId !== 0n && !(await isCustomEmoji(read, iconEmojiId))) {
    throw badRequest('DOCUMENT_INVALID')
  }
  return iconEmojiId
}
