import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../store/domain/ids.ts'
import type { Reads } from '../store/store.ts'

/** Where a user's box stands now. */
export async function viewState(read: Reads, userId: UserId, date: number): Promise<api.updates.state> {
  const state = await read.boxes.state(userId)
  const { unreadMessages } = await read.dialogs.totals(userId)
  return {
    _: 'updates.state',
    pts: state?.pts ?? 0,
    qts: state?.qts ?? 0,
    date,
    seq: state?.seq ?? 0,
    unreadCount: unreadMessages,
  }
}
