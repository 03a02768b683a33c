import { recordUnnumbered } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'
import { arrangement } from './arrangement.ts'

/**
 * Within a unit: a dialog of which nothing is left is in no list any more, so it is neither pinned nor marked as unread
 * when a message opens it anew. All devices are told, also the one that emptied it.
 */
export async function leaveList(
  tx: Transaction,
  ports: ServicePorts,
  { box, peer, date }: { readonly box: UserId; readonly peer: PeerId; readonly date: number },
): Promise<void> {
  const { folder, pinned, unread } = await tx.dialogMarks.get(box, peer)
  if (pinned === 0 && !unread) return
  await tx.dialogMarks.put(box, { peer, folder, pinned: 0, unread: false })
  if (pinned > 0) {
    const arranged = arrangement(box, folder, await tx.dialogMarks.pinned(box, folder))
    await recordUnnumbered(tx, ports, { ...arranged, update: arranged.outcome, date })
  }
  if (unread) {
    const update = { _: 'updateDialogUnreadMark', peer: { _: 'dialogPeer', peer: toPeer(peer) } } as const
    await recordUnnumbered(tx, ports, { userId: box, key: unreadMarkKey(peer), update, date })
  }
}

/** Names the unread mark of a dialog among the unnumbered changes of its owner. */
export function unreadMarkKey(peer: PeerId): string {
  return `unread mark ${peer}`
}
