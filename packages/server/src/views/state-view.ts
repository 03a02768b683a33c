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
 * TDLib takes a state whose `qts` is 0 for none, goes on with -1, and believes no update with a `qts` below 2: clients are
 * told one more than was counted.
 */
function toQts(counted: number): number {
  return counted + 1
}
