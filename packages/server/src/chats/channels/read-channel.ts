import type { SessionName } from '../../bus/bus.ts'
import { tell } from '../../changes/announce.ts'
import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime, UserId } from '../../ids.ts'
import { maxReaders } from '../../rules/read-marks.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber } from '../../views/post-view.ts'
import { allowInChannel } from './standing.ts'

/** So many of the messages that were read are looked at for whom to tell; all others see it when they next look. */
const maxTold = 100

interface Reading {
  readonly userId: UserId
  readonly channel: ChannelId
  /** 0 for everything. */
  readonly maxId: number
  readonly date: UnixTime
  readonly session: SessionName | undefined
}

/**
 * Within a unit: moves somebody's one read mark of a channel on. The reader's other devices are told, also those that are away,
 * and so are those whose messages were read now for the first time, if they are here.
 */
export async function readChannel(tx: Transaction, ports: ServicePorts, reading: Reading): Promise<void> {
  const { userId, channel, maxId, date, session } = reading
  const { record, member } = await allowInChannel(tx, userId, channel, 'read', date)
  const before = await tx.dialogs.get(userId, channel)
  // Who only looks has no mark.
  if (member?.present !== true || before === undefined) return
  const upTo = Math.min(maxId || before.topMessage, before.topMessage)
  if (upTo <= before.readInboxMaxId) return
  const { outboxBefore, outboxAfter } = await tx.channelMembers.setRead(channel, userId, upTo)
  // In a small group it is told who has read what.
  if (record.kind === 'megagroup' && record.members <= maxReaders) await tx.readDates.add(userId, channel, upTo, date)
  const pts = (await tx.boxes.state(channel))?.pts ?? 0
  const stillUnreadCount = (await tx.dialogs.get(userId, channel))?.unreadCount ?? 0
  const folder = (await tx.dialogMarks.get(userId, channel)).folder
  await recordUnnumbered(tx, ports, {
    ...{ userId, key: `read ${channel}`, date, except: session },
    update: {
      _: 'updateReadChannelInbox',
      folderId: folder || undefined,
      channelId: channelNumber(channel),
      maxId: upTo,
      stillUnreadCount,
      pts,
    },
  })
  if (record.kind === 'broadcast' || outboxAfter <= outboxBefore) return
  const page = { offsetId: outboxAfter + 1, offsetDate: 0, addOffset: 0, limit: maxTold, maxId: 0, minId: outboxBefore }
  const read = await tx.messages.history({ box: channel, peer: channel, ...page })
  const update = { _: 'updateReadChannelOutbox', channelId: channelNumber(channel), maxId: outboxAfter } as const
  for (const author of new Set(read.map(({ from }) => from))) if (author !== userId) tell(tx, ports, author, update)
}
