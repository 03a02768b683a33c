import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { ChannelId, UnixTime } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { channelNumber, type StoredPost } from '../../views/post-view.ts'
import { recordInChannel } from './tell.ts'

/** Within a unit: deletes messages of a channel, for all. Gives the `pts` after it. */
export async function removePosts(
  tx: Transaction,
  ports: ServicePorts,
  channel: ChannelId,
  stored: readonly StoredPost[],
  { date, except }: { readonly date: UnixTime; readonly except: SessionName | undefined },
): Promise<{ readonly pts: number; readonly ptsCount: number }> {
  const ids = stored.map(({ id }) => id)
  const [state] = await tx.boxes.advance([{ box: channel, pts: ids.length, messages: 0 }])
  if (state === undefined) throw new TypeError('advance answers each step')
  const changed = { pts: state.pts, ptsCount: ids.length }
  if (ids.length === 0) return changed
  await tx.messages.remove(channel, ids)
  await tx.messageMarks.remove(channel, ids)
  await tx.postMarks.remove(channel, ids)
  await tx.postReactions.remove(channel, ids)
  await tx.autoDelete.forget(stored)
  await tx.messageSearch.remove(channel, ids)
  const newestOne = { offsetId: 0, offsetDate: 0, addOffset: 0, limit: 1, maxId: 0, minId: 0 }
  const [newest] = await tx.messages.history({ box: channel, peer: channel, ...newestOne })
  await tx.dialogs.recordRemoval(channel, channel, {
    ...{ topMessage: newest?.id ?? 0, topDate: newest?.date ?? 0, unreadCount: 0 },
    removed: ids.length,
  })
  const place = { channelId: channelNumber(channel), messages: ids }
  await recordInChannel(
    tx,
    ports,
    channel,
    { _: 'updateDeleteChannelMessages', ...place, ...changed },
    { date, except },
  )
  return changed
}
