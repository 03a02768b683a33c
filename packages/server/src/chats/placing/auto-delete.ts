import type { PeerId, UserId } from '../../ids.ts'
import type { Transaction } from '../../store/store.ts'

/** After how many seconds a message that is sent now deletes itself; 0 for never. */
export async function periodFor(tx: Transaction, box: UserId, peer: PeerId): Promise<number> {
  return (await tx.autoDelete.periods(box, peer)).chat ?? 0
}

/** Has the messages that are sent from now on in a private chat delete themselves, for both. */
export async function setPeriod(tx: Transaction, box: UserId, peer: UserId, period: number): Promise<void> {
  await tx.autoDelete.setChat(box, peer, period)
  if (peer !== box) await tx.autoDelete.setChat(peer, box, period)
}
