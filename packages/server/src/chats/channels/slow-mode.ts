import type { UnixTime, UserId } from '../../ids.ts'
import { badRequest, RpcError } from '../../rpc/rpc-error.ts'
import type { Transaction } from '../../store/store.ts'
import type { PostDraft } from './post.ts'
import type { ChannelStanding } from './standing.ts'

/**
 * Within a unit: a member of a supergroup with slow mode says something, and waits before the next time; admins do not wait. An
 * album is one message. Throws `SLOWMODE_WAIT_X`, and `SLOWMODE_MULTI_MSGS_DISABLED` for several at once.
 *
 * @param drafts what is new of what is sent
 */
export async function takeTurn(
  tx: Transaction,
  { record, standing }: ChannelStanding,
  userId: UserId,
  date: UnixTime,
  drafts: readonly PostDraft[],
): Promise<void> {
  const [first] = drafts
  const isAdmin = standing.role === 'creator' || standing.role === 'admin'
  if (record.slowMode === 0 || isAdmin || first === undefined) return
  const isAlbum = first.groupedId !== undefined && drafts.every(({ groupedId }) => groupedId === first.groupedId)
  if (drafts.length > 1 && !isAlbum) throw badRequest('SLOWMODE_MULTI_MSGS_DISABLED')
  const next = await tx.slowMode.next(record.id, userId)
  if (next !== undefined && next > date) throw new RpcError(420, `SLOWMODE_WAIT_${next - date}`)
  await tx.slowMode.setNext(record.id, userId, date + record.slowMode)
}
