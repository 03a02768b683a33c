import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UserId } from '../ids.ts'
import { toPeer } from '../peers/peer-id.ts'
import type { ChannelMember } from '../store/domain/channels/channel-members.ts'
import type { TopicRecord } from '../store/domain/channels/topics.ts'
import { scopeName } from '../store/domain/lists/notify-settings.ts'
import type { Reads } from '../store/store.ts'
import { readStored } from '../tl/stored.ts'

/** A topic by what it is called alone ("forumTopic", `short`), as logs and lists of messages name it. */
export function viewShortTopic(viewer: UserId | undefined, topic: TopicRecord): api.forumTopic {
  const { channel, id, date, title, iconColor, iconEmojiId, creator, closed } = topic
  return {
    ...{ _: 'forumTopic', short: true, my: creator === viewer || undefined, closed: closed || undefined },
    ...{ id, date, peer: toPeer(channel), title, iconColor, iconEmojiId: iconEmojiId === 0n ? undefined : iconEmojiId },
    ...{ topMessage: 0, readInboxMaxId: 0, readOutboxMaxId: 0, unreadCount: 0, unreadMentionsCount: 0 },
    ...{ unreadReactionsCount: 0, unreadPollVotesCount: 0, fromId: toPeer(creator) },
    notifySettings: { _: 'peerNotifySettings' },
  }
}

/** Topics of one forum as somebody sees them. */
export async function viewTopics(
  read: Reads,
  viewer: UserId,
  channel: ChannelId,
  member: ChannelMember | undefined,
  topics: readonly TopicRecord[],
): Promise<api.forumTopic[]> {
  const ids = topics.map(({ id }) => id)
  const roots = ids.map((id) => ({ channel, id }))
  const [marks, threads, drafts, settings, mentions, reactions, votes] = await Promise.all([
    read.threads.readMarks(viewer, roots),
    read.threads.many(roots),
    read.drafts.inTopics(viewer, channel, ids),
    read.notifySettings.many(
      viewer,
      ids.map((topic) => ({ peer: channel, topic })),
    ),
    read.postMarks.threadCounts(viewer, channel, ids, 'unreadMention'),
    read.postMarks.threadCounts(viewer, channel, ids, 'unreadReaction'),
    read.postMarks.threadCounts(viewer, channel, ids, 'unreadPollVote'),
  ])
  const readHere = member?.present === true ? Math.max(member.readInboxMaxId, member.availableMinId) : 0
  const settingsOf = new Map(
    settings.map((one) => [scopeName(one.scope), readStored('PeerNotifySettings', one.settings)]),
  )
  const shown: api.forumTopic[] = []
  for (const topic of topics) {
    const { id } = topic
    const readInboxMaxId = Math.max(readHere, marks.find(({ root }) => root === id)?.maxId ?? 0)
    const thread = threads.find(({ root }) => root === id)
    const draft = drafts.find((one) => one.topic === id)
    const unreadCount =
      topic.topMessage <= readInboxMaxId
        ? 0
        : await read.threads.countUnread(viewer, { channel, thread: id, above: readInboxMaxId })
    shown.push({
      ...viewShortTopic(viewer, topic),
      short: undefined,
      pinned: topic.pinned > 0 || undefined,
      hidden: topic.hidden || undefined,
      topMessage: topic.topMessage,
      readInboxMaxId,
      readOutboxMaxId: (thread?.readMaxBy === viewer ? thread.readSecondId : thread?.readMaxId) ?? 0,
      unreadCount,
      unreadMentionsCount: mentions.get(id) ?? 0,
      unreadReactionsCount: reactions.get(id) ?? 0,
      unreadPollVotesCount: votes.get(id) ?? 0,
      draft: draft && readStored('DraftMessage', draft.data),
      notifySettings: settingsOf.get(scopeName({ peer: channel, topic: id })) ?? { _: 'peerNotifySettings' },
    })
  }
  return shown
}
