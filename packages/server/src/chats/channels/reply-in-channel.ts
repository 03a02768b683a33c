import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../../ids.ts'
import { badRequest } from '../../rpc/rpc-error.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import type { StoredPost } from '../../views/post-view.ts'
import { partFields, type Reply, resolveReply } from '../content/reply.ts'
import { generalTopic } from '../content/thread.ts'
import { unpack } from '../placing/message-copies.ts'

/** What a message of a channel answers. */
export interface PostReply {
  readonly header: api.messageReplyHeader
  /** Who wrote what is answered, if that is in the same channel. */
  readonly author: UserId | undefined
  /** The number of what is answered, if that is in the same channel and was written by somebody. */
  readonly id?: number | undefined
}

/**
 * Within a unit: what a message of a channel says of the one that it answers, and of its thread or topic ("Threads", "Forums").
 * What names the message with which a topic began is in the topic and answers nothing.
 */
export async function replyInChannel(
  tx: Transaction,
  { record, from }: { readonly record: ChannelRecord; readonly from: UserId },
  reply: Reply,
): Promise<PostReply> {
  const { topMsgId = 0 } = reply
  if (reply.peer !== undefined && reply.peer !== record.id) {
    const { mine } = await resolveReply(tx, from, record.id, reply)
    const topic = record.forum && topMsgId > generalTopic ? await inTopic(tx, record, topMsgId) : undefined
    return { header: { ...mine, ...topic }, author: undefined }
  }
  const stored = await tx.messages.get(record.id, reply.id)
  const message = stored && unpack(stored)?.message
  if (stored === undefined || message === undefined) {
    if (topMsgId <= generalTopic || topMsgId === reply.id) throw badRequest('REPLY_MESSAGE_ID_INVALID')
    // What was answered is gone meanwhile: what is said still belongs to the thread.
    return replyInChannel(tx, { record, from }, { id: topMsgId })
  }
  const author = stored.from
  const header: api.messageReplyHeader = {
    ...{ _: 'messageReplyHeader', replyToMsgId: reply.id, ...partFields(reply, message) },
  }
  const { id } = stored
  if (!record.forum) return { header: { ...header, replyToTopId: await threadAbove(tx, record, stored) }, author, id }
  const topic = stored.thread ?? generalTopic
  if (topic === generalTopic || (await tx.topics.get(record.id, topic)) === undefined) return { header, author, id }
  return topic === reply.id
    ? { header: { ...header, forumTopic: true }, author: undefined }
    : { header: { ...header, ...(await inTopic(tx, record, topic)) }, author, id }
}

async function inTopic(
  tx: Transaction,
  record: ChannelRecord,
  topic: number,
): Promise<Pick<api.messageReplyHeader, 'forumTopic' | 'replyToTopId'>> {
  if ((await tx.topics.get(record.id, topic)) === undefined) throw badRequest('TOPIC_DELETED')
  return { forumTopic: true, replyToTopId: topic }
}

/** The thread of what is answered, if that did not begin it. Comments on an album begin with the first copy. */
async function threadAbove(
  tx: Transaction,
  record: ChannelRecord,
  stored: StoredPost | undefined,
): Promise<number | undefined> {
  if (stored === undefined || stored.thread !== undefined || record.linked === undefined) return stored?.thread
  if (record.kind === 'broadcast') return undefined
  const [copy] = await tx.discussedPosts.ofCopies(record.id, [stored.id])
  return copy === undefined || copy.root === stored.id ? undefined : copy.root
}
