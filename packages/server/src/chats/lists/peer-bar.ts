import type { api } from '@chappe/tl-codec/api'
import { recordUnnumbered, type UnnumberedUpdate } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import type { PeerId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Transaction } from '../../store/store.ts'

/** Within a unit: tells the other devices that the bar is another. Gives what they are told, without the bar. */
export async function recordPeerBar(
  tx: Transaction,
  ports: ServicePorts,
  { userId, peer, date, except }: Pick<UnnumberedUpdate, 'userId' | 'date' | 'except'> & { readonly peer: PeerId },
): Promise<api.updatePeerSettings> {
  // How it is now: see `completeChanges`.
  const settings: api.peerSettings = { _: 'peerSettings' }
  const update: api.updatePeerSettings = { _: 'updatePeerSettings', peer: toPeer(peer), settings }
  await recordUnnumbered(tx, ports, { userId, key: `peer bar ${peer}`, update, date, except })
  return update
}
