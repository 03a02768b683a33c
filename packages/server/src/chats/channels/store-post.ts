import type { api } from '@chappe/tl-codec/api'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { contentMarks } from '../../rules/message-content.ts'
import type { ChannelRecord } from '../../store/domain/channels/channels.ts'
import type { Transaction } from '../../store/store.ts'
import { encodeForStore } from '../../tl/encode-for-store.ts'
import { threadOf } from '../content/thread.ts'
import { shownAuthor } from './shown-author.ts'

export interface StoredAs {
  readonly id: number
  readonly pts: number
}

/**
 * Within a unit: puts a message into the log of a channel, and into all lists where it is looked for. It is the only way into
 * one, and writes the same few rows however many are in the channel.
 *
 * @param message what it says; the number is the log's
 * @param named who is in the channel and is named by it
 */
export async function storePost(
  tx: Transaction,
  { record, from, date }: { readonly record: ChannelRecord; readonly from: UserId; readonly date: UnixTime },
  message: api.message | api.messageService,
  named: readonly UserId[] = [],
): Promise<StoredAs> {
  const channel = record.id
  const [state] = await tx.boxes.advance([{ box: channel, pts: 1, messages: 1 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const { pts, lastMessageId: id } = state
  const data = encodeForStore({ ...message, id: 0 })
  const thread = threadOf({ ...message, id }, record)
  await tx.messages.add([{ box: channel, id, peer: channel, from, out: false, date, pts, twin: 0, data, thread }])
  await tx.dialogs.recordMessages([{ box: channel, peer: channel, id, date, unread: false }])
  await tx.channelMembers.notePost(channel, from, id)
  if (thread !== undefined) {
    await tx.threads.addReply(channel, thread, { id, from: shownAuthor(from, message) })
  }
  const marks = contentMarks(message)
  if (message._ === 'message' && message.pinned) marks.push('pinned')
  if (marks.length > 0) await tx.messageMarks.add(channel, channel, id, marks)
  if (named.length > 0) {
    await tx.postMarks.add({ channel, id, marks: ['mention', 'unreadMention'], users: named, thread })
  }
  if (message._ === 'message') await list(tx, channel, id, message)
  return { id, pts }
}

async function list(tx: Transaction, channel: ChannelId, id: number, message: api.message): Promise<void> {
  const { media, ttlPeriod, date } = message
  if (ttlPeriod !== undefined) await tx.autoDelete.expireAt({ box: channel, id }, date + ttlPeriod)
  if (media?._ === 'messageMediaPoll') await tx.polls.addHolder(media.poll.id, { box: channel, id })
}
