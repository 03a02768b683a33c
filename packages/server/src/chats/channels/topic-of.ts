import { badRequest } from '../../rpc/rpc-error.ts'
import { refusalOf } from '../../rules/rights.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { TopicRecord } from '../../store/domain/channels/topics.ts'
import type { Transaction } from '../../store/store.ts'
import type { Reply } from '../content/reply.ts'
import { generalTopic } from '../content/thread.ts'
import type { ChannelStanding } from './standing.ts'

/** Within a unit: whether somebody may say something in the topic to which it goes. Throws `TOPIC_CLOSED`. */
export async function checkTopic(tx: Transaction, found: ChannelStanding, replyTo: Reply | undefined): Promise<void> {
  const { record } = found
  if (!record.forum) return
  const topic = await tx.topics.get(record.id, await topicOf(tx, record, replyTo))
  if (topic?.closed === true && !mayManage(found, topic)) throw badRequest('TOPIC_CLOSED')
}

/** Who may change a topic: whoever manages all of them, and the one who began it. */
export function mayManage({ standing, member }: ChannelStanding, topic: TopicRecord): boolean {
  return (
    (member?.present === true && topic.creator === member.userId) || refusalOf(standing, 'manage topics') === undefined
  )
}

async function topicOf(tx: Transaction, record: ChannelRecord, reply: Reply | undefined): Promise<number> {
  if (reply === undefined) return generalTopic
  const { id, peer, topMsgId } = reply
  const stored = peer === undefined || peer === record.id ? await tx.messages.get(record.id, id) : undefined
  return stored?.thread ?? topMsgId ?? generalTopic
}

/** The topic in which a draft was begun that is sent now; undefined for General, whose draft is the group's. */
export function topicOfDraft(reply: Reply | undefined): number | undefined {
  const topic = reply?.topMsgId ?? reply?.id ?? generalTopic
  return topic === generalTopic ? undefined : topic
}
