import type { api } from '@chappe/tl-codec/api'
import { isUser, type PeerId, serviceUserId, type UserId } from '../ids.ts'
import type { CommittedReads } from '../store/store.ts'
import { standingOf } from './standing.ts'

export type BarReads = CommittedReads<'contacts' | 'privacy' | 'blocks' | 'peerBars'>

/** What a client offers above the chat with someone ("Action bar"). */
export async function viewPeerBar(read: BarReads, viewer: UserId, peer: PeerId): Promise<api.peerSettings> {
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
