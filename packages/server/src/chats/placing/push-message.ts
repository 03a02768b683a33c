import type { api } from '@chappe/tl-codec/api'
import type { SessionName } from '../../bus/bus.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'
import { collectUsers } from '../../views/mentioned-users.ts'
import { viewPoll } from '../../views/poll-view.ts'
import type { Copy } from './copy.ts'

/** Within a unit: has the sessions of a box's owner told once it is durable. */
export function pushUpdates(
  tx: Transaction,
  { bus }: ServicePorts,
  userId: UserId,
  updates: api.Updates,
  except: SessionName | undefined,
): void {
  tx.onCommit(() => bus.publish({ type: 'updates', userId, updates, except }))
}

/**
 * A new message in the short form ("Working with Updates", `updateShortMessage`); undefined if that does not say all, or
 * names people whom a client may not know yet.
 */
export function shortUpdate({ message, pts, peer, firstOfDialog }: Copy): api.updateShortMessage | undefined {
  if (firstOfDialog || message._ !== 'message') return undefined
  const { out, mentioned, mediaUnread, silent, id, date, entities, replyTo, ttlPeriod, noforwards, invertMedia } =
    message
  if (noforwards || invertMedia || message.fromScheduled || message.savedPeerId !== undefined) return undefined
  if (message.media !== undefined || message.fwdFrom !== undefined || message.groupedId !== undefined) return undefined
  if (replyTo?._ === 'messageReplyHeader' && replyTo.replyFrom !== undefined) return undefined
  if (entities?.some((entity) => entity._ === 'messageEntityMentionName')) return undefined
  return {
    _: 'updateShortMessage',
    out,
    mentioned,
    mediaUnread,
    silent,
    id,
    userId: BigInt(peer),
    message: message.message,
    pts,
    ptsCount: 1,
    date,
    replyTo,
    entities,
    ttlPeriod,
  }
}

/** New messages of one box, with the people they name. */
export async function fullUpdates(
  tx: Transaction,
  { userViews }: ServicePorts,
  viewer: UserId,
  copies: readonly Copy[],
): Promise<api.updates> {
  const updates: api.Update[] = []
  for (const { message, pts } of copies) {
    updates.push({ _: 'updateNewMessage', message: await withPoll(tx, viewer, message), pts, ptsCount: 1 })
  }
  const named = new Set<UserId>([viewer])
  collectUsers(updates, named)
  return {
    _: 'updates',
    updates,
    users: await userViews.of(tx, viewer, named),
    chats: [],
    date: copies[0]?.message.date ?? 0,
    // Ordered by pts alone.
    seq: 0,
  }
}

async function withPoll(tx: Transaction, viewer: UserId, message: Copy['message']): Promise<Copy['message']> {
  if (message._ !== 'message' || message.media?._ !== 'messageMediaPoll') return message
  const record = await tx.polls.get(message.media.poll.id)
  if (record === undefined) return message
  return { ...message, media: { ...message.media, ...(await viewPoll(tx, viewer, record)) } }
}
