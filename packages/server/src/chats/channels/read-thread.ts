import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import { tell } from '../../changes/announce.ts'
import { changeLifetimeSeconds } from '../../changes/lifetime.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { allow } from '../../rules/rights.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'
import { readChannel } from './read-channel.ts'
import { threadBelow, threadReadMark } from './thread-below.ts'

/** So many of the messages that were read are looked at for whom to tell; all others see it when they next look. */
const maxTold = 100

interface Reading {
  readonly userId: UserId
  readonly channel: ChannelId
  readonly msgId: number
  /** 0 for everything. */
  readonly maxId: number
  readonly date: UnixTime
  readonly session: SessionName
}

/**
 * Within a unit: moves somebody's read mark of a thread or topic on. The reader's other devices are told, also those that are
 * away; so are those whose messages were read for the first time, if they are here and the reader is in the group.
 */
export async function readThread(tx: Transaction, ports: ServicePorts, reading: Reading): Promise<void> {
  const { userId, date, session } = reading
  const found = await threadBelow(tx, userId, reading, date)
  const { group, root, discussed } = found
  const reach = allow(group.standing, 'read')
  const channel = group.record.id
  const thread = await tx.threads.get(channel, root)
  const lastId = thread?.lastId ?? 0
  const upTo = Math.min(reading.maxId || lastId, lastId)
  if (upTo <= (await threadReadMark(tx, userId, found))) return
  const told = reach === 'all'
  const moved = await tx.threads.setRead({ userId, channel, thread: root, maxId: upTo, told })
  const update: api.updateReadChannelDiscussionInbox = {
    _: 'updateReadChannelDiscussionInbox',
    ...{ channelId: channelNumber(channel), topMsgId: root, readMaxId: upTo },
    ...(discussed && { broadcastId: channelNumber(discussed.broadcast), broadcastPost: discussed.post }),
  }
  const expiresAt = date + changeLifetimeSeconds
  await recordUnnumbered(tx, ports, {
    ...{ userId, key: `read ${channel} ${root}`, update, date, expiresAt, except: session },
  })
  if (group.record.forum && group.member?.present === true) {
    // Whoever has read all topics has read all.
    const isAnyUnread = await tx.topics.isAnyUnread(userId, channel, group.member.readInboxMaxId)
    if (!isAnyUnread) await readChannel(tx, ports, { userId, channel, maxId: 0, date, session: undefined })
  }
  if (moved.outboxAfter <= moved.outboxBefore) return
  const page = { offsetId: upTo + 1, offsetDate: 0, addOffset: 0, limit: maxTold, maxId: 0, minId: moved.outboxBefore }
  const read = await tx.messages.history({ box: channel, peer: channel, thread: root, ...page })
  const seen: api.updateReadChannelDiscussionOutbox = {
    ...{ _: 'updateReadChannelDiscussionOutbox', channelId: channelNumber(channel), topMsgId: root },
    readMaxId: moved.outboxAfter,
  }
  for (const author of new Set(read.map(({ from }) => from))) if (author !== userId) tell(tx, ports, author, seen)
}
