import { type BoxPeer, isUser, type PeerId, type UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'

/** After how many seconds a message that is sent now deletes itself; 0 for never. */
export async function periodFor(tx: Transaction, box: UserId, peer: PeerId): Promise<number> {
  return (await tx.autoDelete.periods(box, peer)).chat ?? 0
}

/** Has the messages that are sent from now on in a chat delete themselves, for all who are in it. */
export async function setPeriod(tx: Transaction, box: UserId, peer: BoxPeer, period: number): Promise<void> {
  if (!isUser(peer)) {
    for (const { userId } of await tx.groups.members(peer)) await tx.autoDelete.setChat(userId, peer, period)
    return
  }
  await tx.autoDelete.setChat(box, peer, period)
  if (peer !== box) await tx.autoDelete.setChat(peer, box, period)
}
