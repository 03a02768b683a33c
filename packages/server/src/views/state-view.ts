import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import type { Reads } from '../store/store.ts'

/** Where a user's box stands now. */
export async function viewState(read: Reads, userId: UserId, date: number): Promise<api.updates.state> {
  const state = await read.boxes.state(userId)
  const { unreadMessages } = await read.dialogs.totals(userId)
  return {
    _: 'updates.state',
    pts: state?.pts ?? 0,
    qts: toQts(state?.qts ?? 0),
    date,
    seq: state?.seq ?? 0,
    unreadCount: unreadMessages,
  }
}

/**
 * How many changes without `pts` there were, as clients are told. They count from 1: TDLib takes a state whose `qts` is 0
 * for none, goes on with -1, and believes no update with a `qts` below 2.
 */
export function toQts(changes: number): number {
  return changes + 1
}

/** How many changes a client knows; none if its `qts` is not one that it can have been told. */
export function fromQts(qts: number, changes: number): number {
  return qts < toQts(0) || qts > toQts(changes) ? 0 : qts - toQts(0)
}
