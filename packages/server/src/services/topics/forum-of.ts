import type { api } from '@chappe/tl-codec/api'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { TopicRecord } from '../../store/domain/channels/topics.ts'
import type { Reads } from '../../store/store.ts'

/** Topics of private chats are those of bots, of which there are none here yet. */
export async function forumOf({ inputPeers }: ServicePorts, userId: UserId, input: api.InputPeer): Promise<ChannelId> {
  const chat = await inputPeers.chat(userId, input)
  if (chat.kind !== 'channel') throw badRequest('CHANNEL_INVALID')
  return chat.peer
}

/** Throws `CHANNEL_FORUM_MISSING`. */
export function mustBeForum({ forum }: ChannelRecord): void {
  if (!forum) throw badRequest('CHANNEL_FORUM_MISSING')
}

/** Throws `TOPIC_ID_INVALID`. */
export async function topicIn(
  read: Pick<Reads, 'topics'>,
  { id, forum }: ChannelRecord,
  topicId: number,
): Promise<TopicRecord> {
  if (!forum) throw badRequest('CHANNEL_FORUM_MISSING')
  const topic = await read.topics.get(id, topicId)
  if (topic === undefined) throw badRequest('TOPIC_ID_INVALID')
  return topic
}
