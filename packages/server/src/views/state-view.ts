import type { api } from '@chappe/tl-codec/api'
import type { UserId } from '../ids.ts'
import { firstQts } from '../store/domain/secret/device-queues.ts'
import type { Reads } from '../store/store.ts'

/** Where a user's box stands now, and what waits for one device. */
export async function viewState(
  read: Reads,
  userId: UserId,
  authKeyId: bigint,
  date: number,
): Promise<api.updates.state> {
  const state = await read.boxes.state(userId)
  const { unreadMessages } = await read.dialogs.totals(userId)
  const queue = await read.deviceQueues.get(authKeyId)
  return {
    _: 'updates.state',
    pts: state?.pts ?? 0,
    // Of a device that nothing waits for: what happened to a bot is counted for all its devices alike.
    qts: queue?.qts ?? firstQts + (state?.qts ?? 0),
    date,
    seq: state?.seq ?? 0,
    unreadCount: unreadMessages,
  }
}
