import type { api } from '@chappe/tl-codec/api'
import { recordUnnumbered, type UnnumberedUpdate } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId, UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'

export async function pinnedSaved(tx: Transaction, userId: UserId): Promise<PeerId[]> {
  return (await tx.savedDialogs.pinned(userId)).map(({ peer }) => peer)
}

type PinChange = Pick<UnnumberedUpdate, 'userId' | 'date' | 'except'> & {
  /** What those that are here are told. Default: the whole order, as those that were away. */
  readonly update?: api.Update
}

/** Within a unit: tells the other devices of the pinned saved dialogs as they are now. */
export async function recordPinnedSaved(tx: Transaction, ports: ServicePorts, change: PinChange): Promise<void> {
  const order = (await pinnedSaved(tx, change.userId)).map(
    (peer): api.dialogPeer => ({ _: 'dialogPeer', peer: toPeer(peer) }),
  )
  const outcome: api.updatePinnedSavedDialogs = { _: 'updatePinnedSavedDialogs', order }
  await recordUnnumbered(tx, ports, { update: outcome, ...change, key: 'pinned saved dialogs', outcome })
}
