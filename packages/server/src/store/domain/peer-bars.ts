import type { PeerId, UserId } from './ids.ts'

/** The bar above a chat with someone new: whether its owner dismissed it. */
export interface PeerBarReads {
  isHidden(owner: UserId, peer: PeerId): Promise<boolean>
}

export interface PeerBarWrites extends PeerBarReads {
  hide(owner: UserId, peer: PeerId): Promise<void>
}
