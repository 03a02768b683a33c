import type { api } from '@chappe/tl-codec/api'
import { recordUnnumbered, type UnnumberedUpdate } from '../../changes/record-change.ts'
import type { ServicePorts } from '../../core-ports.ts'
import { isUser, type PeerId, serviceUserId, type UserId } from '../../ids.ts'
import { toPeer } from '../../peers/peer-id.ts'
import type { Reads, Transaction } from '../../store/store.ts'
import { standingOf } from '../../views/standing.ts'

type BarReads = Pick<Reads, 'contacts' | 'privacy' | 'blocks' | 'peerBars'>

/** What a client offers above the chat with someone ("Action bar"). */
export async function peerBar(read: BarReads, viewer: UserId, peer: PeerId): Promise<api.peerSettings> {
  if (!isUser(peer) || peer === viewer || peer === serviceUserId) return { _: 'peerSettings' }
  const [standing, hidden] = await Promise.all([standingOf(read, viewer, [peer]), read.peerBars.isHidden(viewer, peer)])
  const contact = standing.contact(peer) !== undefined
  const blocked = standing.blocks(peer)
  const shares = standing.lets(peer, 'privacyKeyPhoneNumber')
  if (contact) {
    // A contact who does not see the viewer's number, and might be shown it.
    return { _: 'peerSettings', shareContact: (!hidden && !blocked && !shares) || undefined }
  }
  const stranger = !hidden && !blocked
  const autoarchived = stranger && (await read.peerBars.isAutoarchived(viewer, peer))
  return {
    _: 'peerSettings',
    autoarchived: autoarchived || undefined,
    reportSpam: stranger || undefined,
    addContact: stranger || undefined,
    blockContact: stranger || undefined,
    needContactsException: (stranger && !shares) || undefined,
  }
}

/** Within a unit: tells the other devices how the bar is now. Gives what they are told. */
export async function recordPeerBar(
  tx: Transaction,
  ports: ServicePorts,
  { userId, peer, date, except }: Pick<UnnumberedUpdate, 'userId' | 'date' | 'except'> & { readonly peer: PeerId },
): Promise<api.updatePeerSettings> {
  const settings = await peerBar(tx, userId, peer)
  const update: api.updatePeerSettings = { _: 'updatePeerSettings', peer: toPeer(peer), settings }
  await recordUnnumbered(tx, ports, { userId, key: `peer bar ${peer}`, update, date, except })
  return update
}
